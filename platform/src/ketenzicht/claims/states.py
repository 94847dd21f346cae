# SPDX-License-Identifier: EUPL-1.2
"""Where the change of a claim stands."""

from __future__ import annotations

from enum import StrEnum


class ChangeState(StrEnum):
    """From a proposal of one to the decision of another."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
