# SPDX-License-Identifier: MIT
"""Sample coverage: how much of the population do the overlaps vouch for?

The coverage C is the share of the population, weighed by visibility, that the lists together
have found, judged by how many people on each list are on another list too. High coverage
lets dependence between lists be corrected; low coverage does not, and saying so is the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from telwerk.arrays import Floats
from telwerk.mse.methods.simple_estimators import SimpleEstimate, list_sizes, lognormal_interval

LOW_COVERAGE = 0.55
REPLICATES = 1000


@dataclass(frozen=True, slots=True)
class SampleCoverage:
    """Coverage and the three estimates that go with it.

    ``independence`` ignores dependence, ``high`` corrects for it and is only to be trusted when
    the coverage is at least 0.55, ``low`` corrects one step and is then used instead.

    Attributes
    ----------
    coverage
        Share of the population, weighed by visibility, that the lists have found.
    independence
        Estimate that ignores dependence.
    high
        Estimate for a high coverage.
    low
        Estimate for a low coverage.
    """

    coverage: float
    independence: SimpleEstimate
    high: SimpleEstimate
    low: SimpleEstimate

    @property
    def is_low(self) -> bool:
        """Whether the overlaps are too thin to correct for dependence fully."""
        return self.coverage < LOW_COVERAGE

    @property
    def chosen(self) -> SimpleEstimate:
        """The estimate the coverage allows."""
        return self.low if self.is_low else self.high


def sample_coverage(
    counts: Floats, rng: np.random.Generator, *, level: float = 0.95, replicates: int = REPLICATES
) -> SampleCoverage:
    """Estimate a population by sample coverage.

    With S_j the people on list j only and n_j its size, C = 1 - mean(S_j / n_j) and
    D = n - mean(S_j); the independence estimate is D / C. Standard errors come from a
    parametric bootstrap of each estimate, intervals are log-normal.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    rng
        Source of the random numbers.
    level
        Probability inside the interval, such as 0.95.
    replicates
        Number of bootstrap tables.

    Returns
    -------
    SampleCoverage
        The coverage and three estimates.

    References
    ----------
    Chao & Tsay (1998), Biometrics 54; Chao, Tsay, Lin, Shau & Chao (2001), Stat. Med. 20.

    Examples
    --------
    >>> from telwerk.datasets import kosovo
    >>> found = sample_coverage(kosovo().counts, np.random.default_rng(1), replicates=50)
    >>> round(found.coverage, 3), found.is_low
    (0.471, True)
    """
    table = np.asarray(counts, dtype=float)
    point = _estimates(table[None, :])[:, 0]
    observed = float(table.sum())
    errors = [_spread(table, point, k, (rng, replicates)) for k in (1, 2, 3)]
    simple = [lognormal_interval(point[k], errors[k - 1], observed, level) for k in (1, 2, 3)]
    return SampleCoverage(float(point[0]), *simple)


def _estimates(tables: Floats) -> Floats:
    """Coverage, independence, high and low coverage estimates, one column per table."""
    t = tables.shape[1].bit_length() - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        alone = tables[:, [1 << i for i in range(t)]]
        sizes = list_sizes(tables)
        people = tables.sum(axis=1)
        coverage = 1 - np.mean(np.divide(alone, sizes), axis=1)
        found = people - alone.mean(axis=1)
        base = found / coverage
        weight, joint = _pairs(tables, alone, sizes)
        above = t * found - weight.sum(axis=1)
        high = above / (t * coverage - (weight * joint).sum(axis=1))
        first = base + (weight * (base[:, None] * joint - 1)).sum(axis=1) / (t * coverage)
        low = base + (weight * (first[:, None] * joint - 1)).sum(axis=1) / (t * coverage)
    return np.stack([coverage, base, np.where((above <= 0) | (high < people), people, high), low])


def _pairs(tables: Floats, alone: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """A_ij and B_ij / (n_i n_j) of the source, one column per pair of lists."""
    cells, t = tables.shape[1], alone.shape[1]
    mask = np.arange(cells)
    weight, joint = [], []
    for i, j in combinations(range(t), 2):
        pair = 1 << i | 1 << j
        weight.append(alone[:, i] + alone[:, j] + 2 * tables[:, pair])
        both = tables[:, (mask & pair) == pair].sum(axis=1)
        joint.append(both / (sizes[:, i] * sizes[:, j]))
    return np.stack(weight, axis=1), np.stack(joint, axis=1)


def _spread(
    table: Floats, point: Floats, which: int, draws: tuple[np.random.Generator, int]
) -> float:
    """Standard deviation of one estimate over tables drawn as if it were true."""
    rng, replicates = draws
    size = point[which]
    if not np.isfinite(size) or size < table.sum():
        return float("nan")
    shares = table / size
    shares[0] = max(1 - shares[1:].sum(), 0)
    tables = rng.multinomial(round(float(size)), shares / shares.sum(), size=replicates)
    tables[:, 0] = 0
    values = _estimates(tables.astype(float))[which]
    return float(np.std(values[np.isfinite(values)], ddof=1))
