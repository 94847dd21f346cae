# SPDX-License-Identifier: MIT
"""People of whom some covariates are unknown, by expectation and maximisation.

Leaving people out because their nationality was not written down loses them twice: in what is
seen and in the overlaps. Here each is spread over the kinds of people they may be, in
proportion to what the model expects there; the model is fitted to the completed table; and so
on until nothing moves. This assumes that whether something is unknown does not depend on what
it would have been, given what is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from telwerk._kernels import threads
from telwerk.arrays import Floats
from telwerk.localised import LocalisedText, percent
from telwerk.mse import messages
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.models.covariate_design import Design, Terms
from telwerk.mse.models.covariate_search import search
from telwerk.mse.models.covariates import NotValid, require_valid
from telwerk.mse.models.incomplete import EMFit, MissingPatterns, fit_by_em
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder, equal_tailed, quantiles_of
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import Interval, Part
from telwerk.progress import Progress, silent

AT_RANDOM = LocalisedText(
    nl="Of iets onbekend is, hangt niet af van wat het zou zijn, gegeven wat wel bekend is.",
    en="Whether something is unknown does not depend on what it would be, given what is known.",
)


@dataclass(frozen=True, slots=True)
class IncompleteSettings:
    """Settings for unknown covariates: the model, its penalty, and the interval.

    ``terms`` are pairs of names such as ``("A", "sex")``; None lets the search choose on the
    people of whom everything is known.

    Attributes
    ----------
    terms
        Pairs of names in the model; None lets the search choose.
    ridge
        Penalty on the coefficients.
    replicates
        Number of bootstrap tables.
    level
        Probability inside the interval, such as 0.95.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    """

    terms: Iterable[tuple[str, str]] | None = None
    ridge: float = 0.0
    replicates: int = 200
    level: float = 0.95
    seed: int = 1


def estimate_incomplete(
    table: CovariateTable,
    settings: IncompleteSettings | None = None,
    *,
    progress: Progress = silent,
) -> Estimate:
    """Estimate a population and its subgroups when some covariates are unknown.

    The interval takes percentiles over tables of people drawn again, known and unknown alike;
    the model is kept.

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

    References
    ----------
    van der Heijden, Cruyff, Smith et al. (2022), JRSS-A 185.

    Examples
    --------
    >>> columns = {"A": [1, 0, 1, 1, 0, 1, 1], "B": [0, 1, 1, 0, 1, 1, 0],
    ...            "n": [60, 50, 20, 30, 25, 10, 5], "sex": [*"mmmfff", "NA"]}
    >>> table = CovariateTable.of(columns, lists=["A", "B"], covariates=["sex"], count="n")
    >>> round(estimate_incomplete(table, IncompleteSettings([], replicates=2)).estimate)
    437
    """
    own = settings or IncompleteSettings()
    design = Design(table)
    known, unknown = table.counts.ravel().astype(float), MissingPatterns.of(table)
    share = sum(person.count for person in table.partial) / table.observed
    builder = EstimateBuilder(
        method="incomplete",
        counted=table,
        options={"ridge": own.ridge, "replicates": own.replicates, "level": own.level},
        assumptions=(*assumptions.ALWAYS, assumptions.PAIRS, assumptions.SAME_HIDDEN, AT_RANDOM),
        seed=own.seed,
    )
    try:
        terms = _terms(design, own.terms, known)
        if own.ridge == 0:
            require_valid(design, known + unknown.spread(np.ones(known.size)), terms)
        fitted = fit_by_em(design, known, unknown, terms, ridge=own.ridge)
    except NotValid as problem:
        return builder.none(problem.status, remarks=(_share_remark(share),))
    drawn = _redraw(design, (known, unknown, terms), own, progress)
    return builder.number(
        fitted.estimate,
        _interval(drawn, np.ones(table.counts.size), own),
        model=design.model_name(terms),
        parts=tuple(
            _part(design, name, (cells, fitted, drawn), own) for name, cells in _cells(design)
        ),
        remarks=(_share_remark(share),),
        diagnostics=_diagnostics(design, fitted, own, share),
    )


def _terms(design: Design, named: Iterable[tuple[str, str]] | None, known: Floats) -> Terms:
    if named is None:
        return search(design, known, penalties=(float(np.log(known.sum())),)).best("bic").terms
    names = design.table.names
    missing = [name for pair in named for name in pair if name not in names]
    if missing:
        raise InvalidHistories(messages.NO_VARIABLE.filled(name=missing[0], names=list(names)))
    places = [sorted((names.index(a), names.index(b))) for a, b in named]
    return frozenset((i, j) for i, j in places)


def _redraw(
    design: Design,
    fitted: tuple[Floats, MissingPatterns, Terms],
    settings: IncompleteSettings,
    progress: Progress,
) -> Floats:
    """Expected counts of all cells for tables drawn again; tables without a fit are left out."""
    work = partial(_again, design, fitted, settings.ridge)
    rows = []
    streams = np.random.default_rng(settings.seed).spawn(settings.replicates)
    with ThreadPoolExecutor(threads()) as pool:
        for done, expected in enumerate(pool.map(work, streams), start=1):
            rows += [] if expected is None else [expected]
            progress(done, settings.replicates)
    return np.stack(rows) if rows else np.empty((0, fitted[0].size))


def _again(
    design: Design,
    fitted: tuple[Floats, MissingPatterns, Terms],
    ridge: float,
    rng: np.random.Generator,
) -> Floats | None:
    known, unknown, terms = fitted
    people = np.concatenate([known, unknown.counts])
    drawn = rng.multinomial(round(float(people.sum())), people / people.sum()).astype(float)
    again = MissingPatterns(drawn[known.size :], unknown.group, unknown.cell)
    try:
        return fit_by_em(design, drawn[: known.size], again, terms, ridge=ridge).expected
    except NotValid:
        return None


def _cells(design: Design) -> list[tuple[str, Floats]]:
    return [
        (f"{covariate.name}={level}", (design.level[i] == place).astype(float))
        for i, covariate in enumerate(design.table.covariates)
        for place, level in enumerate(covariate.levels)
    ]


def _part(
    design: Design,
    name: str,
    found: tuple[Floats, EMFit, Floats],
    settings: IncompleteSettings,
) -> Part:
    """A subgroup; people whose level is unknown are in none of them."""
    cells, fitted, drawn = found
    return Part(
        label=name,
        observed=round(float(cells @ design.table.counts.ravel())),
        estimate=float(cells @ fitted.expected),
        interval=_interval(drawn, cells, settings),
    )


def _interval(drawn: Floats, cells: Floats, settings: IncompleteSettings) -> Interval | None:
    if len(drawn) < 2:
        return None
    return equal_tailed(quantiles_of(drawn @ cells), settings.level, "bootstrap of people")


def _diagnostics(
    design: Design, fitted: EMFit, settings: IncompleteSettings, share: float
) -> dict[str, object]:
    errors = np.sqrt(np.diag(fitted.fit.covariance))
    return {
        "unknown_share": share,
        "rounds": fitted.rounds,
        "loglik": fitted.loglik,
        "coefficients": fitted.fit.coefficients.tolist(),
        "complete_data_errors": errors.tolist(),
        "cells": int(design.seen.sum()),
        "ridge": settings.ridge,
    }


def _share_remark(share: float) -> LocalisedText:
    return LocalisedText(
        nl=f"Van {percent(share, 'nl')} van de mensen is iets onbekend; zij tellen mee naar wat "
        "het model bij hen verwacht.",
        en=f"Something is unknown of {percent(share, 'en')} of the people; they count by what "
        "the model expects of them.",
    )
