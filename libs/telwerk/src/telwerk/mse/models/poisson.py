# SPDX-License-Identifier: MIT
"""Poisson regression with a log link on any design matrix.

The hierarchical log-linear models have a kernel of their own that never forms a design
matrix. This module serves the models that need one: heterogeneity columns, covariates and
penalised fits. Rows are kept sparse, and one set of rows serves many models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from telwerk._kernels import kernel
from telwerk.arrays import Flags, Floats, Places

TOLERANCE = 1e-11
# exp() of a larger linear predictor overflows long before it can describe a count
LARGEST_ETA = 300.0


class NoFit(ArithmeticError):
    """A model has no fit to these counts."""


class NotConverged(NoFit):
    """The iteration or the solver gave no answer: nobody knows whether there is a fit."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a design matrix without their zeros: entries first[r] .. first[r + 1] - 1.

    Attributes
    ----------
    first
        Where the entries of each row begin, and the end: shape (rows + 1,).
    column
        Column of each entry.
    value
        Value of each entry.
    width
        Number of columns.
    """

    first: Places
    column: Places
    value: Floats
    width: int

    @classmethod
    def of(cls, design: Floats) -> Rows:
        """Keep the entries of a matrix that are not zero.

        Parameters
        ----------
        design
            Shape (rows, columns).

        Returns
        -------
        Rows
            The same matrix, sparse.
        """
        row, column = np.nonzero(design)
        first = np.searchsorted(row, np.arange(len(design) + 1)).astype(np.int32)
        return cls(first, column.astype(np.int32), design[row, column], design.shape[1])

    def __len__(self) -> int:
        return len(self.first) - 1

    def place(self, columns: NDArray[np.intp]) -> Places:
        """Say at which position of a model each column stands, -1 for those left out.

        Parameters
        ----------
        columns
            Column numbers of a model.

        Returns
        -------
        Places
            Shape (width,).
        """
        place = np.full(self.width, -1, dtype=np.int32)
        place[columns] = np.arange(len(columns))
        return place


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """A fitted Poisson regression.

    Attributes
    ----------
    coefficients
        Maximum (penalised) likelihood estimate; zero where the others determine it.
    information
        Expected information at the estimate, with the penalty.
    deviance
        Penalised deviance.
    steps
        Newton steps taken.
    """

    coefficients: Floats
    information: Floats
    deviance: float
    steps: int

    @property
    def covariance(self) -> Floats:
        """Inverse information."""
        try:
            return np.asarray(np.linalg.inv(self.information), dtype=np.float64)
        except np.linalg.LinAlgError as problem:
            raise NoFit("the information matrix is singular") from problem


def deviance_of(counts: Floats, fitted: Floats) -> float:
    """Poisson deviance of fitted means against counts.

    Parameters
    ----------
    counts
        Number of people per cell.
    fitted
        Fitted mean per cell.

    Returns
    -------
    float
        0 when they agree exactly.

    Examples
    --------
    >>> deviance_of(np.array([2.0, 0.0]), np.array([2.0, 1.0]))
    2.0
    """
    return float(2.0 * np.sum(xlogy(counts, counts) - xlogy(counts, fitted) - counts + fitted))


def loglik_of(counts: Floats, fitted: Floats) -> float:
    """Poisson log-likelihood of fitted means, with the factorial term.

    Parameters
    ----------
    counts
        Number of people per cell.
    fitted
        Fitted mean per cell.

    Returns
    -------
    float
        The log-likelihood.
    """
    return float(np.sum(xlogy(counts, fitted) - fitted - gammaln(counts + 1)))


def fit_poisson(
    rows: Rows,
    counts: Floats,
    *,
    columns: NDArray[np.intp] | None = None,
    use: Flags | None = None,
    ridge: Floats | None = None,
    start: Floats | None = None,
) -> PoissonFit:
    """Fit log E(counts) = design @ b by Newton steps, halved when they overshoot.

    Parameters
    ----------
    rows, counts
        Design, and one count (possibly fractional) per row.
    columns, use
        Which columns and rows take part; all by default.
    ridge
        Penalty 0.5 * sum(ridge * b**2) on the coefficients; none by default.
    start
        Coefficients to start from; by default log(counts + 0.1).

    Returns
    -------
    PoissonFit
        Coefficients, information and deviance.

    Raises
    ------
    NoFit
        When the deviance does not converge.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, section 2.5.

    Examples
    --------
    >>> rows = Rows.of(np.array([[1.0, 0.0], [1.0, 1.0]]))
    >>> fit_poisson(rows, np.array([2.0, 6.0])).coefficients.round(4).tolist()
    [0.6931, 1.0986]
    """
    chosen = np.arange(rows.width) if columns is None else columns
    size = len(chosen)
    taken = np.ones(len(rows), dtype=np.uint8) if use is None else use.astype(np.uint8)
    beta = np.zeros(size) if start is None else start.copy()
    information, deviance = np.zeros((size, size)), np.zeros(1)
    steps = np.zeros(1, dtype=np.int32)
    outcome = kernel("tw_poisson", "qiIIDIBDDidDDDI")(
        len(rows), size, rows.first, rows.column, rows.value, rows.place(chosen), taken,
        np.ascontiguousarray(counts), np.zeros(size) if ridge is None else ridge,
        int(start is not None), TOLERANCE, beta, information, deviance, steps,
    )  # fmt: skip
    if outcome:
        raise NotConverged(
            ("the deviance did not converge", "a fitted mean overflows")[outcome - 1]
        )
    return PoissonFit(beta, information, float(deviance[0]), int(steps[0]))


def products(rows: Rows, columns: NDArray[np.intp], use: Flags, weight: Floats) -> Floats:
    """Sum weight * row * row' over the rows in use: the information when weights are means.

    Parameters
    ----------
    rows
        Sparse design.
    columns
        Column numbers.
    use
        Which rows take part, as flags.
    weight
        One number per row.

    Returns
    -------
    Floats
        Shape (columns, columns).
    """
    gram = np.zeros((len(columns), len(columns)))
    kernel("tw_products", "qiIIDIBDD")(
        len(rows), len(columns), rows.first, rows.column, rows.value, rows.place(columns),
        use.astype(np.uint8), weight, gram,
    )  # fmt: skip
    return gram


def determining(gram: Floats) -> Flags:
    """Flag the parameters that are not determined by those before them; overwrites ``gram``.

    Parameters
    ----------
    gram
        Inner products of the columns, shape (columns, columns).

    Returns
    -------
    NDArray of bool
        Flags per column.
    """
    kept = np.zeros(len(gram), dtype=np.uint8)
    kernel("tw_independent", "iDB")(len(gram), gram, kept)
    return kept > 0


def independent(rows: Rows, columns: NDArray[np.intp], use: Flags) -> NDArray[np.intp]:
    """Choose the columns that those before them do not determine on the rows in use.

    Parameters
    ----------
    rows
        Sparse design.
    columns
        Column numbers.
    use
        Which rows take part, as flags.

    Returns
    -------
    NDArray[intp]
        The column numbers that remain.
    """
    return columns[determining(products(rows, columns, use, np.ones(len(rows))))]
