# SPDX-License-Identifier: EUPL-1.2
"""Lengths of time as rules write them: ISO 8601, and WD for working days."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

_WRITTEN = re.compile(r"P(?:T(?P<hours>\d+)H|(?P<amount>\d+)(?P<unit>WD|D|W|M|Y))")


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "PTH"
    DAYS = "D"
    WORKING_DAYS = "WD"
    WEEKS = "W"
    MONTHS = "M"
    YEARS = "Y"


#: A working day can lie four days on: a long weekend comes between.
_DAYS_AT_MOST = {
    Unit.DAYS: 1,
    Unit.WORKING_DAYS: 4,
    Unit.WEEKS: 7,
    Unit.MONTHS: 31,
    Unit.YEARS: 366,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time; how it falls in the calendar is for the clock to say.

    >>> Period.parse("P5WD")
    Period(amount=5, unit=<Unit.WORKING_DAYS: 'WD'>)
    """

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> "Period":
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"'{written}' is no period; write for example P5WD, P3M or PT24H")
        if match["hours"]:
            return cls(int(match["hours"]), Unit.HOURS)
        return cls(int(match["amount"]), Unit(match["unit"]))

    def longest(self) -> timedelta:
        """How long this is at most, wherever in the calendar it begins.

        >>> Period.parse("P1M").longest().days
        31
        """
        if self.unit is Unit.HOURS:
            return timedelta(hours=self.amount)
        return timedelta(days=self.amount * _DAYS_AT_MOST[self.unit])

    def __str__(self) -> str:
        if self.unit is Unit.HOURS:
            return f"PT{self.amount}H"
        return f"P{self.amount}{self.unit}"
