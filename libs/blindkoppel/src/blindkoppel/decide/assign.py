# SPDX-License-Identifier: MIT
"""Where nobody is twice on a list: rivals share their probability."""

import numpy as np

from blindkoppel.arrays import Booleans, Float64s, Rows
from blindkoppel.block import Candidates


def exclusive_probability(pairs: Candidates, log_odds: Float64s) -> Float64s:
    """The probability of each pair when a record matches at most one of the other file.

    A pair competes with every pair that shares one of its records and with the
    possibility that there is no match: its odds over the sum of all those odds.

    Parameters
    ----------
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.
    log_odds : Float64s
        Natural log-odds of a match per pair, shape ``(pairs,)``.

    Returns
    -------
    Float64s
        Shape ``(pairs,)``.

    Examples
    --------
    >>> pairs = Candidates(np.array([0, 0]), np.array([0, 1]))
    >>> exclusive_probability(pairs, np.array([0.0, 0.0])).round(2).tolist()
    [0.33, 0.33]
    """
    odds = np.exp(np.clip(log_odds, -40, 40))
    rivals_left = np.bincount(pairs.left, odds)[pairs.left]
    rivals_right = np.bincount(pairs.right, odds)[pairs.right]
    probability: Float64s = odds / (1 + rivals_left + rivals_right - odds)
    return probability


def one_to_one(pairs: Candidates, probability: Float64s) -> Rows:
    """The pairs that stay when the best pair goes first and takes its records.

    Of equally likely pairs the first goes first. A pair that is the best of both its
    records would be reached before its rivals, so all such pairs are taken at once.

    Parameters
    ----------
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.
    probability : Float64s
        Probability of a match per pair, shape ``(pairs,)``, from 0 to 1.

    Returns
    -------
    Rows
        Numbers of pairs, shape ``(kept,)``.

    Examples
    --------
    >>> pairs = Candidates(np.array([0, 0, 1]), np.array([0, 1, 0]))
    >>> one_to_one(pairs, np.array([0.9, 0.5, 0.8])).tolist()
    [0]
    >>> pairs = Candidates(np.array([0, 0]), np.array([0, 1]))
    >>> one_to_one(pairs, np.array([0.4, 0.6])).tolist()
    [1]
    """
    left_over = np.argsort(-probability, kind="stable")
    kept = [left_over[:0]]
    while len(left_over):
        left, right = pairs.left[left_over], pairs.right[left_over]
        best = _is_first(left) & _is_first(right)
        kept.append(left_over[best])
        taken = np.isin(left, left[best]) | np.isin(right, right[best])
        left_over = left_over[~taken]
    return np.sort(np.concatenate(kept))


def _is_first(records: Rows) -> Booleans:
    """Whether no earlier pair has this record."""
    first = np.empty(int(records.max()) + 1, np.int64)
    at = np.arange(len(records))
    first[records[::-1]] = at[::-1]
    earliest: Booleans = first[records] == at
    return earliest
