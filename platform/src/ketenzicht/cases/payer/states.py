# SPDX-License-Identifier: EUPL-1.2
"""The steps of a disagreement about money and the rules of its clock."""

from __future__ import annotations

DISPUTE_RULES = ("dispute_open", "dispute_open_2", "dispute_open_3")
LADDER = ("disputed", "esc_contacts", "esc_adviser", "esc_committee")
