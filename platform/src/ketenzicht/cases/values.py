# SPDX-License-Identifier: EUPL-1.2
"""What is told about a person, as values that travel between page and envelope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.terms import term_end


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as far as they told. Everything may be empty."""

    name: str = ""
    other_names: str = ""
    birth_date: str = ""
    gender: str = ""
    nationality: str = ""
    languages: str = ""


@dataclass(frozen=True, slots=True)
class SafeRules:
    """When and how to call, under which name, and whether to leave a message."""

    rules: str
    number: str
    cover: str
    voicemail: str


def first_day(written: str) -> date | None:
    """The first day a date of birth can mean, known to the year, the month or the day."""
    parts = [int(part) for part in written.split("-")]
    try:
        return date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return None


def comes_of_age(identity: Identity, now: datetime) -> date | None:
    """The first day of the month in which somebody comes of age; nothing when that is behind us.

    Of a date known to the year only, January; a warning comes early rather than late.
    """
    born = first_day(identity.birth_date) if identity.birth_date else None
    if born is None:
        return None
    day = local_date(term_end("majority", midnight(born)))
    return day.replace(day=1) if day > local_date(now) else None
