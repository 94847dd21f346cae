# SPDX-License-Identifier: MIT
"""Two records of one file that are surely the same as a third are each other's as well.

In a file where somebody stands often, two records may have little in common but a third
that resembles both. One step only: what follows from a third is no ground for more, so
that no chain of half-alike records becomes one person.
"""

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.block import Candidates

# How sure both pairs with the third have to be together, and how many such pairs a record
# may have: of somebody with more, nearly every pair was found already.
LEAST = 0.8
MOST = 100


def add_transitive_pairs(pairs: Candidates, probability: Float64s) -> tuple[Candidates, Float64s]:
    """The pairs inside one file with those that follow by transitivity put in, one step far.

    A pair gets the probability that both its records are the third, the product of theirs,
    where that is ``LEAST`` or more and higher than its own. Assumes, as every pair by
    itself does, that what is known of one pair says nothing of the others.

    Parameters
    ----------
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.
    probability : Float64s
        Probability of a match per pair, shape ``(pairs,)``, from 0 to 1.

    Returns
    -------
    tuple[Candidates, Float64s]
        The pairs, in order, and their probability.

    Examples
    --------
    >>> pairs = Candidates(np.array([0, 1]), np.array([1, 2]))
    >>> more, probability = add_transitive_pairs(pairs, np.array([0.99, 0.98]))
    >>> more.left.tolist(), more.right.tolist(), probability.round(2).tolist()
    ([0, 0, 1], [1, 2, 2], [0.99, 0.97, 0.98])
    """
    found, sure = _ends(pairs, probability)
    size = int(pairs.right.max(initial=0)) + 1
    pair = np.append(pairs.left * size + pairs.right, found.left * size + found.right)
    value = np.append(probability, sure)
    order = np.lexsort((-value, pair))
    first = np.append(True, np.diff(pair[order]) > 0)[: len(order)]
    best = order[first]
    return Candidates(*np.divmod(pair[best], size)), value[best]


def _ends(pairs: Candidates, probability: Float64s) -> tuple[Candidates, Float64s]:
    """Every two records that are sure enough to be the same third one."""
    sure = probability >= LEAST
    via = np.append(pairs.left[sure], pairs.right[sure])
    order = np.argsort(via, kind="stable")
    via = via[order]
    end = np.append(pairs.right[sure], pairs.left[sure])[order]
    value = np.tile(probability[sure], 2)[order]
    many = np.bincount(via, minlength=1)
    start = np.cumsum(many) - many
    chosen = np.flatnonzero(many[via] <= MOST)
    one = np.repeat(chosen, many[via[chosen]])
    wide = many[via[chosen]]
    other = np.arange(len(one)) - np.repeat(np.cumsum(wide) - wide, wide) + start[via[one]]
    both = value[one] * value[other]
    kept = (end[one] < end[other]) & (both >= LEAST)
    return Candidates(end[one][kept], end[other][kept]), both[kept]
