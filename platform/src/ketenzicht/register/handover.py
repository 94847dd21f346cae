# SPDX-License-Identifier: EUPL-1.2
"""What estimation and publication may know of the register: counts of people, never a person.

Decoys and withdrawn entries are not counted. A person (a cluster of entries that people decided
belong together) counts once in every year in which somebody first saw them, not in the year in
which it was written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketenzicht import reference
from ketenzicht.register.capture import (
    ListCounts,
    capture_histories,
    list_name,
    scheme_for,
    schemes,
)
from ketenzicht.register.counting import (
    apart_since,
    category_in_words,
    linked_tables,
    people_by,
    people_by_year,
)
from ketenzicht.register.selectors import years_present

__all__ = [
    "ListCounts",
    "ShownFrom",
    "apart_since",
    "capture_histories",
    "category_in_words",
    "linked_tables",
    "list_name",
    "people_by",
    "people_by_year",
    "scheme_for",
    "schemes",
    "shown_from",
    "years",
]


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
