# SPDX-License-Identifier: EUPL-1.2
"""What is told about a person, as values that travel between page and safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
