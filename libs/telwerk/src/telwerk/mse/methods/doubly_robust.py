# SPDX-License-Identifier: MIT
"""The doubly robust estimator of a population from two lists.

Given what is known of a person, the two lists are taken to be independent. Three probabilities
are learned for people who were seen: to be on the first list, on the second, on both. The
estimator corrects itself for first-order errors in these: it is close when any two of them are
learned reasonably well. Nobody's probabilities are learned from that person's own record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Literal, TypeAlias

import numpy as np
from scipy.special import expit

from telwerk.arrays import Flags, Floats
from telwerk.mse.methods.targeted import ListProbabilities, fluctuate
from telwerk.mse.models.poisson import NotConverged
from telwerk.mse.results.interval import Interval
from telwerk.mse.uncertainty.intervals import normal_quantile

Learner: TypeAlias = Callable[[Floats, Floats, Floats], Floats]
Shape = Literal["linear", "quadratic"]
Form = Literal["dr", "pi", "tmle"]
LEAST_CHANCE = 0.005
RIDGE = 1e-6
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class SizeEstimate:
    """A population with its standard error.

    Attributes
    ----------
    size
        Estimated number of people.
    standard_error
        Standard error in people.
    """

    size: float
    standard_error: float

    def interval(self, level: float, observed: int, kind: str = "doubly robust") -> Interval:
        """Normal interval, never below the number seen.

        Parameters
        ----------
        level
            Probability inside the interval, such as 0.95.
        observed
            Number of different people seen.
        kind
            Name of the interval's method.

        Returns
        -------
        Interval
            Limits in people.
        """
        reach = normal_quantile((1 + level) / 2) * self.standard_error
        low = max(self.size - reach, float(observed))
        return Interval(low, self.size + reach, level, kind)


@dataclass(frozen=True, slots=True)
class RobustEstimate(SizeEstimate):
    """The doubly robust estimate, the plug-in it corrects, and the targeted one.

    ``seen_share`` is the chance to be on at least one of the two lists.

    Attributes
    ----------
    plug_in
        The estimate without a correction.
    targeted
        The targeted estimate; None when it did not converge.
    seen_share
        Probability to be on at least one list.
    least_both
        Smallest probability to be on both lists.
    """

    plug_in: SizeEstimate
    targeted: SizeEstimate | None
    seen_share: float
    least_both: float

    def form(self, name: Form) -> SizeEstimate | None:
        """Give one of the three: doubly robust, plug-in, targeted (None when it did not converge).

        Parameters
        ----------
        name
            ``dr``, ``pi`` or ``tmle``.

        Returns
        -------
        SizeEstimate | None
            The estimate, or None.
        """
        return {"dr": self, "pi": self.plug_in, "tmle": self.targeted}[name]


def logistic(shape: Shape = "linear") -> Learner:
    """Learn a chance by logistic regression, on x or on x with squares and products.

    Parameters
    ----------
    shape
        ``linear``, or ``quadratic`` with squares and products.

    Returns
    -------
    Learner
        Learns from x and y, and predicts at other x.
    """

    def learn(x: Floats, y: Floats, at: Floats) -> Floats:
        centre, scale = x.mean(axis=0), x.std(axis=0)
        scale = np.where(scale > 0, scale, 1)
        train = _features((x - centre) / scale, shape)
        return expit(_features((at - centre) / scale, shape) @ _logit_fit(train, y))

    return learn


def _features(x: Floats, shape: Shape) -> Floats:
    columns = [np.ones(len(x)), *x.T]
    if shape == "quadratic":
        columns += [a * b for a, b in combinations_with_replacement(x.T, 2)]
    return np.stack(columns, axis=1)


def _logit_fit(x: Floats, y: Floats) -> Floats:
    """Newton steps with a trace of a ridge, so that separation does no harm."""
    b = np.zeros(x.shape[1])
    for _ in range(MOST_STEPS):
        p = expit(x @ b)
        information = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(b))
        step = np.linalg.solve(information, x.T @ (y - p) - RIDGE * b)
        largest = np.abs(step).max()
        b = b + step * min(1.0, 5.0 / max(largest, 1e-12))
        if largest < 1e-9:
            return np.asarray(b, dtype=np.float64)
    raise NotConverged("the logistic regression did not converge")


def doubly_robust(
    on_first: Flags,
    on_second: Flags,
    x: Floats,
    rng: np.random.Generator,
    *,
    learner: Learner | None = None,
    folds: int = 5,
    splits: int = 11,
) -> RobustEstimate:
    """Estimate a population from two lists and characteristics of the people on them.

    With q1, q2, q12 the chances given x to be on the first list, the second, both, a person
    contributes phi = q1 q2 / q12 * (Y1 / q1 + Y2 / q2 - Y1 Y2 / q12); N = sum phi and
    var = n var(phi) + n m (m - 1) with m = mean phi. The division into folds is random, so the
    median over several ``splits`` is taken.

    Parameters
    ----------
    on_first
        Who is on the first list, shape (people,).
    on_second
        Who is on the second list.
    x
        Characteristics, shape (people, columns).
    rng
        Source of the random numbers.
    learner
        How probabilities are learned; logistic regression when left out.
    folds
        Parts that learn from the others.
    splits
        Random divisions into folds, of which the median is taken.

    Returns
    -------
    RobustEstimate
        The estimate, with the plug-in and the targeted one.

    Raises
    ------
    NotConverged
        When a regression does not converge.

    References
    ----------
    Das, Kennedy & Jewell (2023), arXiv 2104.14091.
    """
    people = (on_first.astype(float), on_second.astype(float), x)
    outcomes = [_one_split(people, rng, learner or logistic(), folds) for _ in range(splits)]
    return sorted(outcomes, key=lambda outcome: outcome.size)[(splits - 1) // 2]


def _one_split(
    people: tuple[Floats, Floats, Floats], rng: np.random.Generator, learner: Learner, folds: int
) -> RobustEstimate:
    y1, y2, x = people
    n = len(x)
    fold = rng.permutation(np.arange(n) % folds)
    q1, q2, q12 = np.empty(n), np.empty(n), np.empty(n)
    for k in range(folds):
        own = fold == k
        others = ~own
        chances = [learner(x[others], y[others], x[own]) for y in (y1, y2, y1 * y2)]
        q1[own], q2[own], q12[own] = _coherent(*chances)
    learned = ListProbabilities(q1 - q12, q2 - q12, q12)
    parts = _parts(learned, y1, y2)
    plug_in = _sized(float(learned.weight.mean()), parts)
    robust = _sized(float(parts.mean()), parts)
    targeted = _targeted(learned, y1, y2)
    return RobustEstimate(
        robust.size, robust.standard_error, plug_in, targeted, n / robust.size, float(q12.min())
    )


def _targeted(learned: ListProbabilities, y1: Floats, y2: Floats) -> SizeEstimate | None:
    """The targeted estimate, or None where its probabilities do not converge."""
    try:
        fluctuated = fluctuate(learned, y1, y2)
    except NotConverged:
        return None
    return _sized(float(fluctuated.weight.mean()), _parts(fluctuated, y1, y2))


def _parts(chances: ListProbabilities, y1: Floats, y2: Floats) -> Floats:
    """What each person seen contributes to the population."""
    corrected = y1 / chances.first + y2 / chances.second - y1 * y2 / chances.both
    return chances.first * chances.second / chances.both * corrected


def _sized(mean: float, parts: Floats) -> SizeEstimate:
    """Give n m with variance n var(parts) + n m (m - 1); m is at least one."""
    n, m = len(parts), max(mean, 1.0)
    return SizeEstimate(n * m, float(np.sqrt(n * float(parts.var(ddof=1)) + n * m * (m - 1))))


def _coherent(q1: Floats, q2: Floats, q12: Floats) -> tuple[Floats, Floats, Floats]:
    """Make three learned chances possible together.

    Everybody here was seen, so q1 + q2 - q12 = 1 at most; q12 is at least the least chance
    and at most either of the others; and 1 >= q12 / (q1 q2).
    """
    both = np.clip(q12, LEAST_CHANCE, 1)
    first = np.minimum(np.maximum(q1, both), 1)
    second = np.maximum(np.minimum(q2, 1 + both - first), both / first)
    return first, second, both
