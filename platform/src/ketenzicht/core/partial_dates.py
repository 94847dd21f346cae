# SPDX-License-Identifier: EUPL-1.2
"""A date of which the year, the month or the day is known, as dates of birth often are."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year or a day; written as in ISO 8601: 1999, 1999-03, 1999-03-07.

    Raises `ValueError` for a day that never was, or a day without its month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day is known but its month is not; give both, or neither")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, written: str) -> PartialDate:
        """Read a partial date; raises `ValueError` for anything but the three forms above."""
        if not _WRITTEN.fullmatch(written):
            raise ValueError("expected a partial date such as 1999, 1999-03 or 1999-03-07")
        return cls(*(int(part) for part in written.split("-")))

    @classmethod
    def parse_known(cls, written: str) -> PartialDate | None:
        """Read a stored partial date; an empty text means that nothing is known."""
        return cls.parse(written) if written else None

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    @property
    def first_day(self) -> date:
        """The earliest day this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_whole(self) -> bool:
        """Whether the day itself is known."""
        return self.day is not None

    @property
    def year_only(self) -> PartialDate:
        """The same, told to the year."""
        return PartialDate(self.year)

    def age_on(self, day: date) -> int:
        """Return the age in whole years on a day; in doubt the younger age.

        Somebody born on 29 February is a year older from 1 March in a year without that day.
        """
        born = self.last_day
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
