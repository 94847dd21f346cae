# SPDX-License-Identifier: MIT
"""Intervals for one model that is taken as given: Wald and profile likelihood."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from telwerk._kernels import kernel
from telwerk.mse.histories import Counts
from telwerk.mse.models import Masks, Models, pack
from telwerk.mse.result import Interval

EXACT_UP_TO = 100  # people; below this, factorials instead of Stirling's formula
FARTHEST = 1e6  # an upper limit beyond this many times the estimate is no limit


def normal_quantile(p: float) -> float:
    """Give the quantile of the standard normal distribution."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


def wald(observed: int, log_dark: float, variance: float, level: float) -> Interval:
    """Give the interval that is symmetric in the logarithm of the dark figure."""
    reach = normal_quantile((1 + level) / 2) * math.sqrt(variance)
    low, high = (math.exp(log_dark - reach), math.exp(min(log_dark + reach, 700)))
    return Interval(observed + low, observed + high, level, "wald")


def cormack(total: float, unseen: float) -> float:
    """Correct the Poisson profile for conditioning on the number of people.

    Cormack (1992), Biometrics 48: exact for small numbers, Stirling beyond.
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
    """
    from scipy.optimize import brentq, minimize_scalar

    observed = int(counts.sum())
    height = partial(_profile_height, counts, pack(counts.size.bit_length() - 1, [model]))
    top = minimize_scalar(
        lambda size: -height(size),
        bounds=(observed, max(1.5 * estimate, observed + 2.0)),
        method="bounded",
        options={"xatol": 1e-6 * estimate},
    )
    level_line = -float(top.fun) - normal_quantile((1 + level) / 2) ** 2 / 2
    above = partial(_above, height, level_line)
    low = _lower_end(above, observed, float(top.x), brentq)
    high = _upper_end(above, float(top.x), brentq)
    return Interval(low, high, level, "profile"), float(top.x)


def _above(height: Callable[[float], float], line: float, size: float) -> float:
    return height(size) - line


def _lower_end(
    above: Callable[[float], float], observed: int, peak: float, root: Callable[..., float]
) -> float:
    start = observed + 1e-9 * observed
    if above(start) >= 0:
        return float(observed)
    return root(above, start, peak, xtol=1e-7 * peak)


def _upper_end(
    above: Callable[[float], float], peak: float, root: Callable[..., float]
) -> float | None:
    far = 2 * peak
    while above(far) > 0:
        far *= 2
        if far > FARTHEST * peak:
            return None
    return root(above, peak, far, xtol=1e-7 * peak)


def _profile_height(counts: Counts, row: Models, size: float) -> float:
    table = counts.astype(np.float64)
    unseen = size - table.sum()
    table[0] = unseen
    out, status = np.empty((1, 5)), np.empty(1, dtype=np.int32)
    t = counts.size.bit_length() - 1
    kernel("tw_fit", "iDiUqDI")(t, table, 1, row, 1, out, status)
    if status[0]:
        return -math.inf
    seen = table[table > 0]
    saturated = float(np.sum(seen * np.log(seen) - seen))
    factorials = sum(math.lgamma(value + 1) for value in seen)
    return float(out[0, 0]) - (saturated - factorials) + cormack(size, unseen)
