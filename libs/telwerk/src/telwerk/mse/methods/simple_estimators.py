# SPDX-License-Identifier: MIT
"""Estimators that need a pocket calculator: Chao's lower bound and Chapman for two lists.

They are reported beside every elaborate model. When the elaborate answer lies below the lower
bound, or the pairs of lists contradict each other, the reader should know before the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np

from telwerk.arrays import Floats


@dataclass(frozen=True, slots=True)
class SimpleEstimate:
    """A population size, its standard error and a log-normal interval.

    Attributes
    ----------
    size
        Estimated number of people.
    standard_error
        Standard error in people.
    low
        Lower limit in people.
    high
        Upper limit in people.
    """

    size: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PairEstimate:
    """Chapman's estimate from lists ``first`` and ``second`` (numbered from 1).

    Attributes
    ----------
    first
        Number of the first list.
    second
        Number of the second list.
    both
        People on both.
    estimate
        Chapman's estimate.
    """

    first: int
    second: int
    both: int
    estimate: SimpleEstimate


class TooLittleOverlap(ArithmeticError):
    """Nobody is on two lists, so nothing can be said about those on none."""


def lognormal_interval(
    size: float, standard_error: float, observed: float, level: float = 0.95
) -> SimpleEstimate:
    """Give a size its log-normal interval: the number of unobserved people is never negative.

    Burnham's interval, n + d / C to n + d C, with d the dark figure and
    C = exp(z sqrt(log(1 + se**2 / d**2))).

    Parameters
    ----------
    size
        Estimated number of people.
    standard_error
        Standard error in people.
    observed
        Number of different people seen.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    SimpleEstimate
        The size with its interval.

    References
    ----------
    Burnham, Anderson, White, Brownie & Pollock (1987), AFS Monograph 5.

    Examples
    --------
    >>> lognormal_interval(146.562207438144, 7.024430317332, 123).low.__round__(4)
    136.2995
    """
    unobserved = size - observed
    if unobserved <= 0:
        return SimpleEstimate(size, standard_error, float(observed), size)
    z = NormalDist().inv_cdf((1 + level) / 2)
    factor = exp(z * sqrt(log(1 + (standard_error / unobserved) ** 2)))
    return SimpleEstimate(
        size, standard_error, observed + unobserved / factor, observed + unobserved * factor
    )


def list_sizes(counts: Floats) -> Floats:
    """People on each list; the lists run along the last axis.

    Parameters
    ----------
    counts
        Counts by bit mask along the last axis.

    Returns
    -------
    Floats
        Last axis: one number per list.

    Examples
    --------
    >>> list_sizes(np.array([0.0, 5, 3, 2]))
    array([7., 5.])
    """
    t = counts.shape[-1].bit_length() - 1
    mask = np.arange(counts.shape[-1])
    return np.stack([counts[..., (mask >> i & 1) == 1].sum(axis=-1) for i in range(t)], axis=-1)


def capture_frequencies(counts: Floats) -> Floats:
    """People on exactly 1, 2, .. t lists.

    Parameters
    ----------
    counts
        Counts by bit mask along the last axis.

    Returns
    -------
    Floats
        Last axis: people on 1, 2, .. t lists.

    Examples
    --------
    >>> capture_frequencies(np.array([0.0, 5, 3, 2]))
    array([8., 2.])
    """
    t = counts.shape[-1].bit_length() - 1
    size = np.array([mask.bit_count() for mask in range(counts.shape[-1])])
    return np.stack([counts[..., size == k].sum(axis=-1) for k in range(1, t + 1)], axis=-1)


def chao(counts: Floats, *, level: float = 0.95) -> SimpleEstimate:
    """Bound a population from below: n + (t-1)/t f1**2 / (2 f2).

    Assumes a closed population in which people differ in visibility but lists have equal
    reach. People who cannot be on any list are not counted.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    SimpleEstimate
        The bound with its interval.

    Raises
    ------
    TooLittleOverlap
        When nobody is on exactly two lists; use :func:`chao_corrected`.

    References
    ----------
    Chao (1987), Biometrics 43.

    Examples
    --------
    >>> round(float(chao(np.array([0.0, 5, 5, 54, 41, 6, 0, 12])).size), 1)
    137.4
    """
    f = capture_frequencies(counts)
    if f[1] == 0:
        raise TooLittleOverlap("nobody is on exactly two lists; the bound is infinite")
    shrink, ratio, observed = 1 - 1 / len(f), f[0] / f[1], float(np.sum(counts))
    variance = f[1] * (shrink * ratio**2 / 2 + shrink**2 * ratio**3 + shrink**2 * ratio**4 / 4)
    return lognormal_interval(
        observed + shrink * f[0] * ratio / 2, float(np.sqrt(variance)), observed, level
    )


def chao_corrected(counts: Floats, *, level: float = 0.95) -> SimpleEstimate:
    """Bound a population from below without bias when few people are on two lists.

    n + (t-1)/t f1 (f1-1) / (2 (f2+1)); finite even when f2 is zero.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    SimpleEstimate
        The bound with its interval.

    References
    ----------
    Chao (2005), Encyclopedia of Statistical Sciences, "Species estimation".

    Examples
    --------
    >>> round(float(chao_corrected(np.array([0.0, 5, 5, 0])).size), 1)
    32.5
    """
    f = capture_frequencies(counts)
    shrink, once, more, observed = 1 - 1 / len(f), f[0], f[1] + 1, float(np.sum(counts))
    pairs = once * (once - 1)
    variance = (
        shrink * pairs / (2 * more)
        + shrink**2 * once * (2 * once - 1) ** 2 / (4 * more**2)
        + shrink**2 * pairs**2 * f[1] / (4 * more**4)
    )
    return lognormal_interval(
        observed + shrink * pairs / (2 * more), sqrt(max(variance, 0)), observed, level
    )


def chapman(first: int, second: int, both: int, *, level: float = 0.95) -> SimpleEstimate:
    """Estimate a population from two lists.

    (n1+1)(n2+1)/(m+1) - 1. Assumes a closed population and independent lists; when being on
    one list makes the other likelier, the result is too low.

    Parameters
    ----------
    first
        People on the first list.
    second
        People on the second list.
    both
        People on both.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    SimpleEstimate
        The estimate with its interval.

    Raises
    ------
    ValueError
        When the overlap is larger than the shorter list.

    References
    ----------
    Chapman (1951); variance Seber (1970), Biometrika 57.

    Examples
    --------
    >>> round(chapman(60, 50, 20).size, 1)
    147.1
    """
    if not 0 <= both <= min(first, second):
        raise ValueError(
            f"the overlap ({both}) must lie between 0 and the shorter list ({min(first, second)})"
        )
    size = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both)
    standard_error = sqrt(spread / (both + 2)) / (both + 1)
    return lognormal_interval(size, standard_error, first + second - both, level)


def chapman_pairs(counts: Floats, *, level: float = 0.95) -> tuple[PairEstimate, ...]:
    """Apply :func:`chapman` to every pair of lists; their spread shows dependence.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    tuple[PairEstimate, ...]
        One estimate per pair, in the order of the lists.
    """
    t = len(counts).bit_length() - 1
    mask = np.arange(len(counts))
    on = [(mask >> i & 1) == 1 for i in range(t)]
    sizes = [int(value) for value in list_sizes(counts)]
    pairs = []
    for i, j in combinations(range(t), 2):
        both = int(counts[on[i] & on[j]].sum())
        estimate = chapman(sizes[i], sizes[j], both, level=level)
        pairs.append(PairEstimate(i + 1, j + 1, both, estimate))
    return tuple(pairs)
