# SPDX-License-Identifier: MIT
"""Pairs of records that share a key, without comparing all with all."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Booleans, Keys, Rows
from blindkoppel.encode.blocking_keys import KeySet

PreFilter = Callable[[Rows, Rows], Booleans]

# Pairs one blocking key may propose, per record of both files. The rarest keys go first: a name
# everybody has proposes everybody, costs much, tells little, and feeds a frequency attack.
PAIRS_A_RECORD = 3
# Below this many pairs, looking at all of them is cheaper than missing some.
ALL_PAIRS = 2_000_000
_BATCH = 1 << 19
_COMPARED = 1 << 16


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to compare: row ``left[n]`` of one file with row ``right[n]`` of the other.

    Attributes
    ----------
    left : Rows
        Row numbers of the first file, shape ``(pairs,)``.
    right : Rows
        Row numbers of the second file, shape ``(pairs,)``.
    """

    left: Rows
    right: Rows

    def __len__(self) -> int:
        return len(self.left)

    def batches(self) -> Iterator["Candidates"]:
        """The same pairs in parts, so that what is made of each need not be kept."""
        for at in range(0, len(self), _COMPARED):
            yield Candidates(self.left[at : at + _COMPARED], self.right[at : at + _COMPARED])


@dataclass(frozen=True, slots=True)
class _Runs:
    """Sorted keys as runs of equal values: where each starts and how long it is."""

    rows: Rows
    values: Keys
    start: Rows
    length: Rows


def _runs(rows: Rows, keys: Keys) -> _Runs:
    order = np.argsort(keys)
    sorted_keys = keys[order]
    start = np.flatnonzero(np.append(True, sorted_keys[1:] != sorted_keys[:-1]))
    length = np.diff(np.append(start, len(keys)))
    return _Runs(rows[order], sorted_keys[start], start, length)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """The keys that two files share within the limit: their runs in both, the rarest first.

    ``ends[n]`` counts the pairs up to and including key ``n``.
    """

    one: _Runs
    other: _Runs
    at_one: Rows
    at_other: Rows
    ends: Rows


def _meeting(left: KeySet, right: KeySet, most_pairs: int, *, within: bool) -> _Meeting:
    one, other = _runs(left.rows, left.keys), _runs(right.rows, right.keys)
    at_other = np.searchsorted(other.values, one.values)
    at_other[at_other == len(other.values)] = 0
    at_one = np.flatnonzero(other.values[at_other] == one.values)
    at_other = at_other[at_one]
    pairs = one.length[at_one] * (other.length[at_other] - within)
    if within:
        # Nobody pairs with themselves, and both orders of a pair are one pair.
        at_one, at_other, pairs = at_one[pairs > 0], at_other[pairs > 0], pairs[pairs > 0] // 2
    rarest_first = np.argsort(pairs, kind="stable")
    ends = np.cumsum(pairs[rarest_first])
    kept = rarest_first[: np.searchsorted(ends, most_pairs, side="right")]
    return _Meeting(one, other, at_one[kept], at_other[kept], ends[: len(kept)])


def kept_keys(left: KeySet, right: KeySet, most_pairs: int, *, within: bool = False) -> Keys:
    """The shared key values that propose pairs: all but the commonest, past the limit.

    Records that share one of these are exactly the pairs that ``join`` gives.

    Parameters
    ----------
    left : KeySet
        Key values of the first file.
    right : KeySet
        Key values of the second file.
    most_pairs : int
        How many pairs may be proposed at most.
    within : bool
        Whether both files are one file, in which no record is paired with itself.

    Returns
    -------
    Keys
        Distinct key values, shape ``(keys,)``.

    Examples
    --------
    >>> from blindkoppel.encode.blocking_keys import BLOCKING_KEYS
    >>> def keys(*values):
    ...     rows = np.arange(len(values))
    ...     return KeySet(BLOCKING_KEYS[0], rows, np.array(values, np.uint64))
    >>> kept_keys(keys(5, 6, 6), keys(5, 6, 6), most_pairs=3).tolist()
    [5]
    """
    if not len(left.keys) or not len(right.keys):
        return np.empty(0, np.uint64)
    meeting = _meeting(left, right, most_pairs, within=within)
    return meeting.one.values[meeting.at_one]


def join(
    left: KeySet, right: KeySet, most_pairs: int, *, within: bool = False
) -> Iterator[tuple[Rows, Rows]]:
    """Pairs that share a key, in batches; the commonest keys are left out past the limit.

    ``within`` one file, both key sets the same, each pair comes once, lower row first.

    Parameters
    ----------
    left : KeySet
        Key values of the first file.
    right : KeySet
        Key values of the second file.
    most_pairs : int
        How many pairs may be proposed at most.
    within : bool
        Whether both files are one file, in which no record is paired with itself.

    Yields
    ------
    tuple[Rows, Rows]
        Row numbers of the two files, two arrays of the same length.

    Examples
    --------
    >>> from blindkoppel.encode.blocking_keys import BLOCKING_KEYS
    >>> one = KeySet(BLOCKING_KEYS[0], np.array([0, 1]), np.array([5, 6], np.uint64))
    >>> other = KeySet(BLOCKING_KEYS[0], np.array([0, 1]), np.array([6, 7], np.uint64))
    >>> [(rows.tolist(), columns.tolist()) for rows, columns in join(one, other, 10)]
    [([1], [0])]
    """
    if not len(left.keys) or not len(right.keys):
        return
    meeting = _meeting(left, right, most_pairs, within=within)
    batches = np.flatnonzero(np.diff(meeting.ends // _BATCH)) + 1
    for chosen in np.split(np.arange(len(meeting.ends)), batches):
        if len(chosen):
            at_one, at_other = meeting.at_one[chosen], meeting.at_other[chosen]
            left_rows, right_rows = _expand(meeting.one, meeting.other, at_one, at_other)
            once = slice(None) if not within else left_rows < right_rows
            yield left_rows[once], right_rows[once]


def _expand(one: _Runs, other: _Runs, at_one: Rows, at_other: Rows) -> tuple[Rows, Rows]:
    """Every row of each run with every row of its counterpart."""
    wide = other.length[at_other]
    pairs = one.length[at_one] * wide
    group = np.repeat(np.arange(len(pairs)), pairs)
    within = np.arange(int(pairs.sum())) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    left = one.rows[one.start[at_one][group] + within // wide[group]]
    right = other.rows[other.start[at_other][group] + within % wide[group]]
    return left, right


def _distinct(pairs: Rows) -> Rows:
    # Sorting is vectorised where hashing, which np.unique prefers, is not.
    ordered = np.sort(pairs)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def candidates(
    key_sets: Iterable[tuple[KeySet, KeySet]],
    sizes: tuple[int, int],
    prefilter: PreFilter,
    *,
    pairs_a_record: int = PAIRS_A_RECORD,
    within: bool = False,
) -> Candidates:
    """Distinct pairs that share a key of any blocking key and pass the pre-filter.

    Batches pass the pre-filter before they are kept, so memory follows what is kept.

    Parameters
    ----------
    key_sets : Iterable[tuple[KeySet, KeySet]]
        Per blocking key, the key values of the first and of the second file.
    sizes : tuple[int, int]
        How many records the first and the second file have.
    prefilter : PreFilter
        A test of pairs of rows.
    pairs_a_record : int
        How many pairs a blocking key may propose, per record of both files.
    within : bool
        Whether both files are one file, in which no record is paired with itself.

    Returns
    -------
    Candidates
        The pairs, distinct and in order.

    Examples
    --------
    >>> from blindkoppel.encode.blocking_keys import BLOCKING_KEYS
    >>> one = KeySet(BLOCKING_KEYS[0], np.array([0, 1]), np.array([5, 6], np.uint64))
    >>> other = KeySet(BLOCKING_KEYS[0], np.array([0]), np.array([6], np.uint64))
    >>> found = candidates([(one, other)], (2, 1), lambda rows, columns: rows >= 0)
    >>> found.left.tolist(), found.right.tolist()
    ([1], [0])
    """
    kept = np.empty(0, np.int64)
    for left, right in key_sets:
        parts = [kept]
        for one, other in join(left, right, pairs_a_record * sum(sizes), within=within):
            passed = prefilter(one, other)
            parts.append(one[passed] * sizes[1] + other[passed])
        kept = _distinct(np.concatenate(parts))
    return Candidates(*np.divmod(kept, sizes[1]))


def all_pairs(sizes: tuple[int, int], prefilter: PreFilter, *, within: bool = False) -> Candidates:
    """Every pair of two small files that passes the pre-filter; ``within`` one file, once.

    Parameters
    ----------
    sizes : tuple[int, int]
        How many records the first and the second file have.
    prefilter : PreFilter
        A test of pairs of rows.
    within : bool
        Whether both files are one file, in which no record is paired with itself.

    Returns
    -------
    Candidates
        The pairs, in order.

    Examples
    --------
    >>> found = all_pairs((2, 2), lambda rows, columns: rows != columns)
    >>> found.left.tolist(), found.right.tolist()
    ([0, 1], [1, 0])
    """
    kept = [np.empty(0, np.int64)]
    for start in range(0, sizes[0] * sizes[1], _BATCH):
        number = np.arange(start, min(start + _BATCH, sizes[0] * sizes[1]))
        one, other = np.divmod(number, sizes[1])
        if within:
            once = one < other
            number, one, other = number[once], one[once], other[once]
        kept.append(number[prefilter(one, other)])
    return Candidates(*np.divmod(np.concatenate(kept), sizes[1]))
