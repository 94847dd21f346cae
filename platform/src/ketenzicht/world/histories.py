# SPDX-License-Identifier: EUPL-1.2
"""Capture histories: on which lists a person stands in a year, and how often that occurs.

The same tally serves the truth and any linkage of observed entries, so the two can be compared.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class HistoryTally:
    """Counts people per year and per combination of lists, as a bit mask in list order."""

    lists: Sequence[str]
    _masks: dict[int, dict[Hashable, int]] = field(default_factory=dict)

    def add(self, person: Hashable, maker: str, day: date) -> None:
        """Note that this person stands on this list on this day."""
        of_year = self._masks.setdefault(day.year, {})
        of_year[person] = of_year.get(person, 0) | 1 << self.lists.index(maker)

    def counts(self) -> dict[int, Counter[int]]:
        """How many people have each history, per year."""
        return {year: Counter(masks.values()) for year, masks in sorted(self._masks.items())}


def histories(
    rows: Iterable[tuple[str, str, date]], lists: Sequence[str], person_of: Mapping[str, Hashable]
) -> dict[int, Counter[int]]:
    """Count histories from entries (entry, list, day) under some idea of who is who.

    Give the true link to get the true histories, or the outcome of a linkage to judge it.
    An entry that nobody was found for counts as a person of its own.
    """
    tally = HistoryTally(lists)
    for entry, maker, day in rows:
        tally.add(person_of.get(entry, ("alone", entry)), maker, day)
    return tally.counts()


def on_lists(mask: int, lists: Sequence[str]) -> tuple[str, ...]:
    """The names behind a bit mask."""
    return tuple(name for bit, name in enumerate(lists) if mask >> bit & 1)
