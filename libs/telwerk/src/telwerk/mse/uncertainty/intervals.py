# SPDX-License-Identifier: MIT
"""Intervals for one model that is taken as given: Wald and profile likelihood."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from telwerk._kernels import kernel
from telwerk.arrays import Counts
from telwerk.mse.models.hierarchical import Masks, Models, pack
from telwerk.mse.models.poisson import NotConverged
from telwerk.mse.results.interval import Interval
from telwerk.mse.results.status import Status

EXACT_UP_TO = 100  # people; below this, factorials instead of Stirling's formula
PRECISION = 1e-9  # of a limit, relative
FARTHEST = 1e6  # an upper limit beyond this many times the estimate is no limit


def normal_quantile(p: float) -> float:
    """Give the quantile of the standard normal distribution.

    Parameters
    ----------
    p
        Between 0 and 1.

    Returns
    -------
    float
        In standard deviations.

    Examples
    --------
    >>> round(normal_quantile(0.975), 2)
    1.96
    """
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


def wald(observed: int, log_unobserved: float, variance: float, level: float) -> Interval:
    """Give the interval that is symmetric in the logarithm of the number of unobserved people.

    Parameters
    ----------
    observed
        Number of different people seen.
    log_unobserved
        Log of the estimated number of people on no list.
    variance
        Variance of that logarithm.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    Interval
        Limits in people.

    Examples
    --------
    >>> round(wald(130, 4.0, 0.04, 0.95).high)
    211
    """
    reach = normal_quantile((1 + level) / 2) * math.sqrt(variance)
    low, high = (math.exp(log_unobserved - reach), math.exp(min(log_unobserved + reach, 700)))
    return Interval(observed + low, observed + high, level, "wald")


def cormack(total: float, unseen: float) -> float:
    """Correct the Poisson profile for conditioning on the number of people.

    Cormack (1992), Biometrics 48: exact for small numbers, Stirling beyond.

    Parameters
    ----------
    total
        Number of people, seen and unseen.
    unseen
        Number of people on no list.

    Returns
    -------
    float
        What is added to the Poisson log-likelihood.
    """
    if unseen <= 0:
        return -total + 0.5 * math.log(2 * math.pi * total)
    # Stirling's formula has no bound near an empty cell.
    if total <= EXACT_UP_TO or unseen <= 1:
        powers = unseen * math.log(unseen) - total * math.log(total)
        return powers + math.lgamma(total + 1) - math.lgamma(unseen + 1)
    return unseen - total - 0.5 * math.log(unseen / total)


def profile(counts: Counts, model: Masks, estimate: float, level: float) -> tuple[Interval, float]:
    """Give the multinomial profile likelihood interval, and the size where it peaks.

    For each size the people who were not seen are put in the empty cell and the
    model is fitted to all cells. An end that the likelihood does not bound is None.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    model
        Masks of the sets of lists in the model, closed under taking parts.
    estimate
        Estimated number of people; None when there is none.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    tuple[Interval, float]
        Limits in people, and the size where the likelihood is highest.

    Raises
    ------
    NotConverged
        When the fit at some size does not converge.

    References
    ----------
    Cormack (1992), Biometrics 48.
    """
    height = partial(_profile_height, counts, pack(counts.size.bit_length() - 1, [model]))
    return profile_of(height, int(counts.sum()), estimate, level)


def profile_of(
    height: Callable[[float], float], observed: int, estimate: float, level: float
) -> tuple[Interval, float]:
    """Give the interval where a log-likelihood of the size is high enough, and its peak.

    Parameters
    ----------
    height
        From a number of people to the profile log-likelihood.
    observed
        Number of different people seen.
    estimate
        Where the search for the peak begins, in people.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    tuple[Interval, float]
        Limits in people, and the size where the likelihood is highest.
    """
    # A little above what was seen: with nobody unseen the model cannot be fitted.
    bottom = observed * (1 + 1e-9)
    peak = _highest(height, bottom, max(1.5 * estimate, observed + 2.0))
    line = height(peak) - normal_quantile((1 + level) / 2) ** 2 / 2
    low = float(observed) if height(bottom) >= line else _crossing(height, line, bottom, peak)
    return Interval(low, _upper_end(height, line, peak), level, "profile"), peak


def _highest(height: Callable[[float], float], low: float, high: float) -> float:
    """Give the place of the one peak, by golden section."""
    golden = (math.sqrt(5) - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = height(left), height(right)
    while high - low > PRECISION * high:
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = height(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = height(right)
    return (low + high) / 2


def _crossing(
    height: Callable[[float], float], line: float, outside: float, inside: float
) -> float:
    """Give the place where the height crosses a line, by halving."""
    while abs(inside - outside) > PRECISION * max(inside, outside):
        middle = (inside + outside) / 2
        if height(middle) > line:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _upper_end(height: Callable[[float], float], line: float, peak: float) -> float | None:
    near, far = peak, 2 * peak
    while height(far) > line:
        near, far = far, 2 * far
        if far > FARTHEST * peak:
            return None
    return _crossing(height, line, far, near)


def _profile_height(counts: Counts, row: Models, size: float) -> float:
    table = counts.astype(np.float64)
    unseen = size - table.sum()
    table[0] = unseen
    out, status = np.empty((1, 5)), np.empty(1, dtype=np.int32)
    t = counts.size.bit_length() - 1
    kernel("tw_fit", "iDiUqDI")(t, table, 1, row, 1, out, status)
    if status[0] == Status.NOT_CONVERGED.code:
        raise NotConverged(f"the fit with {size} people did not converge")
    if status[0]:
        return -math.inf
    seen = table[table > 0]
    saturated = float(np.sum(seen * np.log(seen) - seen))
    factorials = sum(math.lgamma(value + 1) for value in seen)
    return float(out[0, 0]) - (saturated - factorials) + cormack(size, unseen)
