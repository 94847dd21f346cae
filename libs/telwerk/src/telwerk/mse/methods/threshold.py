# SPDX-License-Identifier: MIT
"""Bayesian thresholding: keep the dependences the data insist on.

All pairs of lists start in the model with a prior that keeps their effects moderate. A pair
stays when its posterior mean is at least ``threshold`` posterior standard deviations from zero.
The model with the pairs that stay is fitted again, and its posterior is the answer.

The posterior is log-concave in at most some thirty dimensions, so weighed independent draws
around its top replace the random walk of the peer.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from telwerk.arrays import Counts, Floats
from telwerk.localised import LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.models.evidence import Draws, Regression, draw, laplace, weighted_quantile
from telwerk.mse.models.hierarchical import closed, model_name, pack
from telwerk.mse.models.loglinear import statuses
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.status import Status
from telwerk.progress import Progress

Prior = Literal["proper", "improper"]

DRAWS = 40_000


class ThresholdError(ArithmeticError):
    """A model has no unique extended maximum likelihood estimate where its priors are flat."""

    def __init__(self, status: Status) -> None:
        super().__init__(
            "The model has no fit that its flat priors would need; the proper prior needs less."
        )
        self.status = status


@dataclass(frozen=True, slots=True)
class ThresholdPosterior:
    """What was kept, why, and the posterior of the population under it.

    ``strength`` gives for each set of lists |mean| / sd of its effect in the model where it was
    judged; ``absent`` are the sets whose effect is minus infinity.

    Attributes
    ----------
    kept
        Masks of the sets that stayed.
    strength
        |mean| / sd of the effect of each set.
    absent
        Masks of sets without people.
    population
        Number of people, one per draw.
    weights
        Weights that sum to one, one per draw.
    effective
        Number of unweighted draws that the weighted ones are worth.
    """

    kept: tuple[int, ...]
    strength: dict[int, float]
    absent: tuple[int, ...]
    population: Floats
    weights: Floats
    effective: float

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
class ThresholdSettings:
    """Settings of Bayesian thresholding: prior, order of interactions, threshold.

    Attributes
    ----------
    prior
        ``proper`` or ``improper`` (flat).
    order
        Largest number of lists in one interaction.
    threshold
        Standard deviations from zero at which an effect stays.
    variance
        Prior variance of the interactions.
    """

    prior: Prior = "proper"
    order: int = 2
    threshold: float = 2.0
    variance: float = 1.0


def threshold_model(
    counts: Counts, rng: np.random.Generator, settings: ThresholdSettings | None = None
) -> ThresholdPosterior:
    """Choose a model by Bayesian thresholding and give the posterior under it.

    Flat priors on the intercept and the lists; on interactions Gaussian with the given variance
    (``proper``) or flat (``improper``: effects at minus infinity are taken out first). With
    order 3, triples whose pairs were all kept are judged by the same rule.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    rng
        Source of the random numbers.
    settings
        How to estimate; the defaults when left out.

    Returns
    -------
    ThresholdPosterior
        The posterior under the model that was chosen.

    Raises
    ------
    ThresholdError
        When independent lists have no estimate, or the prior is flat and the model with all
        pairs has none.

    References
    ----------
    Silverman (2020), JRSS-A 183, section 6.
    """
    own = settings or ThresholdSettings()
    t = len(counts).bit_length() - 1
    # with nothing but flat priors on the lists, their own model must have an estimate
    _require_fit(counts, [], t)
    pairs = [1 << i | 1 << j for i, j in combinations(range(t), 2)]
    if own.prior == "improper":
        _require_fit(counts, pairs, t)
    first = _fit(counts, pairs, own, rng)
    kept = tuple(mask for mask in pairs if first.strength.get(mask, 0) >= own.threshold)
    strength, absent = dict(first.strength), set(first.absent)
    if own.order > 2:
        triples = _closed_triples(kept, t)
        second = _fit(counts, [*sorted(absent), *kept, *triples], own, rng)
        strength |= {mask: second.strength[mask] for mask in triples if mask in second.strength}
        kept += tuple(mask for mask in triples if strength.get(mask, 0) >= own.threshold)
        absent |= set(second.absent)
    last = _fit(counts, [*sorted(absent), *kept], own, rng)
    people = float(counts.sum())
    return ThresholdPosterior(
        kept=kept,
        strength=strength,
        absent=tuple(sorted(absent)),
        population=people + np.exp(last.draws.coefficients[0, :, 0]),
        weights=last.draws.weights[0],
        effective=float(last.draws.effective[0]),
    )


def _require_fit(counts: Counts, pairs: list[int], t: int) -> None:
    code = int(statuses(counts, pack(t, [closed(t, pairs)]))[0])
    if code:
        raise ThresholdError(Status.of_code(code))


def _closed_triples(pairs: tuple[int, ...], t: int) -> list[int]:
    triples = []
    for i, j, k in combinations(range(t), 3):
        parts = {1 << i | 1 << j, 1 << i | 1 << k, 1 << j | 1 << k}
        if parts <= set(pairs):
            triples.append(1 << i | 1 << j | 1 << k)
    return triples


@dataclass(frozen=True, slots=True)
class _Posterior:
    draws: Draws
    strength: dict[int, float]
    absent: tuple[int, ...]


def _fit(
    counts: Counts,
    sets: list[int],
    settings: ThresholdSettings,
    rng: np.random.Generator,
) -> _Posterior:
    """Sample the model with the intercept, all lists and these sets."""
    t = len(counts).bit_length() - 1
    unique = sorted(set(sets), key=lambda mask: (mask.bit_count(), mask))
    absent = tuple(m for m in unique if settings.prior == "improper" and not _on(counts, m))
    left = [mask for mask in unique if mask not in absent]
    masks = [0, *(1 << i for i in range(t)), *left]
    cells = [w for w in range(1, 1 << t) if not any(w & m == m for m in absent)]
    design = np.array([[float(w & m == m) for m in masks] for w in cells])
    precision = np.zeros(len(masks))
    if settings.prior == "proper":
        precision[t + 1 :] = 1 / settings.variance
    problem = Regression(design, counts[cells].astype(float), precision)
    approximation = laplace(problem, np.ones((1, len(masks)), dtype=bool))
    drawn = draw(problem, approximation, rng, DRAWS)
    mean = drawn.weights[0] @ drawn.coefficients[0]
    spread = np.sqrt(drawn.weights[0] @ (drawn.coefficients[0] - mean) ** 2)
    strength = np.abs(mean) / spread
    return _Posterior(drawn, {m: float(strength[t + 1 + i]) for i, m in enumerate(left)}, absent)


def _on(counts: Counts, mask: int) -> int:
    """People on all lists of the mask."""
    return int(sum(counts[w] for w in range(len(counts)) if w & mask == mask))


def estimate_threshold(
    histories: CaptureHistories,
    *,
    progress: Progress,
    threshold: float,
    order: int,
    prior: Prior,
    variance: float,
    level: float,
    seed: int,
) -> Estimate:
    """Estimate by Bayesian thresholding; the estimate is the posterior median.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    threshold
        Standard deviations from zero at which an effect stays.
    order
        Largest number of lists in one interaction.
    prior
        ``proper`` or ``improper`` (flat).
    variance
        Prior variance of the interactions.
    level
        Probability inside the interval, such as 0.95.
    seed
        Start of the random numbers: the same seed gives the same outcome.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Silverman (2020), JRSS-A 183, section 6.
    """
    settings = ThresholdSettings(prior, order, threshold, variance)
    options = {
        "threshold": threshold,
        "order": order,
        "prior": prior,
        "variance": variance,
        "level": level,
    }
    builder = EstimateBuilder(
        method="threshold",
        counted=histories,
        options=options,
        assumptions=(*assumptions.ALWAYS, assumptions.PAIRS, assumptions.SAME_HIDDEN),
        seed=seed,
    )
    if not histories.on_several:
        return builder.none(Status.NO_OVERLAP)
    try:
        chosen = threshold_model(histories.counts, np.random.default_rng(seed), settings)
    except ThresholdError as problem:
        return builder.none(problem.status)
    return builder.posterior(
        chosen.quantile,
        level,
        model=model_name(closed(histories.t, [*chosen.kept, *chosen.absent]), histories.t),
        remarks=_remarks(chosen, threshold),
        diagnostics={
            "strength": {_name(mask): value for mask, value in chosen.strength.items()},
            "kept": [_name(mask) for mask in chosen.kept],
            "minus_infinity": [_name(mask) for mask in chosen.absent],
        },
        convergence={"effective": chosen.effective, "draws": DRAWS},
    )


def _name(mask: int) -> str:
    return ",".join(str(bit + 1) for bit in range(mask.bit_length()) if mask >> bit & 1)


def _remarks(chosen: ThresholdPosterior, threshold: float) -> tuple[LocalisedText, ...]:
    """Sets close to the threshold decide the answer by chance."""
    near = [m for m, value in chosen.strength.items() if abs(value - threshold) < threshold / 4]
    if not near:
        return ()
    sets = "; ".join(_name(mask) for mask in near)
    return (
        LocalisedText(
            nl=f"Deze groepen lijsten liggen dicht bij de drempel: {sets}. Een iets andere drempel "
            "geeft een ander model.",
            en=f"These sets of lists lie close to the threshold: {sets}. A slightly different "
            "threshold gives another model.",
        ),
    )
