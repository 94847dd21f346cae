# SPDX-License-Identifier: MIT
"""Two lists of people with characteristics: the doubly robust estimator.

Given what is known of a person, the two lists are taken to be independent. Three chances are
learned for people who were seen: to be on the first list, on the second, on both. The
estimator corrects itself for first-order errors in these: it is close when any two of them are
learned reasonably well. Nobody's chances are learned from that person's own record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from telwerk.arrays import Flags, Floats
from telwerk.localised import LocalisedText
from telwerk.mse import messages
from telwerk.mse.lists.reading import flag, unknown
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.methods.doubly_robust import Form, RobustEstimate, Shape, doubly_robust, logistic
from telwerk.mse.models.poisson import NotConverged
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.status import Status
from telwerk.progress import Progress, silent

SHOWS_LITTLE = 0.05
KINDS: dict[Form, str] = {"dr": "doubly robust", "pi": "plug-in", "tmle": "targeted"}
GIVEN_X = LocalisedText(
    nl="Voor mensen met dezelfde kenmerken zijn de twee lijsten onafhankelijk.",
    en="For people with the same characteristics the two lists are independent.",
)


@dataclass(frozen=True, slots=True)
class TwoListSettings:
    """Settings for two lists: the columns, and how probabilities are learned.

    Attributes
    ----------
    lists
        Columns of the two lists.
    covariates
        Columns with characteristics.
    shape
        ``linear`` or ``quadratic``.
    folds
        Parts that learn from the others.
    splits
        Random divisions into folds.
    level
        Probability inside the interval, such as 0.95.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    form
        ``dr``, ``pi`` or ``tmle``.
    """

    lists: tuple[str, str]
    covariates: Sequence[str]
    shape: Shape = "linear"
    folds: int = 5
    splits: int = 11
    level: float = 0.95
    seed: int = 1
    form: Form = "dr"

    def to_dict(self) -> dict[str, object]:
        """Give the settings as plain values, without the seed and the lists.

        Returns
        -------
        dict[str, object]
            JSON values.
        """
        return {
            "covariates": list(self.covariates),
            "form": self.form,
            "shape": self.shape,
            "folds": self.folds,
            "splits": self.splits,
            "level": self.level,
        }


def estimate_robust(
    people: Mapping[str, Sequence[Any]],  # columns of any frame; each row is one person
    settings: TwoListSettings,
    *,
    progress: Progress = silent,
) -> Estimate:
    """Estimate from a row per person; a covariate that is not a number gets a column per word.

    Parameters
    ----------
    people
        Values by the name of the column, one row per person.
    settings
        Which columns, and how to learn.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    Raises
    ------
    InvalidHistories
        When a characteristic is unknown or not finite.

    References
    ----------
    Das, Kennedy & Jewell (2023), arXiv 2104.14091.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = {"a": rng.random(600) < 0.5, "b": rng.random(600) < 0.4, "x": rng.normal(size=600)}
    >>> found = estimate_robust(people, TwoListSettings(("a", "b"), ["x"]))
    >>> 500 < found.estimate < 700
    True
    """
    flags = [np.array([flag(v, name) == 1 for v in people[name]]) for name in settings.lists]
    seen = flags[0] | flags[1]
    first, second = flags[0][seen], flags[1][seen]
    x = np.hstack([_numbers(people[name], name)[seen] for name in settings.covariates])
    builder = EstimateBuilder(
        method="robust",
        counted=_People(settings.lists, int(seen.sum()), _digest(first, second, x)),
        options=settings.to_dict(),
        assumptions=(*assumptions.ALWAYS, GIVEN_X),
        seed=settings.seed,
    )
    if not (first & second).any():
        return builder.none(Status.NO_OVERLAP)
    try:
        found = doubly_robust(
            first,
            second,
            x,
            np.random.default_rng(settings.seed),
            learner=logistic(settings.shape),
            folds=settings.folds,
            splits=settings.splits,
        )
    except NotConverged:
        return builder.none(Status.NOT_CONVERGED)
    progress(1, 1)
    return _estimate(builder, settings, found, int((first & second).sum()))


@dataclass(frozen=True, slots=True)
class _People:
    """The people of two lists."""

    lists: tuple[str, ...]
    observed: int
    digest: str


def _estimate(
    builder: EstimateBuilder, settings: TwoListSettings, found: RobustEstimate, both: int
) -> Estimate:
    chosen = found.form(settings.form)
    if chosen is None:
        return builder.none(Status.NOT_CONVERGED)
    return builder.number(
        chosen.size,
        chosen.interval(settings.level, builder.counted.observed, KINDS[settings.form]),
        remarks=_remarks(found),
        diagnostics={
            "standard_error": chosen.standard_error,
            "doubly_robust": found.size,
            "plug_in": found.plug_in.size,
            "targeted": found.targeted.size if found.targeted else None,
            "both": both,
            "least_chance_of_both": found.least_both,
        },
    )


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


def _digest(first: Flags, second: Flags, x: Floats) -> str:
    from hashlib import sha256

    content = first.tobytes() + second.tobytes() + np.ascontiguousarray(x).tobytes()
    return sha256(content).hexdigest()
