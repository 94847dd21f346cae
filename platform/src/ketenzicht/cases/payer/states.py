# SPDX-License-Identifier: EUPL-1.2
"""The steps of a disagreement about money and the rules of its clock."""

from __future__ import annotations

from enum import StrEnum

DISPUTE_RULES = ("dispute_open", "dispute_open_2", "dispute_open_3")
LADDER = ("disputed", "esc_contacts", "esc_adviser", "esc_committee")


class Said(StrEnum):
    """What was said about who pays, each with a reason both municipalities read."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    TAKEN = "taken"
    DECIDED = "decided"


#: Until the first step was reached, the two settle it between them.
BETWEEN_THE_TWO = LADDER[0]
