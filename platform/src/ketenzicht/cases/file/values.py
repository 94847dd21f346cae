# SPDX-License-Identifier: EUPL-1.2
"""What is told about a person, as values that travel between page and envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.core.terms import term_end
from ketenzicht.reference import threshold


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as far as they told. Everything may be empty."""

    name: str = ""
    other_names: str = ""
    birth_date: PartialDate | None = None
    gender: str = ""
    nationality: str = ""
    languages: str = ""

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Identity:
        """Return who somebody is, from the texts of the sealed columns."""
        born = PartialDate.parse_known(texts["birth_date"])
        return cls(**{**texts, "birth_date": born})  # type: ignore[arg-type]  # the one column that is no text

    def texts(self) -> dict[str, str]:
        """Return what is written into the sealed columns, by their names."""
        return {each.name: str(getattr(self, each.name) or "") for each in fields(self)}


def comes_of_age(identity: Identity, now: datetime) -> date | None:
    """The first day of the month in which somebody comes of age; nothing when that is behind us.

    Of a date known to the year only, January; a warning comes early rather than late.
    """
    if identity.birth_date is None:
        return None
    day = local_date(term_end("majority", midnight(identity.birth_date.first_day)))
    return day.replace(day=1) if day > local_date(now) else None


def age_from(adult_from: date, day: date) -> int:
    """The age on a day of who comes of age in that month; in doubt the younger one."""
    adult = threshold("adult", day)
    return PartialDate(adult_from.year - adult, adult_from.month).age_on(day)
