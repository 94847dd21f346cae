# SPDX-License-Identifier: EUPL-1.2
"""Working days in the Netherlands: Monday to Friday without the general holidays.

The days follow article 3 of the Algemene termijnenwet; Good Friday and Liberation Day count
there as well, so no deadline of ours ends on them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from ketenzicht.core.clock import AMSTERDAM, local


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    found = holidays.country_holidays("NL", years=year, categories=("public", "optional"))
    return frozenset(found)


def is_working_day(day: date) -> bool:
    """Tell whether offices of the chain are open on this day."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(moment: datetime, days: int) -> datetime:
    """Return the same time of day so many working days later (0: this day or the next open one)."""
    return _move(moment, _counted(days), step=1)


def on_open_day(moment: datetime) -> datetime:
    """Return the same time of day on this day, or on the next one on which offices are open."""
    return _move(moment, 0, step=1)


def subtract_working_days(moment: datetime, days: int) -> datetime:
    """Return the same time of day so many working days earlier."""
    return _move(moment, _counted(days), step=-1)


def working_days_between(start: datetime, end: datetime) -> int:
    """Count the working days after the day of `start` up to and including that of `end`."""
    first, last = local(start).date(), local(end).date()
    if last < first:
        return -working_days_between(end, start)
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, span + 1))


def _counted(days: int) -> int:
    if days < 0:
        raise ValueError(f"a number of working days ({days}) cannot be negative")
    return days


def _move(moment: datetime, days: int, *, step: int) -> datetime:
    start = local(moment)
    day = start.date()
    for _ in range(days):
        day = _open_day(day + timedelta(days=step), step)
    at = datetime.combine(_open_day(day, step), start.time(), tzinfo=AMSTERDAM)
    return at.astimezone(moment.tzinfo)


def _open_day(day: date, step: int) -> date:
    while not is_working_day(day):
        day += timedelta(days=step)
    return day
