# SPDX-License-Identifier: MIT
"""Setting what was found against what is true."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.block import Candidates
from blindkoppel.evaluate.intervals import quality_report


def pairs_between(left: Sequence[str], right: Sequence[str]) -> int:
    """The number of pairs, one from each file, that are the same person; empty is nobody.

    Parameters
    ----------
    left : Sequence[str]
        Who each record of the first file is.
    right : Sequence[str]
        Who each record of the second file is.

    Returns
    -------
    int
        A number of pairs.

    Examples
    --------
    >>> pairs_between(["p1", "p2", ""], ["p1", "p1", ""])
    2
    """
    one, other = Counter(left), Counter(right)
    return sum(count * other[person] for person, count in one.items() if person)


def pairs_within(persons: Sequence[str]) -> int:
    """The number of pairs inside one file that are the same person; empty is nobody.

    Parameters
    ----------
    persons : Sequence[str]
        Who each record truly is; empty is nobody.

    Returns
    -------
    int
        A number of pairs.

    Examples
    --------
    >>> pairs_within(["p1", "p1", "p1", ""])
    3
    """
    return sum(count * (count - 1) // 2 for person, count in Counter(persons).items() if person)


def truth_report(
    pairs: Candidates,
    probability: Float64s,
    *,
    persons: tuple[Sequence[str], Sequence[str]],
    wanted: int,
    threshold: float,
) -> dict[str, object]:
    """The quality of a linkage whose truth is known, at a threshold and at the best one.

    Parameters
    ----------
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.
    probability : Float64s
        Probability of a match per pair, shape ``(pairs,)``, from 0 to 1.
    persons : tuple[Sequence[str], Sequence[str]]
        Who each record of both files is.
    wanted : int
        How many true pairs there are.
    threshold : float
        The least probability at which a pair is accepted.

    Returns
    -------
    dict[str, object]
        Plain values by name.

    Examples
    --------
    >>> pairs = Candidates(np.array([0]), np.array([0]))
    >>> persons = ["p1"], ["p1"]
    >>> truth_report(pairs, np.array([0.9]), persons=persons, wanted=1, threshold=0.5)["recall"]
    1.0
    """
    left, right = np.array(persons[0])[pairs.left], np.array(persons[1])[pairs.right]
    same = (left == right) & (left != "")
    return quality_report(
        probability, same, threshold=threshold, unseen_true_pairs=wanted - int(same.sum())
    )
