# SPDX-License-Identifier: MIT
"""Where nobody is twice on a list: rivals share their probability."""

import numpy as np
import numpy.typing as npt

from blindkoppel.block import Candidates

Doubles = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


def exclusive_probability(pairs: Candidates, log_odds: Doubles) -> Doubles:
    """Probability of each pair when a record matches at most one of the other file.

    A pair competes with every pair that shares one of its records and with the
    possibility that there is no match: its odds over the sum of all those odds.

    >>> pairs = Candidates(np.array([0, 0]), np.array([0, 1]))
    >>> exclusive_probability(pairs, np.array([0.0, 0.0])).round(2).tolist()
    [0.33, 0.33]
    """
    odds = np.exp(np.clip(log_odds, -40, 40))
    rivals_left = np.bincount(pairs.left, odds)[pairs.left]
    rivals_right = np.bincount(pairs.right, odds)[pairs.right]
    probability: Doubles = odds / (1 + rivals_left + rivals_right - odds)
    return probability


def one_to_one(pairs: Candidates, probability: Doubles) -> Rows:
    """Numbers of the pairs that stay when the best pair goes first and takes its records."""
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    kept = []
    order = np.argsort(-probability, kind="stable")
    for at, left, right in zip(
        order.tolist(), pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True
    ):
        if left not in taken_left and right not in taken_right:
            taken_left.add(left)
            taken_right.add(right)
            kept.append(at)
    return np.array(sorted(kept), dtype=np.int64)
