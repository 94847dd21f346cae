# SPDX-License-Identifier: MIT
"""Comparing records of which only keys and encodings are seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Bits, Booleans, Float32s, Int64s, Rows, UInt64s
from blindkoppel.block import Candidates
from blindkoppel.encode.bits import SEGMENTS
from blindkoppel.encode.blocking_keys import KeySet
from blindkoppel.encode.parameters import BLIND_BLOCKING_KEYS

BLOCKING_KEY_NAMES = tuple(blocking_key.name for blocking_key in BLIND_BLOCKING_KEYS)
BLIND_FEATURES: tuple[str, ...] = (
    *(f"{name} {part}" for name in SEGMENTS for part in ("dice", "contained", "left", "right")),
    *(f"{name} {part}" for name in BLOCKING_KEY_NAMES for part in ("shared", "rarity")),
    "recipes shared", "rarest shared",
)  # fmt: skip
LEAST_DICE = 0.25


@dataclass(frozen=True, slots=True)
class BlindRecords:
    """What a matching point receives of one organisation: keys by blocking key, and encodings.

    Attributes
    ----------
    keys : Mapping[str, KeySet]
        Key values by the name of their blocking key.
    bits : Bits
        Encodings, shape ``(records, WORDS)``.
    """

    keys: Mapping[str, KeySet]
    bits: Bits

    def __len__(self) -> int:
        return len(self.bits)

    def followed_by(self, other: "BlindRecords") -> "BlindRecords":
        """The records of two files as one file, the other's rows after these.

        Parameters
        ----------
        other : BlindRecords
            The second file.

        Returns
        -------
        BlindRecords
            One file.
        """
        keys = {
            name: KeySet(
                mine.blocking_key,
                np.append(mine.rows, other.keys[name].rows + len(self)),
                np.append(mine.keys, other.keys[name].keys),
            )
            for name, mine in self.keys.items()
        }
        return BlindRecords(keys, np.concatenate([self.bits, other.bits]))

    def only(self, rows: Rows) -> "BlindRecords":
        """The file of these rows alone, which are in ascending order.

        Parameters
        ----------
        rows : Rows
            Which rows, shape ``(rows,)``.

        Returns
        -------
        BlindRecords
            A file of as many records.
        """
        keys = {}
        for name, mine in self.keys.items():
            chosen = np.isin(mine.rows, rows)
            at = np.searchsorted(rows, mine.rows[chosen])
            keys[name] = KeySet(mine.blocking_key, at, mine.keys[chosen])
        return BlindRecords(keys, self.bits[rows])


def _counts(bits: Bits, segment: str) -> Int64s:
    place = SEGMENTS[segment]
    part = bits[:, place.first : place.first + place.words]
    counts: Int64s = np.bitwise_count(part).sum(axis=1, dtype=np.int64)
    return counts


def blind_prefilter(left: Bits, right: Bits) -> Callable[[Rows, Rows], Booleans]:
    """A pre-filter on encodings: whether names of pairs of rows resemble each other at all.

    Parameters
    ----------
    left : Bits
        Encodings of the first file, shape ``(records, WORDS)``.
    right : Bits
        Encodings of the second file, shape ``(records, WORDS)``.

    Returns
    -------
    Callable[[Rows, Rows], Booleans]
        A function from row numbers of both files to whether each pair passes.

    Examples
    --------
    >>> bits = np.full((1, 16), 7, np.uint64)
    >>> blind_prefilter(bits, bits)(np.array([0]), np.array([0])).tolist()
    [True]
    """
    one, other = _counts(left, "name"), _counts(right, "name")
    place = SEGMENTS["name"]

    def passes(rows: Rows, columns: Rows) -> Booleans:
        both = left[rows, : place.words] & right[columns, : place.words]
        common = np.bitwise_count(both).sum(axis=1, dtype=np.int64)
        alike: Booleans = 2 * common >= LEAST_DICE * (one[rows] + other[columns])
        return alike

    return passes


def _segment_features(left: Bits, right: Bits, pairs: Candidates) -> list[Float32s]:
    columns: list[Float32s] = []
    both = left[pairs.left] & right[pairs.right]
    for segment in SEGMENTS:
        common = _counts(both, segment)
        one = _counts(left, segment)[pairs.left]
        other = _counts(right, segment)[pairs.right]
        columns += [
            (2 * common / np.maximum(one + other, 1)).astype(np.float32),
            (common / np.maximum(np.minimum(one, other), 1)).astype(np.float32),
            one.astype(np.float32),
            other.astype(np.float32),
        ]
    return columns


def _inverse_frequency(keys: UInt64s, size: int) -> tuple[UInt64s, Float32s]:
    values, counts = np.unique(keys, return_counts=True)
    return values, np.log(size / np.maximum(counts, 1)).astype(np.float32)


def _key_features(
    left: KeySet, right: KeySet, pairs: Candidates, sizes: tuple[int, int]
) -> list[Float32s]:
    """How many keys of one blocking key a pair shares, and how rare the rarest of them is."""
    shared = np.zeros(len(pairs), dtype=np.float32)
    rarest = np.full(len(pairs), -1, dtype=np.float32)
    values, inverse_frequency = _inverse_frequency(
        np.concatenate([left.keys, right.keys]), sum(sizes)
    )
    mine, start, length = _by_row(left, sizes[0])
    theirs, other_start, other_length = _by_row(right, sizes[1])
    most = int(length.max(initial=0)), int(other_length.max(initial=0))
    for at in range(most[0]):
        has = at < length[pairs.left]
        key = (
            mine[np.where(has, start[pairs.left] + at, 0)]
            if len(mine)
            else np.zeros(len(pairs), np.uint64)
        )
        for other_at in range(most[1]):
            there = has & (other_at < other_length[pairs.right])
            place = np.where(there, other_start[pairs.right] + other_at, 0)
            same = np.flatnonzero(there & (theirs[place] == key))
            shared[same] += 1
            rare = inverse_frequency[np.searchsorted(values, key[same])]
            rarest[same] = np.maximum(rarest[same], rare)
    return [shared, rarest]


def _by_row(keys: KeySet, size: int) -> tuple[UInt64s, Rows, Rows]:
    """Keys sorted by row, with where each row's keys start and how many there are."""
    order = np.argsort(keys.rows, kind="stable")
    length = np.bincount(keys.rows, minlength=size)
    return keys.keys[order], np.cumsum(length) - length, length


def compare_blind(left: BlindRecords, right: BlindRecords, pairs: Candidates) -> Float32s:
    """The features of pairs of records of which only keys and encodings are seen.

    Parameters
    ----------
    left : BlindRecords
        The first file, or what is known of it.
    right : BlindRecords
        The second file, or what is known of it.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.

    Returns
    -------
    Float32s
        One row of ``BLIND_FEATURES`` per pair, shape ``(pairs, features)``.

    Examples
    --------
    >>> from blindkoppel.encode.blocking_keys import BLOCKING_KEYS
    >>> none = KeySet(BLOCKING_KEYS[0], np.empty(0, np.int64), np.empty(0, np.uint64))
    >>> one = BlindRecords(dict.fromkeys(BLOCKING_KEY_NAMES, none), np.full((1, 16), 7, np.uint64))
    >>> rows = compare_blind(one, one, Candidates(np.array([0]), np.array([0])))
    >>> rows.shape == (1, len(BLIND_FEATURES)), float(rows[0, 0])
    (True, 1.0)
    """
    columns = _segment_features(left.bits, right.bits, pairs)
    sizes = len(left), len(right)
    shared, rarest = np.zeros(len(pairs), np.float32), np.full(len(pairs), -1, np.float32)
    for name in BLOCKING_KEY_NAMES:
        found = _key_features(left.keys[name], right.keys[name], pairs, sizes)
        columns += found
        shared += found[0] > 0
        rarest = np.maximum(rarest, found[1])
    return np.stack([*columns, shared, rarest], axis=1)
