# SPDX-License-Identifier: EUPL-1.2
"""What is told about a person, as values that travel between page and envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from ketenzicht import reference
from ketenzicht.core.clock import local_date, midnight, today
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
    second_nationality: str = ""
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


LISTS: Mapping[str, str] = {
    "route": "statistical_routes",
    "place": "exploitation_places",
    "sectors": "sectors",
    "means": "means",
    "recruitment": "recruitment_channels",
    "relation": "relation_to_exploiter",
    "vulnerabilities": "vulnerability_flags",
    "family": "family_along",
    "earlier": "earlier_registration",
}
"""The code list behind each coded thing that is known of an exploitation."""
DATES = ("began", "ended")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of the exploitation of somebody, in codes. Everything may be empty.

    `cross_border_sex` is article 273f, first paragraph, under 3: brought across a border for
    prostitution, whether there was force or not.
    """

    route: str = ""
    place: str = ""
    began: PartialDate | None = None
    ended: PartialDate | None = None
    sectors: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    recruitment: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    vulnerabilities: tuple[str, ...] = ()
    family: str = ""
    earlier: str = ""
    cross_border_sex: bool = False

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Circumstances:
        """Return what is known, from the texts of the sealed columns."""
        return cls(**{each.name: _read(each.name, texts[each.name]) for each in fields(cls)})

    def texts(self) -> dict[str, str]:
        """Return what is written into the sealed columns, by their names."""
        return {each.name: _written(getattr(self, each.name)) for each in fields(self)}

    @property
    def parent_involved(self) -> bool | None:
        """Whether a parent is who exploits; None where nobody wrote down who does."""
        known = set(self.relation) - {"unknown"}
        return "parent" in known if known else None

    def told(self, name: str) -> tuple[str, ...]:
        """The codes that were told of one thing."""
        value = getattr(self, name)
        return value if isinstance(value, tuple) else tuple(filter(None, [value]))

    def unknown_code(self) -> str:
        """The first thing that was told in a code nobody knows; empty when all are known."""
        day = today()
        for name, codes in LISTS.items():
            if not set(self.told(name)) <= reference.known(codes, by=day):
                return name
        return ""

    def ages(self, born: PartialDate | None, signalled: date) -> tuple[int | None, int | None]:
        """How old somebody was when it began, and at the first signal; None where not known."""
        if born is None:
            return None, None
        start = born.age_on(self.began.first_day) if self.began else None
        return start if start is None or start >= 0 else None, born.age_on(signalled)


def _read(name: str, text: str) -> Any:
    if name in DATES:
        return PartialDate.parse_known(text)
    if name == "cross_border_sex":
        return text == YES
    return tuple(filter(None, text.split(","))) if name in MANY else text


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bool):
        return YES if value else ""
    return str(value or "")


MANY = frozenset({"sectors", "means", "recruitment", "relation", "vulnerabilities"})
YES = "yes"
