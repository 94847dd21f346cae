# SPDX-License-Identifier: EUPL-1.2
"""What estimation and publication may know of the register: counts of people, never a person.

Decoys and withdrawn entries are not counted. A person (a cluster of entries that people decided
belong together) counts once in every year in which somebody first saw them, not in the year in
which it was written down.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ketenzicht import reference
from ketenzicht.register.counting import (
    category_in_words,
    linked_tables,
    people_by,
    people_by_year,
)
from ketenzicht.register.models import Entry
from ketenzicht.register.selectors import years_present
from ketenzicht.register.states import LISTS, Outcome, list_of

__all__ = [
    "ListCounts",
    "ShownFrom",
    "capture_histories",
    "category_in_words",
    "linked_tables",
    "people_by",
    "people_by_year",
    "shown_from",
    "years",
]


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
