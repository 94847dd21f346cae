# SPDX-License-Identifier: MIT
"""Intervals for the whole and for subgroups, with the choice of model repeated.

Tables are drawn from the fitted model: as many people as were estimated, spread over all
cells; those in the unseen cells are then forgotten. Choosing the model again on every table
lets the doubt about the model into the interval; keeping it leaves that doubt out, and gives
an interval that is too short.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from telwerk._kernels import threads
from telwerk.arrays import Floats
from telwerk.mse.models.covariate_design import Design
from telwerk.mse.models.covariate_search import search
from telwerk.mse.models.covariates import CovariateFit, NotValid, fit, require_valid
from telwerk.mse.results.builder import quantiles_of
from telwerk.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Replicates:
    """Expected counts of all cells, one row per table with a valid fit; and how many had none.

    Attributes
    ----------
    expected
        Expected counts, shape (tables, cells).
    failed
        Number of tables without a valid fit.
    """

    expected: Floats
    failed: int

    def interval(self, cells: Floats, level: float) -> tuple[float, float]:
        """Percentiles of the sum over some cells (weights 0 and 1).

        Parameters
        ----------
        cells
            Which cells, as 0 and 1.
        level
            Probability inside the interval, such as 0.95.

        Returns
        -------
        tuple[float, float]
            Limits in people.
        """
        quantile = quantiles_of(self.expected @ cells)
        return quantile((1 - level) / 2), quantile((1 + level) / 2)


@dataclass(frozen=True, slots=True)
class Resampling:
    """How often to draw, and the criterion of the repeated choice (None keeps the model).

    Attributes
    ----------
    times
        Number of tables.
    criterion
        Criterion of the repeated choice; None keeps the model.
    """

    times: int
    criterion: str | None


def bootstrap(
    design: Design,
    fitted: CovariateFit,
    resampling: Resampling,
    rng: np.random.Generator,
    progress: Progress = silent,
) -> Replicates:
    """Draw tables from a fit and estimate each again.

    Parameters
    ----------
    design
        Columns of the variables over all cells.
    fitted
        The fit to draw from.
    resampling
        How often, and whether the choice is repeated.
    rng
        Source of the random numbers.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    Replicates
        Expected counts of every table with a valid fit.

    Raises
    ------
    ArithmeticError
        When no table had a valid fit.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 6.
    """
    work = partial(_again, design, fitted, resampling.criterion)
    rows, failed = [], 0
    with ThreadPoolExecutor(threads()) as pool:
        for done, expected in enumerate(pool.map(work, rng.spawn(resampling.times)), start=1):
            if expected is None:
                failed += 1
            else:
                rows.append(expected)
            progress(done, resampling.times)
    if not rows:
        raise ArithmeticError("No table drawn from the fit had a valid model.")
    return Replicates(np.stack(rows), failed)


def _again(
    design: Design, fitted: CovariateFit, criterion: str | None, rng: np.random.Generator
) -> Floats | None:
    people = fitted.estimate
    drawn = rng.multinomial(round(people), fitted.expected / people).astype(float)
    drawn[~design.seen] = 0
    try:
        if criterion is None:
            require_valid(design, drawn, fitted.terms)
            return fit(design, drawn, fitted.terms).expected
        path = search(design, drawn, penalties=penalties(criterion, drawn), workers=1)
        return path.best(criterion).expected
    except NotValid:
        return None


def penalties(criterion: str, counts: Floats) -> tuple[float, ...]:
    """Stages of the search that are needed to come to the best model by a criterion.

    Parameters
    ----------
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    counts
        Counts of all cells in one row, shape (cells,).

    Returns
    -------
    tuple[float, ...]
        Cost per parameter at each stage.
    """
    first = float(np.log(counts.sum()))
    return (first,) if criterion == "bic" else (first, 2.0)
