# SPDX-License-Identifier: MIT
"""Profile likelihood intervals of models in which people differ in visibility."""

from functools import partial

import numpy as np

from telwerk.arrays import Floats
from telwerk.mse.models.heterogeneity import HeterogeneityFit, all_cells
from telwerk.mse.models.poisson import Rows, fit_poisson
from telwerk.mse.results.interval import Interval
from telwerk.mse.uncertainty.intervals import cormack, profile_of


def profile_interval(
    counts: Floats, fit: HeterogeneityFit, level: float = 0.95
) -> tuple[Interval, float]:
    """Give the multinomial profile likelihood interval of a fit, and the size where it peaks.

    For each size the people who were not seen are put in the empty cell and the model, with the
    effects that were kept, is fitted to all cells.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    fit
        The fit.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    tuple[Interval, float]
        Limits in people, and the size where the likelihood is highest.

    Raises
    ------
    NotConverged
        When the fit at some size does not converge.

    References
    ----------
    Cormack (1992), Biometrics 48; Baillargeon & Rivest (2007), ``closedpCI.t``.
    """
    rows = all_cells(counts, fit)
    height = partial(_height, np.asarray(counts, dtype=float), rows)
    return profile_of(height, int(np.sum(counts[1:])), fit.estimate, level)


def _height(counts: Floats, rows: Rows, size: float) -> float:
    seen = float(np.sum(counts[1:]))
    table = np.concatenate([[size - seen], counts[1:]])
    return cormack(size, size - seen) - fit_poisson(rows, table).deviance / 2
