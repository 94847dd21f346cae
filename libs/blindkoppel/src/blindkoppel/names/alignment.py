# SPDX-License-Identifier: MIT
"""How likely two spellings write the same sounds: alignment with learned odds.

A word is cut into sound units (``sh`` and ``kh`` are one unit each). For each script
the parameters hold, per pair of units, the log-odds that they stand opposite each
other in two spellings of one word rather than by chance, and the log-odds that a unit
stands opposite nothing. The best alignment's total says how much likelier the two
spellings are as one word than as two (Durbin et al., 1998, chapter 2).

Thousands of word pairs are aligned at once: the recurrence runs over positions, NumPy
over the pairs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from blindkoppel.arrays import Bytes, Float32s, Int64s

Units = Bytes

UNITS: tuple[str, ...] = (
    "", *"abcdefghijklmnopqrstuvwxyz0", "sh", "ch", "kh", "zh", "ts", "th", "ph", "gh", "dh", "ng",
)  # fmt: skip
LONGEST_WORD = 14
LONGEST_NAME = 32
_UNIT_NUMBER = {unit: number for number, unit in enumerate(UNITS)}
_UNIT_PATTERN = re.compile("sh|ch|kh|zh|ts|th|ph|gh|dh|ng|[a-z]|[0-9]")
_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class AlignmentOdds:
    """The learned log-odds per script group: a unit aligned with a unit, or with nothing.

    ``opposite`` has shape (groups, units, units), ``gap_first`` and ``gap_second``
    (groups, units).

    Attributes
    ----------
    opposite : Float32s
        Two units aligned with each other, shape ``(groups, units, units)``.
    gap_first : Float32s
        A unit of the first word aligned with nothing, shape ``(groups, units)``.
    gap_second : Float32s
        A unit of the second word aligned with nothing, shape ``(groups, units)``.
    """

    opposite: Float32s
    gap_first: Float32s
    gap_second: Float32s


@lru_cache(maxsize=1 << 16)
def units_of(word: str) -> bytes:
    """The sound units of a folded word as unit numbers.

    Parameters
    ----------
    word : str
        One word, in lower-case letters from a to z.

    Returns
    -------
    bytes
        One byte per unit.

    Examples
    --------
    >>> len(units_of("shah"))
    3
    """
    numbers = (_UNIT_NUMBER.get(unit, _UNIT_NUMBER["0"]) for unit in _UNIT_PATTERN.findall(word))
    return bytes(numbers)


def pack(words: Sequence[bytes]) -> tuple[Units, Int64s]:
    r"""The units of words as one padded array, and their lengths.

    Parameters
    ----------
    words : Sequence[bytes]
        Unit numbers of each word.

    Returns
    -------
    tuple[Units, Int64s]
        Shape ``(words, longest)`` and shape ``(words,)``.

    Examples
    --------
    >>> pack([b"\x01", b"\x02\x03"])[1].tolist()
    [1, 2]
    """
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    width = int(lengths.max())
    padded = b"".join(word.ljust(width, b"\0") for word in words)
    return np.frombuffer(padded, dtype=np.uint8).reshape(len(words), width), lengths


def alignment_table(odds: AlignmentOdds, first: Units, second: Units, group: Int64s) -> Float32s:
    """The best total for every pair of prefixes of two words.

    Parameters
    ----------
    odds : AlignmentOdds
        Learned log-odds of alignments.
    first : Units
        Units of the first words, shape ``(pairs, longest)``.
    second : Units
        Units of the second words, shape ``(pairs, longest)``.
    group : Int64s
        The row of the learned odds per pair, shape ``(pairs,)``.

    Returns
    -------
    Float32s
        Shape ``(length + 1, length + 1, pairs)``.

    Examples
    --------
    >>> from blindkoppel.names.score import default_scorer
    >>> units, _ = pack([units_of("jan")])
    >>> alignment_table(default_scorer().odds, units, units, np.array([0])).shape
    (4, 4, 1)
    """
    rows, columns, pairs = first.shape[1], second.shape[1], len(first)
    gap_first = odds.gap_first[group[:, None], first].T
    gap_second = odds.gap_second[group[:, None], second].T
    table: Float32s = np.zeros((rows + 1, columns + 1, pairs), dtype=np.float32)
    np.cumsum(gap_first, axis=0, out=table[1:, 0])
    np.cumsum(gap_second, axis=0, out=table[0, 1:])
    for row in range(rows):
        opposite = odds.opposite[group[:, None], first[:, row, None], second].T
        for column in range(columns):
            best = table[row, column] + opposite[column]
            np.maximum(best, table[row, column + 1] + gap_first[row], out=best)
            np.maximum(best, table[row + 1, column] + gap_second[column], out=best)
            table[row + 1, column + 1] = best
    return table


def _chunk_scores(
    odds: AlignmentOdds, first: Sequence[bytes], second: Sequence[bytes], group: Int64s
) -> Float32s:
    first_units, first_lengths = pack(first)
    second_units, second_lengths = pack(second)
    table = alignment_table(odds, first_units, second_units, group)
    return table[first_lengths, second_lengths, np.arange(len(first))]


def alignment_scores(
    odds: AlignmentOdds, first: Sequence[bytes], second: Sequence[bytes], group: Int64s
) -> Float32s:
    """The log-odds that the words of each pair are one word, best alignment taken.

    Parameters
    ----------
    odds : AlignmentOdds
        Learned log-odds of alignments.
    first : Sequence[bytes]
        The words of the first side, as unit numbers.
    second : Sequence[bytes]
        The words of the second side, as unit numbers.
    group : Int64s
        The row of the learned odds per pair, shape ``(pairs,)``.

    Returns
    -------
    Float32s
        Shape ``(pairs,)``.

    References
    ----------
    R. Durbin, S. Eddy, A. Krogh and G. Mitchison, "Biological sequence analysis", Cambridge
        University Press, 1998, chapter 2.

    Examples
    --------
    >>> from blindkoppel.names.score import default_scorer
    >>> words = [units_of("ivan"), units_of("ivan")], [units_of("iwan"), units_of("piet")]
    >>> alike, unlike = alignment_scores(default_scorer().odds, *words, np.array([0, 0]))
    >>> bool(alike > unlike)
    True
    """
    scores: Float32s = np.zeros(len(first), dtype=np.float32)
    # Short words first, so that a chunk is not padded to its one long word.
    order = np.argsort([len(a) * 64 + len(b) for a, b in zip(first, second, strict=True)])
    for start in range(0, len(first), _CHUNK):
        chosen = order[start : start + _CHUNK]
        scores[chosen] = _chunk_scores(
            odds, [first[i] for i in chosen], [second[i] for i in chosen], group[chosen]
        )
    return scores
