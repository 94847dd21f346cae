# SPDX-License-Identifier: MIT
"""Learn the log-odds of alignments from words that are one word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.learn.records import Labels
from blindkoppel.names.alignment import (
    UNITS,
    AlignmentOdds,
    alignment_table,
    pack,
)
from blindkoppel.names.scripts import Script

# How many counts of the odds shared by all scripts stand behind each script's own.
SHARED_COUNTS = 150


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of units aligned with each other, or with nothing, in aligned words.

    Attributes
    ----------
    opposite : Float64s
        Shape ``(groups, units, units)``.
    gap_first : Float64s
        Shape ``(groups, units)``.
    gap_second : Float64s
        Shape ``(groups, units)``.
    """

    opposite: Float64s
    gap_first: Float64s
    gap_second: Float64s


def first_odds() -> AlignmentOdds:
    """The log-odds that learning starts from: like letters agree, vowels come and go.

    Returns
    -------
    AlignmentOdds
        The odds.

    Examples
    --------
    >>> bool(first_odds().opposite[0, 1, 1] > 0)
    True
    """
    groups, units = len(Script), len(UNITS)
    opposite = np.full((groups, units, units), -1.5, dtype=np.float32)
    opposite[:, np.arange(units), np.arange(units)] = 2.5
    alone = np.full((groups, units), -1.2, dtype=np.float32)
    alone[:, [UNITS.index(unit) for unit in "aeiouyh"]] = -0.4
    return AlignmentOdds(opposite, alone, alone.copy())


def count_alignments(
    odds: AlignmentOdds, first: Sequence[bytes], second: Sequence[bytes], group: Labels
) -> Counts:
    """The counts along the best alignment of each pair of words.

    Parameters
    ----------
    odds : AlignmentOdds
        Learned log-odds of alignments.
    first : Sequence[bytes]
        The words of the first side, as unit numbers.
    second : Sequence[bytes]
        The words of the second side, as unit numbers.
    group : Labels
        The row of the learned odds per pair, shape ``(pairs,)``.

    Returns
    -------
    Counts
        Counts per group.

    Examples
    --------
    >>> from blindkoppel.names.alignment import units_of
    >>> counts = count_alignments(first_odds(), [units_of("jan")], [units_of("jan")], np.array([0]))
    >>> float(counts.opposite.sum())
    3.0
    """
    groups, units = odds.gap_first.shape
    counts = Counts(
        np.zeros((groups, units, units)), np.zeros((groups, units)), np.zeros((groups, units))
    )
    one, rows = pack(first)
    other, columns = pack(second)
    table = alignment_table(odds, one, other, group)
    at = np.arange(len(first))
    while ((rows > 0) | (columns > 0)).any():
        above, before = np.maximum(rows - 1, 0), np.maximum(columns - 1, 0)
        a, b = one[at, above], other[at, before]
        here = table[rows, columns, at]
        through = table[above, before, at] + odds.opposite[group, a, b]
        down = table[above, columns, at] + odds.gap_first[group, a]
        both = (rows > 0) & (columns > 0) & np.isclose(here, through, atol=1e-4)
        only_first = ~both & (rows > 0) & np.isclose(here, down, atol=1e-4)
        only_second = ~both & ~only_first & (columns > 0)
        np.add.at(counts.opposite, (group[both], a[both], b[both]), 1)
        np.add.at(counts.gap_first, (group[only_first], a[only_first]), 1)
        np.add.at(counts.gap_second, (group[only_second], b[only_second]), 1)
        rows, columns = rows - (both | only_first), columns - (both | only_second)
    return counts


def odds_from(counts: Counts) -> AlignmentOdds:
    """The log-odds against chance, each script leaning on what all scripts share.

    Parameters
    ----------
    counts : Counts
        How often units were aligned.

    Returns
    -------
    AlignmentOdds
        The odds.

    Examples
    --------
    >>> from blindkoppel.names.alignment import units_of
    >>> counts = count_alignments(first_odds(), [units_of("jan")], [units_of("jan")], np.array([0]))
    >>> odds_from(counts).opposite.shape == first_odds().opposite.shape
    True
    """
    shared = [counts.opposite.sum(0) + 0.3, counts.gap_first.sum(0) + 0.5]
    shared.append(counts.gap_second.sum(0) + 0.5)
    total = sum(float(part.sum()) for part in shared)
    weight = SHARED_COUNTS / total
    opposite = counts.opposite + weight * shared[0]
    gap_first = counts.gap_first + weight * shared[1]
    gap_second = counts.gap_second + weight * shared[2]
    events = (opposite.sum((1, 2)) + gap_first.sum(1) + gap_second.sum(1))[:, None]
    first = opposite.sum(2) + gap_first
    second = opposite.sum(1) + gap_second
    first /= first.sum(1, keepdims=True)
    second /= second.sum(1, keepdims=True)
    by_chance = first[:, :, None] * second[:, None, :]
    return AlignmentOdds(
        np.log(opposite / events[:, :, None] / by_chance).astype(np.float32),
        np.log(gap_first / events / first).astype(np.float32),
        np.log(gap_second / events / second).astype(np.float32),
    )
