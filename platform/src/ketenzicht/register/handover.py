# SPDX-License-Identifier: EUPL-1.2
"""What estimation and publication may know of the register: counts of people, never a person.

Decoys and withdrawn entries are not counted. A person (a cluster of entries that people decided
belong together) counts once per year of first entry.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ketenzicht import reference
from ketenzicht.register.models import Entry
from ketenzicht.register.selectors import years_present
from ketenzicht.register.states import LISTS, Age, Outcome, list_of


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many people stand on exactly which lists.

    `lists` names the kinds of organisation that reported; `histories` maps a pattern such as
    `10110` (list 1 first) to a number of people.
    """

    lists: tuple[str, ...]
    histories: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShownFrom:
    """From how many people a group is shown, and how wide the bounds of a hidden one stay."""

    threshold: int
    width: int


def shown_from(day: date) -> ShownFrom:
    """Return the rule under which counts may leave the register on a day."""
    return ShownFrom(
        threshold=reference.threshold("shown_group", day),
        width=reference.threshold("narrowest_bounds", day),
    )


def years() -> tuple[int, ...]:
    """Return the years with entries, oldest first."""
    return years_present()


def capture_histories(*, years: tuple[int, ...]) -> ListCounts:
    """Return which kinds of organisation saw the people of these years.

    Entries without a name cannot be laid beside others; they would all look like people whom
    one list saw alone, so they are left out here.
    """
    seen: defaultdict[UUID, set[str]] = defaultdict(set)
    rows = Entry.objects.filter(withdrawn=False, year__in=years).exclude(outcome=Outcome.MINIMAL)
    for person_id, reporter in rows.order_by().values_list("person", "reporter"):
        seen[person_id].add(list_of(reporter))
    lists = tuple(name for name in LISTS if any(name in found for found in seen.values()))
    patterns = Counter(
        "".join("1" if name in found else "0" for name in lists) for found in seen.values()
    )
    return ListCounts(lists, dict(sorted(patterns.items())))


def people_by(dimension: str, *, years: tuple[int, ...]) -> dict[tuple[str, str], int]:
    """Return people by year and `form` (main form), `reporter` (first reporter type) or `age`.

    Keys are (year as text, code); `age` is minor, adult or unknown. Every category that occurs
    stands there for every year, with 0 where nobody counts.
    """
    if dimension not in {"form", "reporter", "age"}:
        raise ValueError(f"{dimension!r} is no dimension; choose form, reporter or age")
    first = _first_entries(years)
    counted = Counter((str(year), code) for year, code in _coded(first, dimension))
    codes = list(Age) if dimension == "age" else sorted({code for _year, code in counted})
    return {
        (str(year), str(code)): counted[str(year), str(code)]
        for year in sorted(years)
        for code in codes
        if any(counted[str(each), str(code)] for each in years)
    }


Row = tuple[int, int, str, str, str]


def _first_entries(years: Iterable[int]) -> list[Row]:
    """The first entry of each person in each year."""
    rows = Entry.objects.filter(withdrawn=False, year__in=tuple(years))
    first: dict[tuple[UUID, int], Row] = {}
    for entry in rows.order_by("month", "code").iterator():
        row = (entry.year, entry.month, entry.form, entry.reporter, entry.age)
        first.setdefault((entry.person_id, entry.year), row)
    return list(first.values())


def _coded(rows: Iterable[Row], dimension: str) -> Iterable[tuple[int, str]]:
    place = {"form": 2, "reporter": 3, "age": 4}[dimension]
    return ((row[0], str(row[place])) for row in rows)
