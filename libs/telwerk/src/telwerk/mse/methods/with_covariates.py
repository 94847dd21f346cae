# SPDX-License-Identifier: MIT
"""Methods for people of whom more is known than their lists, chosen by name.

What :mod:`telwerk.mse.methods` is for capture histories, this is for tables with covariates.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from telwerk.localised import LocalisedText
from telwerk.mse import messages
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.methods.covariates import CovariateSettings, estimate_covariates
from telwerk.mse.methods.declaration import Method, Option, Value
from telwerk.mse.methods.incomplete import IncompleteSettings, estimate_incomplete
from telwerk.mse.methods.options import CRITERION, LEVEL, ORDER, REPLICATES, SEED
from telwerk.mse.methods.series import SeriesSettings, estimate_series
from telwerk.mse.results.estimate import Estimate
from telwerk.progress import Progress, silent

MOST_LISTS = 10
YEAR = Option(
    name="year",
    kind=str,
    default=None,
    help=LocalisedText(nl="Welk kenmerk het jaar is.", en="Which characteristic is the year."),
)
BY = Option(
    name="by",
    kind=str,
    default=None,
    help=LocalisedText(
        nl="Verdeel de andere kenmerken ook hiernaar.",
        en="Divide the other characteristics by this one too.",
    ),
)
REPEAT = Option(
    name="repeat",
    kind=str,
    default="selection",
    choices=("selection", "model", "none"),
    help=LocalisedText(
        nl="Wat voor de band elke keer wordt overgedaan.",
        en="What is done again each time for the interval.",
    ),
)
STRUCTURAL = Option(
    name="structural",
    kind=str,
    default="none",
    choices=("none", "pairs"),
    help=LocalisedText(
        nl="Op welke lijsten niemand samen kan staan.",
        en="On which lists nobody can stand together.",
    ),
)
SERIES = Method(
    name="series",
    title=LocalisedText(nl="Reeks over de jaren", en="Series over years"),
    summary=LocalisedText(
        nl="Een getal per jaar; jaren met weinig mensen leunen op de jaren ernaast.",
        en="A number per year; years with few people lean on those beside them.",
    ),
    run="telwerk.mse.methods.with_covariates:by_year",
    options=(YEAR, ORDER, LEVEL, SEED),
    most_lists=MOST_LISTS,
    stochastic=True,
)
COVARIATES = Method(
    name="covariates",
    title=LocalisedText(
        nl="Met kenmerken (de Nederlandse methode)", en="With covariates (Dutch method)"
    ),
    summary=LocalisedText(
        nl="Een getal voor elke groep; de groepen tellen op tot het geheel.",
        en="A number for every group; the groups add up to the whole.",
    ),
    run="telwerk.mse.methods.with_covariates:by_covariates",
    options=(CRITERION, BY, REPEAT, replace(REPLICATES, default=200), STRUCTURAL, LEVEL, SEED),
    most_lists=MOST_LISTS,
    stochastic=True,
)
METHODS: Mapping[str, Method] = {method.name: method for method in (COVARIATES, SERIES)}


def estimate_table(
    table: CovariateTable, name: str, *, progress: Progress = silent, **options: Value
) -> Estimate:
    """Estimate with one of these methods; unknown and impossible options are refused.

    Parameters
    ----------
    table
        Counts by history and covariates.
    name
        ``covariates`` or ``series``.
    progress
        Told how much is done, as (done, total).
    options
        Options of the method, by name.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Cruyff, van Dijk & van der Heijden (2017), Chance 30(3).

    Examples
    --------
    >>> columns = {"A": [1, 0, 1, 1, 0, 1], "B": [0, 1, 1, 0, 1, 1], "n": [60, 50, 20, 30, 25, 10],
    ...            "sex": list("mmmfff")}
    >>> table = CovariateTable.of(columns, lists=["A", "B"], covariates=["sex"], count="n")
    >>> estimate_table(table, "covariates", repeat="none").method
    'covariates'
    """
    method = METHODS[name]
    table.histories().require_lists(
        least=method.least_lists, most=method.most_lists, alternative=method.alternative
    )
    run: Callable[..., Estimate] = {"series": by_year, "covariates": by_covariates}[name]
    return run(table, progress=progress, **method.settings(options))


def by_covariates(
    table: CovariateTable, *, progress: Progress = silent, **options: Any
) -> Estimate:
    """Estimate the whole and its subgroups; people of whom some are unknown are kept.

    Parameters
    ----------
    table
        Counts by history and covariates.
    progress
        Told how much is done, as (done, total).
    options
        Fields of :class:`CovariateSettings`.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.
    """
    if table.partial:
        kept = {name: options[name] for name in ("replicates", "level", "seed")}
        return estimate_incomplete(table, IncompleteSettings(**kept), progress=progress)
    return estimate_covariates(table, CovariateSettings(**options), progress=progress)


def by_year(
    table: CovariateTable, *, year: str | None, progress: Progress = silent, **options: Any
) -> Estimate:
    """Estimate per year, summed over what else is known.

    Parameters
    ----------
    table
        Counts by history and covariates.
    year
        Which covariate is the year; an only one need not be named.
    progress
        Told how much is done, as (done, total).
    options
        Fields of :class:`SeriesSettings`.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.
    """
    return estimate_series(along(table, year), SeriesSettings(**options), progress=progress)


def along(table: CovariateTable, name: str | None) -> CovariateTable:
    """Keep one covariate and sum over the others; an only one need not be named.

    Parameters
    ----------
    table
        Counts by history and covariates.
    name
        Name of the covariate to keep.

    Returns
    -------
    CovariateTable
        A table with one covariate.

    Raises
    ------
    InvalidHistories
        When the covariate is not there, or several are and none is named.
    """
    names = [covariate.name for covariate in table.covariates]
    if name is None and len(names) == 1:
        return table
    if name not in names:
        if name is None:
            raise InvalidHistories(messages.ONE_YEAR_COLUMN)
        raise InvalidHistories(messages.NO_VARIABLE.filled(name=name, names=names))
    at = names.index(name)
    counts = table.counts.sum(axis=tuple(1 + i for i in range(len(names)) if i != at))
    partial = tuple(replace(p, levels=(p.levels[at],)) for p in table.partial)
    for person in (p for p in partial if p.levels[0] is not None):
        counts[person.mask, person.levels[0]] += person.count
    left = tuple(p for p in partial if p.levels[0] is None)
    return CovariateTable(table.lists, (table.covariates[at],), counts, left)
