# SPDX-License-Identifier: EUPL-1.2
"""How soon somebody has to look at a report, and until when. A person may always decide else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.terms import after
from ketenzicht.intake.card import Advice, Step
from ketenzicht.intake.rules import target
from ketenzicht.intake.states import Haste, Urgency, Wish


def proposed(advice: Advice, *, wish: str, haste: str, safe: str) -> Urgency:
    """Return the urgency a report starts with; few signs never make it less urgent."""
    if haste == Haste.NOW or safe == "no":
        return Urgency.NOW
    child_asks = wish == Wish.HELP and advice.minor
    if haste == Haste.TODAY or advice.emergency or advice.step is Step.TODAY or child_asks:
        return Urgency.TODAY
    return Urgency.DAYS


def due_on_receipt(urgency: Urgency, received_on: date) -> datetime:
    """Return until when, counted from the day alone: the hour of a reporter is not kept."""
    day_begins = midnight(received_on)
    match urgency:
        case Urgency.NOW:
            return day_begins
        case Urgency.TODAY:
            # no term: the last minute of that day
            return midnight(received_on + timedelta(days=1)) - timedelta(minutes=1)
        case Urgency.DAYS | Urgency.INFORMATION:
            return due_after(urgency, day_begins)


def due_after(urgency: Urgency, now: datetime) -> datetime:
    """Return until when, counted from a moment of a professional."""
    wait = target(urgency)
    return now if wait is None else after(now, wait)


def came_in_today(urgency: str, due: datetime | None, now: datetime) -> bool:
    """Tell whether this is for now without being late: it came in today, at an hour not kept."""
    return urgency == Urgency.NOW and due == midnight(local_date(now))
