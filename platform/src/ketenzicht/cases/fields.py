# SPDX-License-Identifier: EUPL-1.2
"""Fields about an exploitation, for every form that asks about one."""

from ketenzicht.cases.file.forms.exploitation import CircumstancesFields, told_in

__all__ = ["CircumstancesFields", "told_in"]
