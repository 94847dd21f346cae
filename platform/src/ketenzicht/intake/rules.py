# SPDX-License-Identifier: EUPL-1.2
"""The clocks of reports, as the reference lists set them."""

from __future__ import annotations

from datetime import datetime

from ketenzicht import reference
from ketenzicht.core.clock import local_date, today
from ketenzicht.intake.states import ReportState, Urgency
from ketenzicht.reference import Claim, Period

IMMEDIATE = "immediate"
IDENTITY = "reporter_identity"
FOLLOWED_UP = {ReportState.ACCEPTED, ReportState.CASE_OPENED, ReportState.INVESTIGATION}
ANSWERING = "referral_not_accepted"


def target(urgency: Urgency) -> Period | None:
    """Return how long a report of this urgency may wait; None means not at all."""
    written = str(reference.code("urgency", urgency, by=today()).attributes["target"])
    return None if written == IMMEDIATE else Period.parse(written)


def kept_by(ended_as: str, *, joined: bool) -> str:
    """The rule by which a closed report is kept: something followed from it, or nothing did."""
    return "signal_follow_up" if joined or ended_as in FOLLOWED_UP else "signal_no_follow_up"


def claim_of_answer(offered_at: datetime) -> Claim:
    """By which rule somebody who was asked to take a report on has to answer."""
    return reference.escalation_rule(ANSWERING, local_date(offered_at)).claim


def claim_of_due(state: str, urgency: str, now: datetime) -> Claim:
    """By which rule a report is due: the one of its urgency, or of an offer that waits."""
    if state == ReportState.REFERRED:
        return claim_of_answer(now)
    return reference.code("urgency", urgency, by=local_date(now)).claim
