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
from numpy.typing import NDArray

from telwerk._kernels import threads
from telwerk.localised import LocalisedText, percent
from telwerk.mse import messages
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.models.covariate_search import search
from telwerk.mse.models.covariates import Design, NotValid, Terms, require_valid, zero_cells
from telwerk.mse.models.poisson import Floats, NoFit, PoissonFit, fit_poisson
from telwerk.mse.results import assumptions
from telwerk.mse.results.estimate import Estimate, Interval, Part, Status
from telwerk.progress import Progress, silent

MOST_ROUNDS = 5000
SETTLED = 1e-12

AT_RANDOM = LocalisedText(
    nl="Of iets onbekend is, hangt niet af van wat het zou zijn, gegeven wat wel bekend is.",
    en="Whether something is unknown does not depend on what it would be, given what is known.",
)


@dataclass(frozen=True, slots=True)
class EMFit:
    """A fit to a table with unknown covariates.

    Attributes
    ----------
    fit
        Last fit to the completed table; its information is that of complete data.
    columns
        Columns of the model in the design.
    expected
        Expected count of every cell, the unseen ones included.
    counts
        The completed table.
    loglik
        Log-likelihood of what was seen, up to a constant.
    rounds
        Rounds of completing and fitting.
    """

    fit: PoissonFit
    columns: NDArray[np.intp]
    expected: Floats
    counts: Floats
    loglik: float
    rounds: int

    @property
    def estimate(self) -> float:
        """Expected number of people in all cells."""
        return float(self.expected.sum())


@dataclass(frozen=True, slots=True)
class MissingPatterns:
    """Groups of people with unknown covariates: how many, and which cells they may be in."""

    counts: Floats
    group: NDArray[np.intp]
    cell: NDArray[np.intp]

    @classmethod
    def of(cls, table: CovariateTable) -> MissingPatterns:
        """Find the cells that agree with what is known of each group."""
        numbers = np.arange(table.counts.size).reshape(table.counts.shape)
        groups, cells = [], []
        for g, person in enumerate(table.partial):
            known = (slice(None) if level is None else level for level in person.levels)
            found = numbers[(person.mask, *known)].ravel()
            cells.append(found)
            groups.append(np.full(found.size, g))
        counts = np.array([person.count for person in table.partial], dtype=float)
        if not groups:
            return cls(counts, np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))
        return cls(counts, np.concatenate(groups), np.concatenate(cells))

    def spread(self, expected: Floats) -> Floats:
        """Spread each group over its cells in proportion to what is expected there."""
        if not self.counts.size:
            return np.zeros(expected.size)
        part = expected[self.cell]
        total = np.bincount(self.group, weights=part, minlength=self.counts.size)
        share = part * (self.counts / np.maximum(total, 1e-300))[self.group]
        return np.bincount(self.cell, weights=share, minlength=expected.size).astype(np.float64)

    def log_totals(self, expected: Floats) -> float:
        """Log-likelihood of the groups, given the expected counts of all cells."""
        total = np.bincount(self.group, weights=expected[self.cell], minlength=self.counts.size)
        return float(self.counts @ np.log(np.maximum(total, 1e-300)))


def fit_by_em(
    design: Design, known: Floats, unknown: MissingPatterns, terms: Terms, *, ridge: float = 0.0
) -> EMFit:
    """Alternate completing the table and fitting the model until neither changes.

    Parameters
    ----------
    known
        Counts of people of whom everything is known, one per cell.
    ridge
        Penalty ridge * b**2 on every coefficient but the intercept, for tables too thin for
        the model.

    Raises
    ------
    NotValid
        When the fit to the completed table fails, or nothing settles.

    References
    ----------
    Dempster, Laird & Rubin (1977), JRSS-B 39; van der Heijden, Cruyff, Smith et al. (2022),
    JRSS-A 185.
    """
    columns = design.columns(terms)
    penalty = np.full(len(columns), 2 * ridge)
    penalty[0] = 0
    possible = ~zero_cells(design, known + unknown.spread(np.ones(known.size)), terms)
    use = design.seen & possible
    expected = np.where(possible, 1.0, 0.0)
    before, start = -np.inf, None
    for number in range(1, MOST_ROUNDS + 1):
        counts = known + unknown.spread(expected)
        try:
            fit = fit_poisson(
                design.rows, counts, columns=columns, use=use, ridge=penalty, start=start
            )
        except NoFit as problem:
            raise NotValid(Status.NOT_CONVERGED) from problem
        expected = np.where(possible, np.exp(design.predicted(columns, fit.coefficients)), 0.0)
        loglik = _loglik(known, unknown, expected, use)
        if abs(loglik - before) < SETTLED * (abs(loglik) + 0.1):
            return EMFit(fit, columns, expected, counts, loglik, number)
        before, start = loglik, fit.coefficients
    raise NotValid(Status.NOT_CONVERGED)


def _loglik(
    known: Floats, unknown: MissingPatterns, expected: Floats, use: NDArray[np.bool_]
) -> float:
    inside = use & (known > 0)
    return float(
        known[inside] @ np.log(expected[inside])
        + unknown.log_totals(expected)
        - expected[use].sum()
    )


@dataclass(frozen=True, slots=True)
class IncompleteSettings:
    """Which model, and how to make the interval.

    ``terms`` are pairs of names such as ``("A", "sex")``; None lets the search choose on the
    people of whom everything is known.
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
    """
    own = settings or IncompleteSettings()
    design = Design(table)
    known, unknown = table.counts.ravel().astype(float), MissingPatterns.of(table)
    try:
        terms = _terms(design, own.terms, known)
        if own.ridge == 0:
            require_valid(design, known + unknown.spread(np.ones(known.size)), terms)
        fitted = fit_by_em(design, known, unknown, terms, ridge=own.ridge)
    except NotValid as refusal:
        return _result(design, own, refusal.status)
    drawn = _redraw(design, (known, unknown, terms), own, progress)
    return _result(design, own, Status.OK, (fitted, terms, drawn))


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


def _result(
    design: Design,
    settings: IncompleteSettings,
    status: Status,
    found: tuple[EMFit, Terms, Floats] | None = None,
) -> Estimate:
    table = design.table
    share = sum(person.count for person in table.partial) / table.observed
    cells = _cells(design)
    return Estimate(
        method="incomplete",
        observed=table.observed,
        lists=table.lists,
        input_digest=table.digest,
        status=status,
        estimate=found[0].estimate if found else None,
        interval=_interval(found[2], np.ones(table.counts.size), settings) if found else None,
        model=_model(design, found[1]) if found else None,
        parts=tuple(_part(design, name, own, settings, found) for name, own in cells)
        if found
        else (),
        assumptions=(*assumptions.ALWAYS, assumptions.PAIRS, assumptions.SAME_HIDDEN, AT_RANDOM),
        remarks=(_share_remark(share),),
        diagnostics=_diagnostics(design, found[0], settings, share) if found else {},
        options={
            "ridge": settings.ridge,
            "replicates": settings.replicates,
            "level": settings.level,
        },
        seed=settings.seed,
    )


def _model(design: Design, terms: Terms) -> str:
    return " + ".join(design.name(pair) for pair in sorted(terms)) or "main effects"


def _cells(design: Design) -> list[tuple[str, Floats]]:
    return [
        (f"{covariate.name}={level}", (design.level[i] == place).astype(float))
        for i, covariate in enumerate(design.table.covariates)
        for place, level in enumerate(covariate.levels)
    ]


def _part(
    design: Design,
    name: str,
    cells: Floats,
    settings: IncompleteSettings,
    found: tuple[EMFit, Terms, Floats],
) -> Part:
    """A subgroup; people whose level is unknown are in none of them."""
    return Part(
        label=name,
        observed=round(float(cells @ design.table.counts.ravel())),
        estimate=float(cells @ found[0].expected),
        interval=_interval(found[2], cells, settings),
    )


def _interval(drawn: Floats, cells: Floats, settings: IncompleteSettings) -> Interval | None:
    if len(drawn) < 2:
        return None
    ends = np.quantile(drawn @ cells, [(1 - settings.level) / 2, (1 + settings.level) / 2])
    return Interval(float(ends[0]), float(ends[1]), settings.level, "bootstrap of people")


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
