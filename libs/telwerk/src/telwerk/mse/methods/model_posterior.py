# SPDX-License-Identifier: MIT
"""The posterior over hierarchical log-linear models, by weighed independent draws.

Each model says which lists depend on each other; each gets the weight that the data give it.
Markov chains over models can stay in one corner for thousands of steps. Here every model up to
the order asked for is taken, its evidence is found by importance sampling, and the draws of all
models together are the posterior. There is no chain, so nothing has to mix.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from telwerk.arrays import Counts, Flags, Floats
from telwerk.mse import messages
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.models.evidence import (
    LaplaceApproximation,
    Regression,
    draw,
    laplace,
    weighted_quantile,
)
from telwerk.mse.models.hierarchical import count_models, enumerate_models, model_name, unpack
from telwerk.mse.models.loglinear import fit_models
from telwerk.mse.uncertainty.convergence import Mode, modes
from telwerk.progress import Progress, silent

Prior = Literal["unit", "hyper-g"]
MOST_MODELS = 40_000
CHUNK = 1000
# models and variances this many log units behind the best add less than one in a million
NEGLIGIBLE = 14.0
# BIC and twice the log evidence differ by a few units per parameter
FAR = 60.0
# Laplace's approximation decides what to look at, with room for its own error
ROOM = 4.0
DRAWS = 600
DRAWS_OF_BEST = 4000
BEST_SHARE = 0.01
VARIANCES = np.geomspace(0.03, 300, 20)
HYPER_SHAPE = HYPER_SCALE = 0.0005
MODELS_SHOWN = 10
RESAMPLED = 20_000


@dataclass(frozen=True, slots=True)
class ModelShare:
    """A model by its maximal sets, its share of the posterior, and its own median.

    Attributes
    ----------
    model
        Name of the model.
    probability
        Its posterior probability.
    median
        Posterior median under it, in people.
    """

    model: str
    probability: float
    median: float


@dataclass(frozen=True, slots=True)
class AveragedPosterior:
    """Weighed draws of the population over all models, and what they say of the models.

    Attributes
    ----------
    population
        Number of people, one per draw.
    weights
        Weights that sum to one, one per draw.
    models
        The most probable models.
    together
        Posterior probability of each interaction, by list numbers.
    considered
        Number of models averaged over.
    effective
        Number of unweighted draws that the weighted ones are worth.
    modes
        Modes of the posterior.
    """

    population: Floats
    weights: Floats
    models: tuple[ModelShare, ...]
    together: dict[tuple[int, ...], float]
    considered: int
    effective: float
    modes: tuple[Mode, ...]

    @property
    def mean(self) -> float:
        """Posterior mean, or NaN where a thousandth of the draws makes up a fifth of it."""
        parts = self.population * self.weights
        far = self.population > self.quantile(0.999)
        decayed = parts[far].sum() < 0.2 * parts.sum()
        return float(parts.sum()) if decayed else float("nan")

    def quantile(self, share: float) -> float:
        """A quantile of the population.

        Parameters
        ----------
        share
            Share of the probability below the quantile, between 0 and 1.

        Returns
        -------
        float
            In people.
        """
        return float(weighted_quantile(self.population, self.weights, np.array([share]))[0])


@dataclass(frozen=True, slots=True)
class _Space:
    """Models: shared columns in sum-to-zero coding, and which model has which.

    Models far behind by BIC are left out before anything else is computed.
    """

    masks: tuple[int, ...]
    design: Floats
    empty: Floats
    columns: Flags
    names: tuple[str, ...]
    considered: int

    @classmethod
    def of(cls, counts: Counts, order: int) -> _Space:
        t = len(counts).bit_length() - 1
        sets = [c for size in range(order + 1) for c in combinations(range(t), size)]
        masks = tuple(sum(1 << bit for bit in chosen) for chosen in sets)
        every = enumerate_models(t, order)
        fits = fit_models(counts, every)
        bic = fits.size * np.log(counts.sum()) - 2 * fits.loglik
        # a model without an estimate still has a posterior, so it stays
        far = (fits.status == 0) & (bic > np.min(bic[fits.status == 0], initial=np.inf) + FAR)
        models = [unpack(row) for row in every[~far]]
        columns = np.array([[mask in model for mask in masks] for model in models])
        coded = np.array([[_sign(cell, mask) for mask in masks] for cell in range(1 << t)])
        names = tuple(model_name(model, t) for model in models)
        return cls(masks, coded[1:], coded[0], columns, names, len(every))


def _sign(cell: int, mask: int) -> float:
    """Product over the lists of the mask of +1 (on the list) or -1 (not on it)."""
    return -1.0 if (mask & ~cell).bit_count() % 2 else 1.0


def average_models(
    counts: Counts,
    rng: np.random.Generator,
    *,
    order: int = 2,
    prior: Prior = "unit",
    progress: Progress = silent,
) -> AveragedPosterior:
    """Average over all hierarchical models up to an order.

    Counts are Poisson; effects are coded to sum to zero. The prior of every effect but the
    intercept, which is flat, is Gaussian with variance 1 (unit information) or with a common
    variance that has an inverse gamma prior (hyper-g); every model is equally likely.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    rng
        Source of the random numbers.
    order
        Largest number of lists in one interaction.
    prior
        ``unit`` (variance 1) or ``hyper-g`` (a variance that is estimated).
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    AveragedPosterior
        Weighed draws over all models.

    Raises
    ------
    InvalidHistories
        When there are too many models to average over.

    References
    ----------
    King & Brooks (2001), Biometrika 88; Ntzoufras, Dellaportas & Forster (2003), J. Statist.
    Plann. Inference 111; Sabanes Bove & Held (2011), Bayesian Anal. 6; Overstall & King (2014),
    J. Stat. Softw. 58(7).
    """
    t = len(counts).bit_length() - 1
    number = count_models(t, order)
    if number is None or number > MOST_MODELS:
        size = {"lists": t, "most": MOST_MODELS, "order": order}
        raise InvalidHistories(messages.TOO_MANY_TO_AVERAGE.filled(**size))
    space = _Space.of(counts, order)
    table = counts[1:].astype(float)
    pieces = _pieces(space, table, prior, progress)
    return _together(space, counts, pieces, rng)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Models at one prior variance: tops, and the log weight of that variance."""

    problem: Regression
    members: NDArray[np.intp]
    approximation: LaplaceApproximation
    log_prior: float

    @property
    def logs(self) -> Floats:
        return self.approximation.log_evidence + self.log_prior

    def only(self, chosen: Flags) -> _Piece:
        approximation = self.approximation
        rows = (
            approximation.columns[chosen],
            approximation.modes[chosen],
            approximation.cholesky[chosen],
            approximation.log_joints[chosen],
        )
        return _Piece(
            self.problem, self.members[chosen], LaplaceApproximation(*rows), self.log_prior
        )


def _pieces(space: _Space, table: Floats, prior: Prior, progress: Progress) -> list[_Piece]:
    everyone = np.arange(len(space.columns))
    if prior == "unit":
        return _approximated(space, table, everyone, (1.0, 0.0), progress)
    # the models that matter at one variance are those that matter at all, with room to spare
    probe = _approximated(space, table, everyone, (2.0, 0.0), silent)
    best = max(piece.logs.max() for piece in probe)
    room = 2 * NEGLIGIBLE
    members = np.concatenate([piece.members[piece.logs > best - room] for piece in probe])
    step = np.log(VARIANCES[1] / VARIANCES[0])
    pieces = []
    for done, variance in enumerate(VARIANCES):
        log_prior = np.log(step) - HYPER_SHAPE * np.log(variance) - HYPER_SCALE / variance
        pieces += _approximated(space, table, members, (variance, float(log_prior)), silent)
        progress(done + 1, len(VARIANCES))
    return pieces


def _approximated(
    space: _Space,
    table: Floats,
    members: NDArray[np.intp],
    variance: tuple[float, float],
    progress: Progress,
) -> list[_Piece]:
    precision = np.full(len(space.masks), 1 / variance[0])
    precision[0] = 0
    problem = Regression(space.design, table, precision)
    pieces = []
    for start in range(0, len(members), CHUNK):
        chosen = members[start : start + CHUNK]
        approximation = laplace(problem, space.columns[chosen])
        pieces.append(_Piece(problem, chosen, approximation, variance[1]))
        progress(start + len(chosen), len(members))
    return pieces


@dataclass(frozen=True, slots=True)
class _Sample:
    """Weighed draws: which model each is from, its expected unseen, and the log of its weight."""

    member: NDArray[np.intp]
    unseen: Floats
    log_weight: Floats


def _together(
    space: _Space, counts: Counts, pieces: list[_Piece], rng: np.random.Generator
) -> AveragedPosterior:
    total = float(logsumexp(np.concatenate([piece.logs for piece in pieces])))
    samples = []
    for piece in pieces:
        share = np.exp(piece.logs - total)
        for chosen, size in (
            (share >= BEST_SHARE, DRAWS_OF_BEST),
            ((share < BEST_SHARE) & (share > np.exp(-NEGLIGIBLE - ROOM)), DRAWS),
        ):
            samples += _sampled(piece.only(chosen), space.empty, rng, size)
    member = np.concatenate([sample.member for sample in samples])
    log_weight = np.concatenate([sample.log_weight for sample in samples])
    weight = np.exp(log_weight - logsumexp(log_weight))
    expected = np.concatenate([sample.unseen for sample in samples])
    population = float(counts.sum()) + rng.poisson(np.minimum(expected, 1e15)).astype(float)
    return _summary(space, member, population, weight)


def _sampled(piece: _Piece, empty: Floats, rng: np.random.Generator, size: int) -> list[_Sample]:
    """Draw in small batches, so that memory stays bounded."""
    found = []
    for start in range(0, len(piece.members), 50):
        rows = np.zeros(len(piece.members), dtype=bool)
        rows[start : start + 50] = True
        part = piece.only(rows)
        drawn = draw(part.problem, part.approximation, rng, size)
        with np.errstate(divide="ignore"):
            logs = np.log(drawn.weights) + drawn.log_evidence[:, None] + piece.log_prior
        unseen = np.exp(drawn.coefficients @ empty)
        found.append(_Sample(np.repeat(part.members, size), unseen.ravel(), logs.ravel()))
    return found


def _summary(
    space: _Space, member: NDArray[np.intp], population: Floats, weight: Floats
) -> AveragedPosterior:
    number = len(space.names)
    share = np.bincount(member, weights=weight, minlength=number)
    order = np.argsort(-share, kind="stable")[:MODELS_SHOWN]
    shown = tuple(
        ModelShare(space.names[m], float(share[m]), _median(population, weight, member == m))
        for m in order
        if share[m] > 0
    )
    together = {
        tuple(bit + 1 for bit in range(mask.bit_length()) if mask >> bit & 1): float(
            share[space.columns[:, i]].sum()
        )
        for i, mask in enumerate(space.masks)
        if mask.bit_count() > 1
    }
    # evenly spaced quantiles stand in for draws without weights when looking for modes
    even = weighted_quantile(population, weight, (np.arange(RESAMPLED) + 0.5) / RESAMPLED)
    return AveragedPosterior(
        population=population,
        weights=weight,
        models=shown,
        together=together,
        considered=space.considered,
        effective=float(1 / (weight**2).sum()),
        modes=modes(even),
    )


def _median(population: Floats, weight: Floats, chosen: Flags) -> float:
    return float(weighted_quantile(population[chosen], weight[chosen], np.array([0.5]))[0])
