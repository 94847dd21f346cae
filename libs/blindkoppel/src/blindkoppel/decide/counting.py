# SPDX-License-Identifier: MIT
"""Counting people is another decision than telling somebody that two files are one person.

A wrong match harms a person, so a matching decision asks for near certainty. An estimate
of hidden people is harmed as much by a missed pair as by a false one: missed pairs make
overlaps smaller and the hidden population larger. What counts is that both balance.
"""

import numpy as np

from blindkoppel.arrays import Float64s


def expected_matches(probability: Float64s) -> float:
    """The number of these pairs that are expected to be one person each.

    Assumes calibrated probabilities: of the pairs with probability p, a share p is true.

    Parameters
    ----------
    probability : Float64s
        Probability of a match per pair, shape ``(pairs,)``, from 0 to 1.

    Returns
    -------
    float
        A number of pairs, not rounded.

    Examples
    --------
    >>> expected_matches(np.array([0.9, 0.5]))
    1.4
    """
    return float(probability.sum())


def balanced_threshold(probability: Float64s) -> float:
    """The probability from which as many pairs are accepted as are expected to be true.

    There, pairs expected to be false among the accepted equal pairs expected to be true
    among the rejected, so errors of both kinds cancel in a count. Infinite when no pair
    is expected to be true.

    Parameters
    ----------
    probability : Float64s
        Probability of a match per pair, shape ``(pairs,)``, from 0 to 1.

    Returns
    -------
    float
        A probability.

    Examples
    --------
    >>> balanced_threshold(np.array([0.9, 0.8, 0.2, 0.1]))
    0.8
    """
    wanted = round(expected_matches(probability))
    if not wanted:
        return float("inf")
    return float(np.sort(probability)[-wanted])
