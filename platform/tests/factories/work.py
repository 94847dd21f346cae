# SPDX-License-Identifier: EUPL-1.2
"""What stands on somebody's day, for tests of the apps that put it there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.models import Member
from ketenzicht.cases import tasks as cases
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.work import tasks as work
from ketenzicht.work.selectors import day_of
from ketenzicht.work.states import Line


def items(actor: Member, now: datetime) -> list[Line]:
    """Return the lines of this member's day in the order of the page."""
    return [line for group in day_of(actor, now) for line in group.lines]


def looked_at(thing: str, thing_id: UUID, now: datetime) -> None:
    """Let facts that a test wrote past the acts be looked at, as the pass of a day does."""
    with act():
        touch(thing, thing_id, now=now, by="rules")


def sweep(now: datetime) -> None:
    """Do what time asks of work and of the care side."""
    work.sweep(now)
    cases.sweep(now)
