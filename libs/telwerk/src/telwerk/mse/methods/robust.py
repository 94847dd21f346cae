# SPDX-License-Identifier: MIT
"""Two lists of people with characteristics: the doubly robust estimator.

Given what is known of a person, the two lists are taken to be independent. Three chances are
learned for people who were seen: to be on the first list, on the second, on both. The
estimator corrects itself for first-order errors in these: it is close when any two of them are
learned reasonably well. Nobody's chances are learned from that person's own record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from telwerk.localised import LocalisedText
from telwerk.mse import messages
from telwerk.mse.lists.reading import flag, unknown
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.methods.targeted import ListProbabilities, fluctuate
from telwerk.mse.models.poisson import Floats
from telwerk.mse.results import assumptions
from telwerk.mse.results.estimate import Estimate, Interval, Status
from telwerk.mse.uncertainty.intervals import normal_quantile
from telwerk.progress import Progress, silent

Learner: TypeAlias = Callable[[Floats, Floats, Floats], Floats]
Shape = Literal["linear", "quadratic"]
Form = Literal["dr", "pi", "tmle"]

LEAST_CHANCE = 0.005
RIDGE = 1e-6
MOST_STEPS = 100
SHOWS_LITTLE = 0.05
KINDS: dict[Form, str] = {"dr": "doubly robust", "pi": "plug-in", "tmle": "targeted"}

GIVEN_X = LocalisedText(
    nl="Voor mensen met dezelfde kenmerken zijn de twee lijsten onafhankelijk.",
    en="For people with the same characteristics the two lists are independent.",
)


@dataclass(frozen=True, slots=True)
class SizeEstimate:
    """A population with its standard error."""

    size: float
    standard_error: float

    def interval(self, level: float, observed: int, kind: str = "doubly robust") -> Interval:
        """Normal interval, never below the number seen."""
        reach = normal_quantile((1 + level) / 2) * self.standard_error
        low = max(self.size - reach, float(observed))
        return Interval(low, self.size + reach, level, kind)


@dataclass(frozen=True, slots=True)
class RobustEstimate(SizeEstimate):
    """The doubly robust estimate, the plug-in it corrects, and the targeted one.

    ``seen_share`` is the chance to be on at least one of the two lists.
    """

    plug_in: SizeEstimate
    targeted: SizeEstimate
    seen_share: float
    least_both: float

    def form(self, name: Form) -> SizeEstimate:
        """Give one of the three: doubly robust, plug-in, targeted."""
        return {"dr": self, "pi": self.plug_in, "tmle": self.targeted}[name]


def logistic(shape: Shape = "linear") -> Learner:
    """Learn a chance by logistic regression, on x or on x with squares and products."""

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
            break
    return np.asarray(b, dtype=np.float64)


def doubly_robust(
    on_first: NDArray[np.bool_],
    on_second: NDArray[np.bool_],
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
    fluctuated = fluctuate(learned, y1, y2)
    targeted = _sized(float(fluctuated.weight.mean()), _parts(fluctuated, y1, y2))
    return RobustEstimate(
        robust.size, robust.standard_error, plug_in, targeted, n / robust.size, float(q12.min())
    )


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


@dataclass(frozen=True, slots=True)
class TwoListSettings:
    """Which columns hold the two lists and the characteristics, and how to learn."""

    lists: tuple[str, str]
    covariates: Sequence[str]
    shape: Shape = "linear"
    folds: int = 5
    splits: int = 11
    level: float = 0.95
    seed: int = 1
    form: Form = "dr"


def estimate_robust(
    people: Mapping[str, Sequence[Any]],  # columns of any frame; each row is one person
    settings: TwoListSettings,
    *,
    progress: Progress = silent,
) -> Estimate:
    """Estimate from a row per person; a covariate that is not a number gets a column per word."""
    flags = [np.array([flag(v, name) == 1 for v in people[name]]) for name in settings.lists]
    seen = flags[0] | flags[1]
    first, second = flags[0][seen], flags[1][seen]
    x = np.hstack([_numbers(people[name], name)[seen] for name in settings.covariates])
    about = _About(settings, int(seen.sum()), _digest(first, second, x))
    if not (first & second).any():
        return about.refused(Status.NO_OVERLAP)
    found = doubly_robust(
        first,
        second,
        x,
        np.random.default_rng(settings.seed),
        learner=logistic(settings.shape),
        folds=settings.folds,
        splits=settings.splits,
    )
    progress(1, 1)
    return about.estimate(found, int((first & second).sum()))


@dataclass(frozen=True, slots=True)
class _About:
    settings: TwoListSettings
    observed: int
    digest: str

    def refused(self, status: Status) -> Estimate:
        return Estimate(
            method="robust",
            observed=self.observed,
            lists=self.settings.lists,
            input_digest=self.digest,
            status=status,
            options=self._options(),
            seed=self.settings.seed,
        )

    def estimate(self, found: RobustEstimate, both: int) -> Estimate:
        chosen = found.form(self.settings.form)
        return Estimate(
            method="robust",
            observed=self.observed,
            lists=self.settings.lists,
            input_digest=self.digest,
            estimate=chosen.size,
            interval=chosen.interval(self.settings.level, self.observed, KINDS[self.settings.form]),
            assumptions=(*assumptions.ALWAYS, GIVEN_X),
            remarks=_remarks(found),
            diagnostics={
                "standard_error": chosen.standard_error,
                "doubly_robust": found.size,
                "plug_in": found.plug_in.size,
                "targeted": found.targeted.size,
                "both": both,
                "least_chance_of_both": found.least_both,
            },
            options=self._options(),
            seed=self.settings.seed,
        )

    def _options(self) -> dict[str, object]:
        own = self.settings
        return {
            "covariates": list(own.covariates),
            "form": own.form,
            "shape": own.shape,
            "folds": own.folds,
            "splits": own.splits,
            "level": own.level,
        }


def _remarks(found: RobustEstimate) -> tuple[LocalisedText, ...]:
    if found.least_both >= SHOWS_LITTLE:
        return ()
    return (
        LocalisedText(
            nl="Sommige soorten mensen staan bijna nooit op beide lijsten; voor hen rust de "
            "schatting op heel weinig.",
            en="Some kinds of people are hardly ever on both lists; for them the estimate rests "
            "on very little.",
        ),
    )


def _numbers(values: Sequence[Any], name: str) -> Floats:
    """One column for numbers, a 0/1 column per word (but the first) otherwise."""
    gaps = sum(unknown(value) for value in values)
    if gaps:
        raise InvalidHistories(messages.UNKNOWN_VALUES.filled(name=name, gaps=gaps))
    try:
        column = np.array([float(value) for value in values])
    except ValueError:
        names = sorted({str(value) for value in values})
        return np.array([[float(str(v) == word) for word in names[1:]] for v in values])
    if not np.isfinite(column).all():
        raise InvalidHistories(messages.NOT_FINITE.filled(name=name))
    return column[:, None]


def _digest(first: NDArray[np.bool_], second: NDArray[np.bool_], x: Floats) -> str:
    from hashlib import sha256

    content = first.tobytes() + second.tobytes() + np.ascontiguousarray(x).tobytes()
    return sha256(content).hexdigest()
