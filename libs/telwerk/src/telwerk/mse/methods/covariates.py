# SPDX-License-Identifier: MIT
"""The Dutch method as one call: from people with covariates to subgroups that add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from telwerk.arrays import Floats
from telwerk.localised import LocalisedText, whole
from telwerk.mse import messages
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.models.covariate_design import Design, structural_zeros
from telwerk.mse.models.covariate_search import Path, Step, search
from telwerk.mse.models.covariates import CovariateFit, NotValid
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder, finite_or_none
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import Interval, Part
from telwerk.mse.uncertainty.covariate_bootstrap import Replicates, Resampling, bootstrap
from telwerk.progress import Progress, silent

Criterion = Literal["bic", "aic", "aicc"]
Repeat = Literal["selection", "model", "none"]
Structural = Literal["none", "pairs"]


@dataclass(frozen=True, slots=True)
class CovariateSettings:
    """Settings for lists with covariates: the choice of the model, and the intervals.

    ``repeat`` says what every bootstrap table goes through: the whole choice of model
    (``selection``), the chosen model only (``model``), or no bootstrap at all (``none``).
    ``by`` names a covariate, such as the year, by whose levels the others are divided too.
    ``structural`` says whether nobody can be on two lists that never meet (``pairs``).

    Attributes
    ----------
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    repeat
        What every bootstrap table goes through.
    replicates
        Number of bootstrap tables.
    level
        Probability inside the interval, such as 0.95.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    by
        Covariate by which the others are divided too.
    structural
        Whether nobody can be on two lists that never meet.
    """

    criterion: Criterion = "bic"
    repeat: Repeat = "selection"
    replicates: int = 200
    level: float = 0.95
    seed: int = 1
    by: str | None = None
    structural: Structural = "none"

    def to_dict(self) -> dict[str, object]:
        """Give the settings as plain values, without the seed.

        Returns
        -------
        dict[str, object]
            JSON values.
        """
        return {
            "criterion": self.criterion,
            "repeat": self.repeat,
            "replicates": self.replicates,
            "level": self.level,
            "by": self.by,
            "structural": self.structural,
        }


def estimate_covariates(
    table: CovariateTable, settings: CovariateSettings | None = None, *, progress: Progress = silent
) -> Estimate:
    """Estimate a population and its subgroups from lists and covariates.

    Parameters
    ----------
    table
        Counts by history and covariates.
    settings
        How to estimate; the defaults when left out.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    Raises
    ------
    InvalidHistories
        When some covariates are unknown.

    References
    ----------
    Cruyff, van Dijk & van der Heijden (2017), Chance 30(3).

    Examples
    --------
    >>> table = CovariateTable.of(
    ...     {"A": [1, 0, 1, 1, 0, 1], "B": [0, 1, 1, 0, 1, 1], "sex": list("mmmfff"),
    ...      "count": [60, 50, 20, 30, 25, 10]},
    ...     lists=["A", "B"], covariates=["sex"], count="count",
    ... )
    >>> result = estimate_covariates(table, CovariateSettings(repeat="none"))
    >>> [part.label for part in result.parts]
    ['sex=f', 'sex=m']
    """
    own = settings or CovariateSettings()
    builder = EstimateBuilder(
        method="covariates",
        counted=table,
        options=own.to_dict(),
        assumptions=(*assumptions.ALWAYS, assumptions.PAIRS, assumptions.SAME_HIDDEN),
        seed=own.seed,
    )
    if table.partial:
        raise InvalidHistories(messages.SOME_UNKNOWN)
    impossible = structural_zeros(table) if own.structural == "pairs" else None
    design, counts = Design(table, impossible), table.counts.ravel().astype(float)
    try:
        path = search(design, counts, progress=progress)
    except NotValid as problem:
        return builder.none(problem.status)
    chosen = path.best(own.criterion)
    drawn = None
    if own.repeat != "none":
        resampling = Resampling(
            own.replicates, own.criterion if own.repeat == "selection" else None
        )
        drawn = bootstrap(design, chosen, resampling, np.random.default_rng(own.seed), progress)
    return _estimate(builder, (design, own), (path, chosen), drawn)


def _estimate(
    builder: EstimateBuilder,
    input_: tuple[Design, CovariateSettings],
    choice: tuple[Path, CovariateFit],
    drawn: Replicates | None,
) -> Estimate:
    design, settings = input_
    path, chosen = choice
    return builder.number(
        chosen.estimate,
        _interval(drawn, np.ones(chosen.expected.size), settings),
        model=design.model_name(chosen.terms),
        loglik=chosen.loglik,
        aic=chosen.aic,
        aicc=chosen.aicc,
        bic=chosen.bic,
        parts=_parts(design, chosen, drawn, settings),
        remarks=_remarks(design, path, settings),
        diagnostics={
            "path": [_step(design, number, step) for number, step in enumerate(path.steps)],
            "stages": list(path.stages),
            "refused": [design.name(pair) for pair in path.rejected],
            "failed_replicates": drawn.failed if drawn else 0,
        },
    )


def _interval(
    drawn: Replicates | None, cells: Floats, settings: CovariateSettings
) -> Interval | None:
    if drawn is None:
        return None
    low, high = drawn.interval(cells, settings.level)
    kind = "bootstrap of selection" if settings.repeat == "selection" else "bootstrap of model"
    return Interval(low, high, settings.level, kind)


def _parts(
    design: Design, chosen: CovariateFit, drawn: Replicates | None, settings: CovariateSettings
) -> tuple[Part, ...]:
    """One part per level of each covariate; those of one covariate add up to the whole."""
    counts = design.table.counts.ravel()
    return tuple(
        Part(
            label=label,
            observed=round(float(cells @ counts)),
            estimate=float(cells @ chosen.expected),
            interval=_interval(drawn, cells, settings),
        )
        for label, cells in _divisions(design, settings.by)
    )


def _divisions(design: Design, by: str | None) -> Iterator[tuple[str, Floats]]:
    """Subgroups by name, with the cells (0 or 1) that they consist of."""
    levels = {
        covariate.name: [
            (f"{covariate.name}={level}", (design.level[i] == place).astype(float))
            for place, level in enumerate(covariate.levels)
        ]
        for i, covariate in enumerate(design.table.covariates)
    }
    if by is not None and by not in levels:
        raise InvalidHistories(messages.NO_VARIABLE.filled(name=by, names=list(levels)))
    for division in levels.values():
        yield from division
    for name, division in levels.items():
        if by is None or name == by:
            continue
        for outer, cells in levels[by]:
            yield from ((f"{outer}, {inner}", cells * own) for inner, own in division)


def _step(design: Design, number: int, step: Step) -> dict[str, object]:
    return {
        "step": number,
        "change": f"{step.sign} {design.name(step.pair)}" if step.pair else "",
        "estimate": step.fit.estimate,
        "deviance": step.fit.deviance,
        "residual_df": step.fit.residual_df,
        "aic": step.fit.aic,
        "aicc": finite_or_none(step.fit.aicc),
        "bic": step.fit.bic,
        "refused": [design.name(pair) for pair in step.rejected],
    }


def _remarks(design: Design, path: Path, settings: CovariateSettings) -> tuple[LocalisedText, ...]:
    near = [
        step.fit.estimate
        for step in path.steps
        if getattr(step.fit, settings.criterion)
        - getattr(path.best(settings.criterion), settings.criterion)
        <= 10
    ]
    remarks = [
        LocalisedText(
            nl=f"Modellen op het zoekpad die bijna even goed passen geven "
            f"{whole(min(near), 'nl')} tot {whole(max(near), 'nl')}.",
            en=f"Models on the search path that fit almost as well give "
            f"{whole(min(near), 'en')} to {whole(max(near), 'en')}.",
        )
    ]
    if path.rejected:
        names = ", ".join(design.name(pair) for pair in path.rejected)
        remarks.append(
            LocalisedText(
                nl=f"Geweigerd omdat de cijfers er geen schatting voor dragen: {names}.",
                en=f"Refused because the figures carry no estimate for it: {names}.",
            )
        )
    return tuple(remarks)
