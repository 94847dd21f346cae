# SPDX-License-Identifier: EUPL-1.2
"""Transfers of a case to another holder, and their escalations."""
