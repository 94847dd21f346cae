# SPDX-License-Identifier: EUPL-1.2
"""One clock, passed in. Storage keeps UTC; people and the law live in Europe/Amsterdam."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Clock = Callable[[], datetime]


class SteadyClock:
    """A clock that is never set back: when the machine's is, it goes on by the time that passed.

    What ended by a moment would live again under an earlier one, and a limit would be refilled.
    It holds while the process lives; what a process that begins under a clock that was set back
    cannot know, the guide says.
    """

    def __init__(self, machine: Clock, seconds: Callable[[], float]) -> None:
        self._machine, self._seconds = machine, seconds
        self._lock = threading.Lock()
        self._told, self._at = machine(), seconds()

    def __call__(self) -> datetime:
        """Return the machine's moment, or the last one and what passed since when that is later."""
        with self._lock:
            at = self._seconds()
            passed = timedelta(seconds=max(0.0, at - self._at))
            self._told, self._at = max(self._machine(), self._told + passed), at
            return self._told


def _machine_clock() -> datetime:
    return datetime.now(UTC)


_steady = SteadyClock(_machine_clock, monotonic)


def system_clock() -> datetime:
    """Return the moment by the machine's clock, in UTC; never an earlier one than before."""
    return _steady()


def now() -> datetime:
    """Return the moment by the configured clock; called once per request, command or sweep."""
    clock: Clock = import_string(settings.KETENZICHT_CLOCK)
    return clock()


def today() -> date:
    """Return the calendar day in Amsterdam by the configured clock, for what a screen shows."""
    return local_date(now())


def local(moment: datetime) -> datetime:
    """Return the same moment on the clock of Amsterdam."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone was given; pass an aware datetime")
    return moment.astimezone(AMSTERDAM)


def local_date(moment: datetime) -> date:
    """Return the calendar day in Amsterdam of a moment."""
    return local(moment).date()


def midnight(day: date) -> datetime:
    """Return the first moment of a day in Amsterdam; stands for "that day" in columns of time."""
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)


def day_end(day: date) -> datetime:
    """The last minute of a day in the Netherlands; what ends on a day lasts until then."""
    return datetime.combine(day, time(23, 59), tzinfo=AMSTERDAM)
