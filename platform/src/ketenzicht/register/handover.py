# SPDX-License-Identifier: EUPL-1.2
"""What estimation and publication may know of the register: counts of people, never a person.

Decoys and withdrawn entries are not counted. A person (a cluster of entries that people decided
belong together) counts once in every year in which somebody first saw them, not in the year in
which it was written down.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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

    A person counts once in every year with a first signal about them. What is known of a person
    is taken from all their entries: what one entry knows beats what another does not. Keys are
    (year as text, code); `age` is minor, adult or unknown. Every category that occurs stands
    there for every year, with 0 where nobody counts.
    """
    if dimension not in _OF_PERSON:
        raise ValueError(f"{dimension!r} is no dimension; choose form, reporter or age")
    said = _OF_PERSON[dimension]
    persons = _entries_of_persons(years)
    counted = Counter(
        (str(year), said(entries, year))
        for entries in persons.values()
        for year in {entry.year for entry in entries}.intersection(years)
    )
    codes = list(Age) if dimension == "age" else sorted({code for _year, code in counted})
    return {
        (str(year), str(code)): counted[str(year), str(code)]
        for year in sorted(years)
        for code in codes
        if any(counted[str(each), str(code)] for each in years)
    }


@dataclass(frozen=True, slots=True, order=True)
class Signal:
    """What one entry says of a person, in the order in which signals are read."""

    year: int
    month: int
    form: str
    reporter: str
    age: str


def _entries_of_persons(years: Iterable[int]) -> dict[UUID, list[Signal]]:
    """All that count of everybody who has an entry in these years, first signal first."""
    rows = Entry.objects.filter(withdrawn=False)
    persons = rows.filter(year__in=tuple(years)).order_by().values("person")
    found: defaultdict[UUID, list[Signal]] = defaultdict(list)
    columns = ("person", "year", "month", "form", "reporter", "age")
    for person_id, *told in rows.filter(person__in=persons).order_by().values_list(*columns):
        found[person_id].append(Signal(*told))
    return {person_id: sorted(entries) for person_id, entries in found.items()}


def _first_known(entries: Iterable[Signal], year: int, column: str) -> str:
    """What is known first in a year, else in any year."""
    known = [each for each in entries if getattr(each, column) != UNKNOWN]
    told = [each for each in known if each.year == year] or known
    return str(getattr(told[0], column)) if told else UNKNOWN


def _form(entries: Sequence[Signal], year: int) -> str:
    return _first_known(entries, year, "form")


def _reporter(entries: Sequence[Signal], year: int) -> str:
    return next(each.reporter for each in entries if each.year == year)


def _age(entries: Sequence[Signal], year: int) -> str:
    """Known in the year itself; else an adult stays one, and a later minor was one before."""
    known = [each for each in entries if each.age != UNKNOWN]
    if told := next((each.age for each in known if each.year == year), ""):
        return told
    if any(each.age == Age.ADULT and each.year < year for each in known):
        return Age.ADULT
    if any(each.age == Age.MINOR and each.year > year for each in known):
        return Age.MINOR
    return Age.UNKNOWN


UNKNOWN = Age.UNKNOWN.value
_OF_PERSON: Mapping[str, Callable[[Sequence[Signal], int], str]] = {
    "age": _age,
    "form": _form,
    "reporter": _reporter,
}
