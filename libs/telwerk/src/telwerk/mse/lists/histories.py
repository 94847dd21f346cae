# SPDX-License-Identifier: MIT
"""Capture histories: how many people were seen on exactly which lists.

A history is a bit mask: bit ``i - 1`` says whether the person stands on list
``i``. The counts of all ``2**t`` masks stand in one array, so ``counts[0]``,
the people on no list, is always zero: nobody saw them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np

from telwerk.arrays import Counts
from telwerk.localised import LocalisedText
from telwerk.mse import messages
from telwerk.mse.lists.columns import columns_of, read_columns
from telwerk.mse.lists.reading import Shape, counted
from telwerk.mse.lists.validation import checked_counts, checked_names, counts_array, regroup
from telwerk.mse.messages import InvalidHistories


@dataclass(frozen=True, slots=True, eq=False)
class CaptureHistories:
    """How many people were seen on exactly which lists.

    Parameters
    ----------
    lists
        Names of the lists; list 1 is the first.
    counts
        Array of ``2**len(lists)`` counts, indexed by bit mask.

    >>> seen = CaptureHistories.from_counts(["A", "B"], {"10": 60, "01": 50, "11": 20})
    >>> seen.observed
    130
    """

    lists: tuple[str, ...]
    counts: Counts

    def __post_init__(self) -> None:
        object.__setattr__(self, "lists", checked_names(self.lists))
        counts = checked_counts(self.counts, self.lists)
        counts.flags.writeable = False
        object.__setattr__(self, "counts", counts)

    @classmethod
    def read(
        cls,
        path: str | Path,
        *,
        shape: Shape = "auto",
        lists: Sequence[str] = (),
        count: str | None = None,
    ) -> Self:
        """Read a CSV or Parquet file in one of three shapes.

        Parameters
        ----------
        path
            File ending in ``.csv`` or ``.parquet``.
        shape
            ``histories`` (a row per history with a count), ``persons`` (a row
            per person with 0/1 flags), ``sightings`` (a row per person and
            list), or ``auto`` to recognise it by its columns.
        lists
            The columns that are lists; other columns are then summed over.
        count
            The name of the column with counts, when it is not ``count``.

        Returns
        -------
        Self
            The histories.

        Raises
        ------
        InvalidHistories
            When the file cannot be a table of histories; the message says why.
        """
        return cls.of(read_columns(Path(path)), shape=shape, lists=lists, count=count)

    @classmethod
    def of(
        cls,
        table: Any,  # a mapping of columns or any data frame; none is a dependency
        *,
        shape: Shape = "auto",
        lists: Sequence[str] = (),
        count: str | None = None,
    ) -> Self:
        """Take a mapping of columns, or a pandas, polars or Arrow table.

        Parameters
        ----------
        table
            A mapping of columns, or a pandas, polars or Arrow table.
        shape
            As for :meth:`read`.
        lists
            As for :meth:`read`.
        count
            As for :meth:`read`.

        Returns
        -------
        Self
            The histories.

        Raises
        ------
        InvalidHistories
            When the columns cannot be a table of histories.
        """
        found = counted(columns_of(table), shape=shape, lists=tuple(lists), count=count)
        return cls(found.lists, counts_array(found.lists, found.histories))

    @classmethod
    def from_counts(cls, lists: Iterable[str], histories: Mapping[str, int]) -> Self:
        """Take counts by history written as flags, list 1 first: ``{"110": 54}``.

        Parameters
        ----------
        lists
            Names of the lists.
        histories
            Number of people by flags, list 1 first.

        Returns
        -------
        Self
            The histories.

        Raises
        ------
        InvalidHistories
            When a history does not have one flag per list, or the counts cannot be people.
        """
        names = tuple(lists)
        pairs = []
        for text, number in histories.items():
            if len(text) != len(names) or set(text) - {"0", "1"}:
                raise InvalidHistories(messages.WRONG_HISTORY.filled(text=text, width=len(names)))
            pairs.append((tuple(map(int, text)), number))
        return cls(names, counts_array(names, pairs))

    @property
    def t(self) -> int:
        """Number of lists."""
        return len(self.lists)

    @property
    def observed(self) -> int:
        """Number of different people on at least one list."""
        return int(self.counts.sum())

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text: the same input always has the same digest."""
        canonical = json.dumps(
            {"lists": self.lists, "histories": self.as_dict()},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def on_several(self) -> int:
        """Number of people on more than one list: without them the lists say nothing."""
        sizes = np.array([mask.bit_count() for mask in range(self.counts.size)])
        return int(self.counts[sizes > 1].sum())

    def as_dict(self) -> dict[str, int]:
        """Give the non-zero counts by history, written as flags with list 1 first.

        Returns
        -------
        dict[str, int]
            Number of people by flags; only histories that somebody has.
        """
        seen = np.flatnonzero(self.counts)
        return {self.flags(int(mask)): int(self.counts[mask]) for mask in seen}

    def flags(self, mask: int) -> str:
        """Write a bit mask as flags, list 1 first.

        Parameters
        ----------
        mask
            Bit mask of lists: bit i - 1 is list i.

        Returns
        -------
        str
            One digit per list.
        """
        return format(mask, f"0{self.t}b")[::-1]

    def overlaps(self) -> Counts:
        """Count the people on all lists of a mask, for every mask.

        Returns
        -------
        Counts
            Shape (2**t,): people on at least the lists of each mask.
        """
        sums = self.counts.copy()
        for bit in range(self.t):
            view = sums.reshape(-1, 2, 1 << bit)
            view[:, 0] += view[:, 1]
        return sums

    def sizes(self) -> tuple[int, ...]:
        """Give the number of people on each list.

        Returns
        -------
        tuple[int, ...]
            People per list, in the order of the lists.
        """
        sums = self.overlaps()
        return tuple(int(sums[1 << bit]) for bit in range(self.t))

    def require_lists(self, *, least: int, most: int, alternative: LocalisedText) -> None:
        """Refuse a number of lists that a method cannot take, and name what can.

        Parameters
        ----------
        least
            Fewest lists that the method takes.
        most
            Most lists that it takes.
        alternative
            What to do with more.

        Raises
        ------
        InvalidHistories
            When there are fewer or more.
        """
        if not least <= self.t <= most:
            instead = alternative if self.t > most else messages.FEW_LISTS
            reason = messages.OUT_OF_REACH.filled(number=self.t, least=least, most=most)
            raise InvalidHistories(reason.then(instead))

    def with_counts(self, counts: Counts) -> Self:
        """Give the same lists with other counts.

        Parameters
        ----------
        counts
            Shape (2**t,).

        Returns
        -------
        Self
            Histories on the same lists.
        """
        return replace(self, counts=counts)

    def without(self, name: str) -> Self:
        """Leave one list out; whoever stood only on that list is no longer seen.

        Parameters
        ----------
        name
            Name of the list.

        Returns
        -------
        Self
            Histories on the other lists.
        """
        return self._regrouped([(other, (other,)) for other in self.lists if other != name])

    def merged(self, *names: str) -> Self:
        """Join lists into one; a person stands on it who stood on any of them.

        Parameters
        ----------
        names
            Names of the lists to join.

        Returns
        -------
        Self
            Histories with one list in their place.
        """
        groups: list[tuple[str, tuple[str, ...]]] = []
        for other in self.lists:
            if other == names[0]:
                groups.append(("+".join(names), names))
            elif other not in names:
                groups.append((other, (other,)))
        return self._regrouped(groups)

    def reordered(self, names: Sequence[str]) -> Self:
        """Put the lists in another order.

        Parameters
        ----------
        names
            All names, in the order wanted.

        Returns
        -------
        Self
            The same people, with the lists in that order.

        Raises
        ------
        InvalidHistories
            When the names are not exactly those of the lists.
        """
        if sorted(names) != sorted(self.lists):
            raise InvalidHistories(messages.WRONG_ORDER.filled(lists=list(self.lists)))
        return self._regrouped([(name, (name,)) for name in names])

    def within(self, name: str) -> Self:
        """Keep only the people on one list, and look at the other lists.

        The size of the list is known, so an estimate from the result can be
        checked: it should come out near that size.

        Parameters
        ----------
        name
            Name of the list.

        Returns
        -------
        Self
            Histories of its people on the other lists.
        """
        bit = 1 << self.lists.index(name)
        masks = np.arange(1 << self.t)
        only = np.where(masks & bit > 0, self.counts, 0)
        kept = [(other, (other,)) for other in self.lists if other != name]
        return type(self)(tuple(k for k, _ in kept), regroup(only, self.lists, kept))

    def _regrouped(self, groups: Sequence[tuple[str, tuple[str, ...]]]) -> Self:
        names = tuple(name for name, _ in groups)
        return type(self)(names, regroup(self.counts, self.lists, groups))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CaptureHistories):
            return NotImplemented
        return self.lists == other.lists and bool(np.array_equal(self.counts, other.counts))

    def __hash__(self) -> int:
        return hash(self.digest)
