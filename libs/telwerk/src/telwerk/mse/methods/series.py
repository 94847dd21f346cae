# SPDX-License-Identifier: MIT
"""Estimates per year that borrow strength, and the change between years with its interval.

Each year by itself is often too thin for a model with dependence. Here one model holds for all
years, and its effects move from year to year by small steps: those of the level, of the lists
and of the dependences each have their own size of step, which the data choose. Steps of size
zero would join all years into one table; large steps would take each year by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from telwerk.arrays import Counts
from telwerk.localised import LocalisedText, percent
from telwerk.mse import messages
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.methods.smoothing import Series, smooth_series
from telwerk.mse.models.hierarchical import Masks, closed, model_name, parse_model
from telwerk.mse.models.loglinear import fit_model
from telwerk.mse.models.search import best_of_all
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder, equal_tailed, quantiles_of
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import Part
from telwerk.mse.results.status import Status
from telwerk.progress import Progress, silent

USABLE_R_HAT = 1.05
GRADUAL = LocalisedText(
    nl="Het bereik van de lijsten en hun samenhang verschuiven van jaar op jaar geleidelijk.",
    en="The reach of the lists and their dependence shift gradually from year to year.",
)
EACH_YEAR = LocalisedText(
    nl="Het totaal telt iemand mee in elk jaar waarin die erbij hoorde.",
    en="The total counts a person in every year in which they belonged.",
)


@dataclass(frozen=True, slots=True)
class SeriesSettings:
    """Settings of a series; the model ``best`` is chosen by BIC on all years together.

    Attributes
    ----------
    model
        Name of the model, or ``best``.
    order
        Largest number of lists in one interaction.
    level
        Probability inside the interval, such as 0.95.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    """

    model: str = "best"
    order: int = 2
    level: float = 0.95
    seed: int = 1


def estimate_series(
    table: CovariateTable, settings: SeriesSettings | None = None, *, progress: Progress = silent
) -> Estimate:
    """Estimate per year; the table has one covariate, the year.

    The parts are the years. The change from each year to the next, and from the first to the
    last, stands in the diagnostics, beside what each year says by itself.

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
        When the table has another covariate than the year, or unknown years.

    References
    ----------
    Cormack (1989), Biometrics 45; Rue & Held (2005), chapter 3.

    Examples
    --------
    >>> columns = {"A": [1, 0, 1, 1, 0, 1], "B": [0, 1, 1, 0, 1, 1], "n": [60, 50, 20, 66, 55, 22],
    ...            "year": [2019] * 3 + [2020] * 3}
    >>> table = CovariateTable.of(columns, lists=["A", "B"], covariates=["year"], count="n")
    >>> found = estimate_series(table, SeriesSettings(model="[1,2]"))
    >>> [part.label for part in found.parts]
    ['year=2019', 'year=2020']
    """
    own = settings or SeriesSettings()
    builder = EstimateBuilder(
        method="series",
        counted=table,
        options={"model": own.model, "order": own.order, "level": own.level},
        assumptions=(*assumptions.ALWAYS, assumptions.PAIRS, assumptions.SAME_HIDDEN, GRADUAL),
        seed=own.seed,
    )
    if len(table.covariates) != 1 or table.partial:
        raise InvalidHistories(messages.ONE_YEAR_COLUMN)
    pooled = table.histories()
    model = _model(pooled, own)
    status = Status.NO_VALID_MODEL if model is None else _status(pooled, model)
    if model is None or status is not Status.OK:
        return builder.none(status)
    years = table.covariates[0].levels
    series = smooth_series(table.counts, model, years, np.random.default_rng(own.seed))
    progress(1, 1)
    if not series.worst.usable(r_hat=USABLE_R_HAT):
        return builder.none(Status.NOT_CONVERGED)
    return _estimate(builder, (table, own), series, model)


def _model(pooled: CaptureHistories, settings: SeriesSettings) -> Masks | None:
    if settings.model != "best":
        return parse_model(settings.model, pooled.t)
    choice = best_of_all(pooled, order=settings.order, criterion="bic", ntop=1)
    return choice.model if choice else None


def _status(pooled: CaptureHistories, model: Masks) -> Status:
    return Status.of_code(int(fit_model(pooled.counts, model).status[0]))


def _estimate(
    builder: EstimateBuilder,
    input_: tuple[CovariateTable, SeriesSettings],
    series: Series,
    model: Masks,
) -> Estimate:
    table, settings = input_
    return builder.posterior(
        quantiles_of(series.population.sum(axis=1)),
        settings.level,
        model=model_name(model, table.t),
        parts=_years(table.covariates[0].name, series, settings.level),
        remarks=(EACH_YEAR, *_change_remark(series, settings.level)),
        diagnostics=_diagnostics(table, settings, series, model),
        convergence=series.worst.to_dict(),
    )


def _years(name: str, series: Series, level: float) -> tuple[Part, ...]:
    """One part per year, each from its own draws."""
    quantiles = [quantiles_of(population) for population in series.population.T]
    return tuple(
        Part(f"{name}={year}", observed, quantile(0.5), equal_tailed(quantile, level))
        for year, observed, quantile in zip(series.years, series.observed, quantiles, strict=True)
    )


def _diagnostics(
    table: CovariateTable, settings: SeriesSettings, series: Series, model: Masks
) -> dict[str, object]:
    last = len(series.years) - 1
    pairs = [(y, y + 1) for y in range(last)] + ([(0, last)] if last > 1 else [])
    return {
        "changes": [series.change(a, b, settings.level) for a, b in pairs],
        "steps": dict(zip(("level", "lists", "dependence"), series.steps, strict=True)),
        "alone": [_alone(table.counts[:, y], model) for y in range(last + 1)],
    }


def _alone(counts: Counts, model: Masks) -> dict[str, object]:
    """What one year says by itself, or why it says nothing."""
    fit = fit_model(counts, closed(len(counts).bit_length() - 1, model))
    status = Status.of_code(int(fit.status[0]))
    number = float(fit.estimate()[0]) if status is Status.OK else None
    return {"estimate": number, "status": str(status)}


def _change_remark(series: Series, level: float) -> tuple[LocalisedText, ...]:
    last = len(series.years) - 1
    if last == 0:
        return ()
    found = series.change(0, last, level)
    low, high = series.interval(series.population[:, last] / series.population[:, 0], level)
    first, final = series.years[0], series.years[last]
    if low > 1 or high < 1:
        nl, en = ("steeg", "rose") if low > 1 else ("daalde", "fell")
        return (
            LocalisedText(
                nl=f"Van {first} tot {final} {nl} het aantal: het werd "
                f"{percent(low, 'nl')} tot {percent(high, 'nl')} van wat het was.",
                en=f"From {first} to {final} the number {en}: it became "
                f"{percent(low, 'en')} to {percent(high, 'en')} of what it was.",
            ),
        )
    chance = float(str(found["chance_of_rise"]))
    return (
        LocalisedText(
            nl=f"Of het aantal tussen {first} en {final} steeg of daalde, is niet te zeggen "
            f"(kans op een stijging: {percent(chance, 'nl')}).",
            en=f"Whether the number rose or fell between {first} and {final} cannot be said "
            f"(chance of a rise: {percent(chance, 'en')}).",
        ),
    )
