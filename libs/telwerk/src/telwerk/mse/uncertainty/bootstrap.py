# SPDX-License-Identifier: MIT
"""Resampling people, with the whole choice of model repeated each time.

References: Efron (1987), JASA 82; Chan, Silverman and Vincent (2021), JASA
116; Silverman, Chan and Vincent (2024), Statistics and Computing 34.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from telwerk.arrays import Counts, Floats
from telwerk.mse.models.selection import Selection
from telwerk.mse.results.interval import Interval
from telwerk.mse.uncertainty.checkpoint import Checkpoint
from telwerk.progress import Progress, silent

CHUNK = 50  # replicates with one seed; part of the definition of a run, do not change


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """An estimate with its bootstrap replicates and its jackknife.

    Attributes
    ----------
    point
        The estimate.
    replicates
        Estimates on resampled tables; not finite where no model was valid.
    jackknife
        Estimates with one person of each history left out.
    weights
        People per history.
    """

    point: float
    replicates: Floats
    jackknife: Floats
    weights: Floats

    @property
    def usable(self) -> Floats:
        """Give the replicates in which some model was valid."""
        return self.replicates[np.isfinite(self.replicates)]

    @property
    def acceleration(self) -> float:
        """Give the skewness of the jackknife; NaN when a jackknife value is missing."""
        total = float(self.weights.sum())
        away = float((self.weights * self.jackknife).sum() / total) - self.jackknife
        spread = float((self.weights * away**2).sum())
        if spread == 0:
            return 0.0
        return float((self.weights * away**3).sum()) / (6 * math.sqrt(spread) ** 3)

    @property
    def bias(self) -> float:
        """Give z0: where the estimate stands among its replicates; may be infinite."""
        below = float((self.usable < self.point).mean()) if self.usable.size else math.nan
        if not 0 < below < 1:
            return math.nan if math.isnan(below) else math.copysign(math.inf, below - 0.5)
        return NormalDist().inv_cdf(below)

    def bca(self, level: float) -> Interval:
        """Give the interval corrected for bias and acceleration.

        Without a finite correction there are no limits: they are not clipped.

        Parameters
        ----------
        level
            Probability inside the interval, such as 0.95.

        Returns
        -------
        Interval
            Limits in people, or none.

        References
        ----------
        Efron (1987), JASA 82.
        """
        if not (math.isfinite(self.bias) and math.isfinite(self.acceleration)):
            return Interval(None, None, level, "bca")
        low, high = (self.bca_limit(p) for p in ((1 - level) / 2, (1 + level) / 2))
        if not low <= high:
            return Interval(None, None, level, "bca")
        return Interval(low, high, level, "bca")

    def bca_limit(self, p: float) -> float:
        """Give one end of the interval: the quantile that belongs to probability p.

        Parameters
        ----------
        p
            Probability below the limit.

        Returns
        -------
        float
            In people.
        """
        return self.quantile(self.bca_share(p))

    def bca_share(self, p: float) -> float:
        """Give the share of the replicates below the limit for probability p.

        Parameters
        ----------
        p
            Probability below the limit.

        Returns
        -------
        float
            Between 0 and 1.
        """
        shifted = self.bias + NormalDist().inv_cdf(p)
        return NormalDist().cdf(self.bias + shifted / (1 - self.acceleration * shifted))

    def percentile(self, level: float) -> Interval:
        """Give the plain quantiles of the replicates.

        Parameters
        ----------
        level
            Probability inside the interval, such as 0.95.

        Returns
        -------
        Interval
            Limits in people, or none.
        """
        if not self.usable.size:
            return Interval(None, None, level, "percentile")
        ends = (1 - level) / 2, (1 + level) / 2
        return Interval(self.quantile(ends[0]), self.quantile(ends[1]), level, "percentile")

    def quantile(self, q: float) -> float:
        """Give the median-unbiased quantile of the replicates.

        Parameters
        ----------
        q
            Between 0 and 1.

        Returns
        -------
        float
            In people.
        """
        return float(np.quantile(self.usable, q, method="median_unbiased"))


def resample(
    counts: Counts,
    select: Selection,
    *,
    replicates: int,
    seed: int,
    checkpoint: Checkpoint | None = None,
    progress: Progress = silent,
) -> Floats:
    """Draw people anew and select again; gives the estimates per replicate and mark.

    Each chunk has a seed of its own, so a run that was interrupted continues
    from what was checkpoint and gives the same numbers.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    select
        Chooses a model on tables, shape (tables, 2**t), and gives the log number of unobserved
        people.
    replicates
        Number of bootstrap tables.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    checkpoint
        File with the chunks that an interrupted run had made.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    Floats
        Estimates, shape (replicates, cutoffs).
    """
    people = int(counts.sum())
    done: list[Floats] = []
    for chunk, start in enumerate(range(0, replicates, CHUNK)):
        estimates = checkpoint.get(chunk) if checkpoint else None
        if estimates is None:
            draws = np.random.default_rng([seed, chunk]).multinomial(
                people, counts / people, size=CHUNK
            )
            estimates = people + np.exp(select(draws.astype(np.float64)))
            if checkpoint:
                checkpoint.put(chunk, estimates)
        done.append(estimates)
        progress(min(start + CHUNK, replicates), replicates)
    return np.concatenate(done)[:replicates]


def jackknife(counts: Counts, select: Selection) -> tuple[Floats, Floats]:
    """Leave one person of each history out; gives estimates and the people per history.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    select
        Chooses a model on tables, shape (tables, 2**t), and gives the log number of unobserved
        people.

    Returns
    -------
    tuple[Floats, Floats]
        Estimates, shape (histories seen, cutoffs), and people per history.
    """
    seen = np.flatnonzero(counts)
    tables = np.repeat(counts[None, :].astype(np.float64), len(seen), axis=0)
    tables[np.arange(len(seen)), seen] -= 1
    people = int(counts.sum()) - 1
    return people + np.exp(select(tables)), counts[seen].astype(np.float64)


def resampled(
    counts: Counts,
    select: Selection,
    point: float,
    *,
    replicates: int,
    seed: int,
    checkpoint: Checkpoint | None = None,
    progress: Progress = silent,
) -> Resampled:
    """Bootstrap and jackknife a selection with one cutoff.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    select
        Chooses a model on tables, shape (tables, 2**t), and gives the log number of unobserved
        people.
    point
        The estimate on the counts themselves.
    replicates
        Number of bootstrap tables.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    checkpoint
        File with the chunks that an interrupted run had made.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    Resampled
        Estimate, replicates and jackknife.
    """
    draws = resample(
        counts, select, replicates=replicates, seed=seed, checkpoint=checkpoint, progress=progress
    )
    left_out, weights = jackknife(counts, select)
    return Resampled(point, draws[:, 0], left_out[:, 0], weights)
