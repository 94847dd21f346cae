# SPDX-License-Identifier: MIT
"""The posterior of a latent class model, sampled by Hamiltonian Monte Carlo with tempering.

The posterior has several modes far apart, which a Gibbs sampler hardly ever crosses between.
Here the number of unseen people and the concentration are integrated out, what is left moves by
Hamiltonian Monte Carlo, and parallel tempering carries it from mode to mode. Several chains run
from independent starts; whether they agree is part of the result, and so is every mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from telwerk._kernels import kernel, threads
from telwerk.arrays import Counts, Floats
from telwerk.mse.results.builder import quantiles_of
from telwerk.mse.uncertainty.convergence import (
    Convergence,
    Mode,
    convergence,
    modes,
)
from telwerk.progress import Progress, silent

CLASSES = 10
CHAINS = 4
# the flattest posterior knows as much as this many people would give it
FLATTEST_PEOPLE = 50.0
FLATTEST_TEMPERATURES = (0.004, 0.2)
LEVELS_PER_LOG = 8.0
LONGEST_TRAJECTORY = 16
TUNING_ROUNDS = 5
TUNING_SWEEPS = 250
ROUND_SWEEPS = 2000
MOST_UNSEEN = 20.0
CONVERGED_R_HAT = 1.01
WANTED_EFFECTIVE = 1000.0
PRIOR_SHAPE = PRIOR_RATE = 0.25


@dataclass(frozen=True, slots=True)
class LatentPosterior:
    """Draws of the population, one row per chain, with what they are worth.

    Attributes
    ----------
    observed
        Number of different people seen.
    population
        Number of people, shape (chains, draws).
    convergence
        Whether the chains agree.
    modes
        Modes of the posterior.
    at_cap
        Share of the draws at the largest number allowed.
    sweeps
        Number of sweeps per chain.
    """

    observed: int
    population: Floats
    convergence: Convergence
    modes: tuple[Mode, ...]
    at_cap: float
    sweeps: int

    def quantile(self, share: float) -> float:
        """A quantile of all draws together.

        Parameters
        ----------
        share
            Share of the probability below the quantile, between 0 and 1.

        Returns
        -------
        float
            In people.
        """
        return quantiles_of(self.population)(share)


@dataclass(frozen=True, slots=True)
class LatentPrior:
    """The prior of latent classes.

    ``classes`` kinds of people at most; concentration Gamma(0.25, 0.25); every probability to
    be on a list uniform; population N proportional to 1/N, with at most ``most_unseen`` times
    the people seen unseen. That last cut is part of the prior, and shows in sparse data.

    Attributes
    ----------
    classes
        Largest number of classes.
    most_unseen
        At most this many times the people seen are unseen.
    """

    classes: int = CLASSES
    most_unseen: float = MOST_UNSEEN


def sample_latent_classes(
    counts: Counts,
    rng: np.random.Generator,
    *,
    prior: LatentPrior | None = None,
    most_sweeps: int = 40_000,
    progress: Progress = silent,
) -> LatentPosterior:
    """Sample the population under a truncated stick-breaking mixture of independent lists.

    Sampling goes on in rounds until R-hat is below 1.01 with 1,000 effective draws in bulk and
    400 in the tails, or until ``most_sweeps``.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    rng
        Source of the random numbers.
    prior
        What is assumed before the lists are seen.
    most_sweeps
        Largest number of sweeps per chain.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    LatentPosterior
        Draws of all chains.

    References
    ----------
    Manrique-Vallier (2016), Biometrics 72 (model); Syed, Bouchard-Cote, Deligiannidis & Doucet
    (2022), JRSS-B 84 (tempering).
    """
    setting = _Setting.of(counts, prior or LatentPrior())
    chains = [_TemperedChain.fresh(setting, child) for child in rng.spawn(CHAINS)]
    with ThreadPoolExecutor(min(threads(), CHAINS)) as pool:
        _tune(chains, pool)
        rounds: list[Floats] = []
        while True:
            rounds.append(
                np.stack(list(pool.map(_TemperedChain.run, chains, repeat(ROUND_SWEEPS))))
            )
            unseen = np.concatenate(rounds, axis=1)
            worth = convergence(np.log(unseen + 1))
            done = len(rounds) * ROUND_SWEEPS
            progress(done, max(done, most_sweeps))
            if _enough(worth) or done >= most_sweeps:
                break
    population = unseen + setting.people
    return LatentPosterior(
        observed=int(setting.people),
        population=population,
        convergence=worth,
        modes=modes(population.ravel()),
        at_cap=float(np.mean(unseen > 0.98 * setting.prior.most_unseen * setting.people)),
        sweeps=done,
    )


def _enough(worth: Convergence) -> bool:
    return worth.converged(r_hat=CONVERGED_R_HAT) and worth.bulk >= WANTED_EFFECTIVE


@dataclass(frozen=True, slots=True)
class _Setting:
    lists: int
    people: float
    histories: NDArray[np.int32]
    counts: Floats
    prior: LatentPrior

    @classmethod
    def of(cls, counts: Counts, prior: LatentPrior) -> _Setting:
        seen = np.concatenate([[0], np.flatnonzero(counts)]).astype(np.int32)
        t = len(counts).bit_length() - 1
        return cls(t, float(counts.sum()), seen, counts[seen].astype(float), prior)

    @property
    def inverse_temperatures(self) -> Floats:
        """From 1 down, before they are respaced; more people need more temperatures."""
        flattest = float(np.clip(FLATTEST_PEOPLE / self.people, *FLATTEST_TEMPERATURES))
        return np.geomspace(1, flattest, round(-LEVELS_PER_LOG * np.log(flattest)))

    @property
    def dimension(self) -> int:
        return self.lists * self.prior.classes + self.prior.classes - 1


@dataclass(slots=True)
class _TemperedChain:
    """Points at temperatures from the posterior (1) towards the prior; moves in place."""

    setting: _Setting
    inverse_temperatures: Floats
    step_sizes: Floats
    points: Floats
    unseen: Floats
    random_state: NDArray[np.uint64]
    rejected: Floats
    started: bool = False

    @classmethod
    def fresh(cls, setting: _Setting, rng: np.random.Generator) -> _TemperedChain:
        inverse_temperatures = setting.inverse_temperatures
        levels = len(inverse_temperatures)
        return cls(
            setting=setting,
            inverse_temperatures=inverse_temperatures,
            step_sizes=np.full(levels, 0.1),
            points=np.zeros((levels, setting.dimension)),
            unseen=np.zeros(levels),
            rejected=np.zeros(levels),
            random_state=rng.integers(1, 2**63, size=4, dtype=np.uint64),
        )

    def run(self, sweeps: int, *, gain: float = 0.0) -> Floats:
        """Run sweeps and give the unseen people under the posterior after each."""
        own, prior = self.setting, self.setting.prior
        levels = len(self.inverse_temperatures)
        sizes = [own.lists, prior.classes, len(own.histories), levels, LONGEST_TRAJECTORY]
        numbers = [PRIOR_SHAPE, PRIOR_RATE, own.people, prior.most_unseen]
        draws = np.zeros((sweeps, 2))
        self.rejected = np.zeros(levels)
        kernel("tw_latent_tempering", "IDIDDDDDUidqqDDD")(
            np.array(sizes, dtype=np.int32),
            np.array(numbers),
            own.histories,
            own.counts,
            self.inverse_temperatures,
            self.step_sizes,
            self.points,
            self.unseen,
            self.random_state,
            int(not self.started),
            gain,
            sweeps,
            1,
            self.rejected,
            np.zeros(levels),
            draws,
        )
        self.started = True
        return draws[:, 0]

    def tune(self, stage: int) -> Floats:
        """Run with step sizes that adapt, longer and more gently at later stages."""
        return self.run(TUNING_SWEEPS * stage, gain=0.1 / stage)

    def respace(self, inverse_temperatures: Floats) -> None:
        """Move the temperatures; the step sizes follow by interpolation."""
        old = -np.log(self.inverse_temperatures)
        self.step_sizes = np.exp(
            np.interp(-np.log(inverse_temperatures), old, np.log(self.step_sizes))
        )
        self.inverse_temperatures = inverse_temperatures.copy()


def _tune(chains: Sequence[_TemperedChain], pool: ThreadPoolExecutor) -> None:
    """Find step sizes, and temperatures between which swaps are rejected equally often."""
    for stage in range(1, TUNING_ROUNDS + 1):
        list(pool.map(_TemperedChain.tune, chains, repeat(stage)))
        if stage == TUNING_ROUNDS:
            return
        rejected = np.mean([chain.rejected for chain in chains], axis=0)[:-1]
        inverse_temperatures = _even(chains[0].inverse_temperatures, rejected)
        for chain in chains:
            chain.respace(inverse_temperatures)


def _even(inverse_temperatures: Floats, rejected: Floats) -> Floats:
    barrier = np.concatenate([[0], np.cumsum(np.maximum(rejected, 0.02 * rejected.max()))])
    even = np.linspace(0, barrier[-1], len(inverse_temperatures))
    respaced: Floats = np.exp(np.interp(even, barrier, np.log(inverse_temperatures)))
    respaced[0] = 1
    return respaced
