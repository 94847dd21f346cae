# SPDX-License-Identifier: EUPL-1.2
"""What estimation and publication may know of the register: counts of people, never a person.

Decoys and withdrawn entries are not counted. A person (a cluster of entries that people decided
belong together) counts once per year of first entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many people stand on exactly which lists.

    `lists` names the kinds of organisation that reported; `histories` maps a pattern such as
    `10110` (list 1 first) to a number of people.
    """

    lists: tuple[str, ...]
    histories: Mapping[str, int]


def years() -> tuple[int, ...]:
    """Return the years with entries, oldest first."""
    return ()


def capture_histories(*, years: tuple[int, ...]) -> ListCounts:
    """Return which kinds of organisation saw the people of these years."""
    return ListCounts((), {})


def people_by(dimension: str, *, years: tuple[int, ...]) -> dict[tuple[str, str], int]:
    """Return people by year and `form` (main form), `reporter` (first reporter type) or `age`.

    Keys are (year as text, code); `age` is minor, adult or unknown. Every category that occurs
    stands there for every year, with 0 where nobody counts.
    """
    return {}
