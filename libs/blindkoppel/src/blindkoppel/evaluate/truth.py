# SPDX-License-Identifier: MIT
"""Setting what was found against what is true."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.block import Candidates
from blindkoppel.evaluate.intervals import quality_report


def pairs_between(left: Sequence[str], right: Sequence[str]) -> int:
    """How many pairs, one from each file, are the same person; empty is nobody."""
    one, other = Counter(left), Counter(right)
    return sum(count * other[person] for person, count in one.items() if person)


def pairs_within(persons: Sequence[str]) -> int:
    """How many pairs inside one file are the same person; empty is nobody."""
    return sum(count * (count - 1) // 2 for person, count in Counter(persons).items() if person)


def truth_report(
    pairs: Candidates,
    probability: Float64s,
    *,
    persons: tuple[Sequence[str], Sequence[str]],
    wanted: int,
    threshold: float,
) -> dict[str, object]:
    """Quality at a threshold, with intervals, and at the best one."""
    left, right = np.array(persons[0])[pairs.left], np.array(persons[1])[pairs.right]
    same = (left == right) & (left != "")
    return quality_report(
        probability, same, threshold=threshold, unseen_true_pairs=wanted - int(same.sum())
    )
