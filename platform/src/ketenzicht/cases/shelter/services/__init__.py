# SPDX-License-Identifier: EUPL-1.2
"""Where a person stays: recording it and leaving; asking for a bed and answering beside it."""

from ketenzicht.cases.shelter.services.staying import explain_stay, leave_place, set_whereabouts

__all__ = ["explain_stay", "leave_place", "set_whereabouts"]
