# SPDX-License-Identifier: MIT
"""A population per year under one model whose effects move by small steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from telwerk.arrays import Counts, Floats
from telwerk.mse.models.evidence import LaplaceApproximation, Regression, laplace
from telwerk.mse.models.hamiltonian import CHAINS, sample
from telwerk.mse.models.hierarchical import Masks
from telwerk.mse.results.builder import quantiles_of
from telwerk.mse.uncertainty.convergence import Convergence, convergence, worst_of

STEPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
FIRST_STEPS = (0.2, 0.2, 0.05)
DRAWS = 500
MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Series:
    """Draws of the population per year, and what they came from.

    Attributes
    ----------
    years
        Names of the years.
    observed
        People seen per year.
    population
        Shape (chains * draws, years).
    steps
        Size of the yearly steps of the level, the lists and the dependences.
    worst
        Convergence of the year that has converged least.
    """

    years: tuple[str, ...]
    observed: tuple[int, ...]
    population: Floats
    steps: tuple[float, float, float]
    worst: Convergence

    def interval(self, values: Floats, level: float) -> tuple[float, float]:
        """Percentiles of draws.

        Parameters
        ----------
        values
            One number per draw.
        level
            Probability inside the interval, such as 0.95.

        Returns
        -------
        tuple[float, float]
            The lower and the upper limit.
        """
        quantile = quantiles_of(values)
        return quantile((1 - level) / 2), quantile((1 + level) / 2)

    def change(self, first: int, second: int, level: float) -> dict[str, object]:
        """Ratio of two years with its interval, and the chance that it went up.

        Parameters
        ----------
        first
            Number of the first year, from 0.
        second
            Number of the second year.
        level
            Probability inside the interval, such as 0.95.

        Returns
        -------
        dict[str, object]
            JSON values: the median ratio, its interval, and the probability of a rise.
        """
        ratio = self.population[:, second] / self.population[:, first]
        low, high = self.interval(ratio, level)
        return {
            "from": self.years[first],
            "to": self.years[second],
            "ratio": float(np.median(ratio)),
            "interval": [low, high],
            "chance_of_rise": float(np.mean(ratio > 1)),
        }


def smooth_series(
    counts: Counts, model: Masks, years: Sequence[str], rng: np.random.Generator
) -> Series:
    """Sample the population per year under one model whose effects move by small steps.

    Parameters
    ----------
    counts
        Shape (2**t, years).
    model
        The sets of lists in the model; it must be valid for all years together.
    years
        Names of the years.
    rng
        Source of the random numbers.

    Returns
    -------
    Series
        Draws of the population per year.

    Notes
    -----
    log mu_w(y) = sum over s in w of a_s(y), a_s(y) = a_s(y - 1) + sigma_k z_s(y), z standard
    normal, the first year flat; sigma_k for the level, the lists and the larger sets is chosen
    by Laplace's approximation to the evidence.

    References
    ----------
    Rue & Held (2005), Gaussian Markov Random Fields, chapter 3.
    """
    frame = _Frame.of(counts, model)
    steps = _choose_steps(frame)
    problem = frame.problem(steps)
    approximation = laplace(problem, np.ones((1, problem.design.shape[1]), dtype=bool))
    unseen, worst = _sample(frame, steps, (problem, approximation), rng)
    observed = counts.sum(axis=0)
    population = observed + rng.poisson(np.minimum(unseen, 1e15)).astype(float)
    return Series(tuple(years), tuple(int(n) for n in observed), population, steps, worst)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Sets and cells that take part, and the counts per cell and year."""

    sets: tuple[int, ...]
    cells: tuple[int, ...]
    counts: Floats

    @classmethod
    def of(cls, counts: Counts, model: Masks) -> _Frame:
        pooled = counts.sum(axis=1)
        numbers = np.arange(len(pooled))
        absent = [s for s in model if s and not pooled[(numbers & s) == s].any()]
        cells = [w for w in range(1, len(pooled)) if not any(w & s == s for s in absent)]
        sets = sorted(model - set(absent), key=lambda s: (s.bit_count(), s))
        return cls(tuple(sets), tuple(cells), counts[cells].astype(float))

    @property
    def years(self) -> int:
        return int(self.counts.shape[1])

    def moves(self, steps: Sequence[float]) -> Floats:
        """Effect of each year, by set: the first year, then the steps since."""
        size = np.array([steps[min(s.bit_count(), 2)] for s in self.sets])
        since = np.tril(np.ones((self.years, self.years)))
        return since[None] * np.where(np.arange(self.years) > 0, size[:, None], 1)[:, None, :]

    def problem(self, steps: Sequence[float]) -> Regression:
        """The regression: a column per set and year, rows by cell and year."""
        inside = np.array([[float(w & s == s) for s in self.sets] for w in self.cells])
        design = np.einsum("ws,syu->wysu", inside, self.moves(steps))
        rows = len(self.cells) * self.years
        precision = np.tile(np.where(np.arange(self.years) > 0, 1.0, 0.0), len(self.sets))
        return Regression(design.reshape(rows, -1), self.counts.ravel(), precision)

    def unseen(self, coefficients: Floats, steps: Sequence[float]) -> Floats:
        """Expected unseen people per year, for coefficients along the last axis."""
        level = coefficients[..., : self.years]
        return np.asarray(np.exp(level @ self.moves(steps)[0].T), dtype=np.float64)


def _choose_steps(frame: _Frame) -> tuple[float, float, float]:
    """Improve one size of step at a time until none improves the evidence."""
    best = list(FIRST_STEPS)
    known: dict[tuple[float, ...], float] = {}

    def evidence(steps: Sequence[float]) -> float:
        key = tuple(steps)
        if key not in known:
            problem = frame.problem(steps)
            approximation = laplace(problem, np.ones((1, problem.design.shape[1]), dtype=bool))
            known[key] = float(approximation.log_evidence[0])
        return known[key]

    for _ in range(len(STEPS)):
        before = list(best)
        for k in range(3):
            tries = [[*best[:k], size, *best[k + 1 :]] for size in STEPS]
            best = max(tries, key=evidence)
        if best == before:
            break
    return best[0], best[1], best[2]


def _sample(
    frame: _Frame,
    steps: Sequence[float],
    found: tuple[Regression, LaplaceApproximation],
    rng: np.random.Generator,
) -> tuple[Floats, Convergence]:
    """Draw until every year has converged, or the rounds are over."""
    problem, approximation = found
    rounds: list[Floats] = []
    for _ in range(MOST_ROUNDS):
        drawn = sample(problem, approximation, rng, DRAWS)
        rounds.append(frame.unseen(drawn, steps))
        unseen = np.concatenate(rounds, axis=1)
        by_year = [convergence(np.log(unseen[:, :, y])) for y in range(frame.years)]
        worst = worst_of(by_year)
        if all(worth.converged() for worth in by_year):
            break
    return unseen.reshape(CHAINS * unseen.shape[1], frame.years), worst
