# SPDX-License-Identifier: MIT
"""Log-linear models of people of whom some covariates are unknown, by the EM algorithm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telwerk.arrays import Flags, Floats
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.models.covariate_design import Design, Terms, zero_cells
from telwerk.mse.models.covariates import NotValid
from telwerk.mse.models.poisson import NoFit, PoissonFit, fit_poisson
from telwerk.mse.results.status import Status

MOST_ROUNDS = 5000
TOLERANCE = 1e-12


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
    """People of whom something is unknown, with the cells that each may belong to.

    Attributes
    ----------
    counts
        Number of people per pattern.
    group
        Pattern of each entry.
    cell
        Cell of each entry that its pattern may be.
    """

    counts: Floats
    group: NDArray[np.intp]
    cell: NDArray[np.intp]

    @classmethod
    def of(cls, table: CovariateTable) -> MissingPatterns:
        """Find the cells that agree with what is known of each group.

        Parameters
        ----------
        table
            Counts by history and covariates.

        Returns
        -------
        MissingPatterns
            One pattern per history and set of known levels.
        """
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
        """Spread each group over its cells in proportion to what is expected there.

        Parameters
        ----------
        expected
            Expected number of people per cell, shape (cells,).

        Returns
        -------
        Floats
            People per cell, shape (cells,).
        """
        if not self.counts.size:
            return np.zeros(expected.size)
        part = expected[self.cell]
        total = np.bincount(self.group, weights=part, minlength=self.counts.size)
        share = part * (self.counts / np.maximum(total, 1e-300))[self.group]
        return np.bincount(self.cell, weights=share, minlength=expected.size).astype(np.float64)

    def log_totals(self, expected: Floats) -> float:
        """Log-likelihood of the groups, given the expected counts of all cells.

        Parameters
        ----------
        expected
            Expected number of people per cell, shape (cells,).

        Returns
        -------
        float
            Their part of the log-likelihood.
        """
        total = np.bincount(self.group, weights=expected[self.cell], minlength=self.counts.size)
        return float(self.counts @ np.log(np.maximum(total, 1e-300)))


def fit_by_em(
    design: Design, known: Floats, unknown: MissingPatterns, terms: Terms, *, ridge: float = 0.0
) -> EMFit:
    """Fit by EM: complete the table and fit the model, until neither changes.

    Parameters
    ----------
    design
        Columns of the variables over all cells.
    known
        Counts of people of whom everything is known, one per cell.
    unknown
        People of whom something is unknown.
    terms
        The pairs of variables in the model.
    ridge
        Penalty ridge * b**2 on every coefficient but the intercept, for tables too thin for
        the model.

    Returns
    -------
    EMFit
        The fit, the completed counts and the number of rounds.

    Raises
    ------
    NotValid
        When the fit to the completed table fails, or nothing converges.

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
        if abs(loglik - before) < TOLERANCE * (abs(loglik) + 0.1):
            return EMFit(fit, columns, expected, counts, loglik, number)
        before, start = loglik, fit.coefficients
    raise NotValid(Status.NOT_CONVERGED)


def _loglik(known: Floats, unknown: MissingPatterns, expected: Floats, use: Flags) -> float:
    inside = use & (known > 0)
    return float(
        known[inside] @ np.log(expected[inside])
        + unknown.log_totals(expected)
        - expected[use].sum()
    )
