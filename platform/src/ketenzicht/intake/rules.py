# SPDX-License-Identifier: EUPL-1.2
"""The clocks of reports, as the reference lists set them."""

from __future__ import annotations

from ketenzicht import reference
from ketenzicht.intake.states import Urgency
from ketenzicht.reference import Period

IMMEDIATE = "immediate"


def target(urgency: Urgency) -> Period | None:
    """Return how long a report of this urgency may wait; None means not at all."""
    written = str(reference.code("urgency", urgency).attributes["target"])
    return None if written == IMMEDIATE else Period.parse(written)


def stall(code: str) -> Period:
    """Return after how long a stall rule goes off."""
    rule = next(rule for rule in reference.stall_rules() if rule.code == code)
    if rule.after is None:
        raise LookupError(f"stall rule {code} has no 'after'")
    return rule.after


def retention(code: str) -> Period:
    """Return how long something is kept."""
    return next(rule.period for rule in reference.retention_rules() if rule.code == code)
