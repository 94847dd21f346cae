# SPDX-License-Identifier: EUPL-1.2
"""Guards: what has to run again and again, and tells by running that it does.

A guard that stops can say nothing. So each run moves ahead the moment from which its silence
stands on the day of who keeps the platform; when no run comes, that moment does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.terms import term_end
from ketenzicht.jobs.models import GuardRun

#: What work of this app is about: all guards together.
GUARDS, ALL_GUARDS = "guards", UUID(int=0)
#: A run within this of the last one, with the same outcome, is not written down again.
OFTEN_ENOUGH = timedelta(minutes=5)  # no term: of how many rows are written


class Guard(StrEnum):
    """What guards an installation, each with the term within which it runs again."""

    SWEEP = "sweep"
    VERIFY = "verify"
    BACKUP = "backup"

    @property
    def term(self) -> str:
        """The code of the term after which silence is an alarm."""
        return f"guard_{self.value}"


@dataclass(frozen=True, slots=True)
class LastRun:
    """When a guard ran last, from when its silence is too long, and what it found wrong."""

    guard: Guard
    at: datetime
    late_at: datetime
    fault: str


def ran(guard: Guard, *, now: datetime, fault: str = "") -> None:
    """Write down that a guard ran, and what it found wrong.

    Parameters
    ----------
    fault
        A few words for who keeps the platform; empty when nothing is wrong.
    """
    last = GuardRun.objects.filter(pk=guard).first()
    if last is not None and last.fault == fault[:60] and now - last.at < OFTEN_ENOUGH:
        return
    with act():
        GuardRun.objects.update_or_create(pk=guard, defaults={"at": now, "fault": fault[:60]})
        touch(GUARDS, ALL_GUARDS, now=now, by=guard)


def last_runs() -> list[LastRun]:
    """The last run of every guard that ever ran, in the order of `Guard`."""
    rows = GuardRun.objects.in_bulk()
    return [
        LastRun(guard, row.at, term_end(guard.term, row.at), row.fault)
        for guard in Guard
        if (row := rows.get(guard))
    ]
