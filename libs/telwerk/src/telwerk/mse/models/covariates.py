# SPDX-License-Identifier: MIT
"""Log-linear models of lists and covariates: columns, existence, fit.

A model is a set of pairs of variables; all variables by themselves are always in. The cells
that nobody can observe (no list, any covariates) take no part in the fit and are predicted
from it, so the estimates of subgroups add up to the estimate of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.models.existence import has_estimate
from telwerk.mse.models.poisson import (
    Flags,
    Floats,
    NoFit,
    Rows,
    deviance_of,
    fit_poisson,
    independent,
    loglik_of,
)
from telwerk.mse.results.estimate import Status
from telwerk.solver import SolverError

Pair: TypeAlias = tuple[int, int]
Terms: TypeAlias = frozenset[Pair]


class Design:
    """Columns of every variable and pair of variables over all cells of a table.

    Made once per table layout and used for every model and every bootstrap table. Cells in
    ``impossible`` are structural zeros: nobody can be in them, seen or unseen.
    """

    def __init__(self, table: CovariateTable, impossible: Flags | None = None) -> None:
        self.table = table
        places = np.indices(table.counts.shape).reshape(table.counts.ndim, -1)
        self.mask: NDArray[np.int64] = places[0]
        self.level: NDArray[np.int64] = places[1:]
        nowhere = np.zeros(self.mask.size, dtype=bool)
        self.impossible: Flags = nowhere if impossible is None else impossible
        self.seen: Flags = (self.mask > 0) & ~self.impossible
        single = [self._columns(i) for i in range(len(table.names))]
        self.pairs: tuple[Pair, ...] = tuple(combinations(range(len(table.names)), 2))
        blocks = [np.ones((self.mask.size, 1)), *single]
        blocks += [_products(single[i], single[j]) for i, j in self.pairs]
        ends = np.cumsum([block.shape[1] for block in blocks])
        self.rows = Rows.of(np.hstack(blocks))
        first = len(single) + 1
        self._main = np.arange(ends[first - 1])
        self._pair = {
            pair: np.arange(ends[first + k - 1], ends[first + k])
            for k, pair in enumerate(self.pairs)
        }

    def columns(self, terms: Iterable[Pair]) -> NDArray[np.intp]:
        """Indices of the columns of a model: intercept, every variable, the pairs."""
        return np.concatenate([self._main, *(self._pair[pair] for pair in sorted(terms))])

    def of_pair(self, pair: Pair) -> NDArray[np.intp]:
        """Indices of the columns that a pair adds."""
        return self._pair[pair]

    def slope(self, counts: Floats, expected: Floats) -> Floats:
        """Score of every column: its sum over the seen cells of count minus expectation."""
        residual = np.where(self.seen, counts - expected, 0.0)
        by_entry = np.repeat(residual, np.diff(self.rows.first)) * self.rows.value
        sums = np.bincount(self.rows.column, weights=by_entry, minlength=self.rows.width)
        return sums.astype(np.float64)

    def dense(self, columns: NDArray[np.intp], cells: Flags) -> Floats:
        """The columns over some of the cells, zeros and all."""
        chosen = np.flatnonzero(cells)
        place = self.rows.place(columns)
        matrix = np.zeros((len(chosen), len(columns)))
        for r, cell in enumerate(chosen):
            entries = slice(self.rows.first[cell], self.rows.first[cell + 1])
            at = place[self.rows.column[entries]]
            matrix[r, at[at >= 0]] = self.rows.value[entries][at >= 0]
        return matrix

    def predicted(self, columns: NDArray[np.intp], coefficients: Floats) -> Floats:
        """Linear predictor of every cell."""
        everywhere = np.zeros(self.rows.width)
        everywhere[columns] = coefficients
        parts = self.rows.value * everywhere[self.rows.column]
        result: Floats = np.add.reduceat(parts, self.rows.first[:-1])
        return result

    def name(self, pair: Pair) -> str:
        """Write a pair as its two names."""
        names = self.table.names
        return f"{names[pair[0]]}:{names[pair[1]]}"

    @cached_property
    def _groups(self) -> dict[Pair, tuple[NDArray[np.int64], int]]:
        return {pair: self._group(pair) for pair in self.pairs}

    def groups(self, pair: Pair) -> tuple[NDArray[np.int64], int]:
        """Number of each cell in the margin of a pair, -1 where a zero there is no reason.

        A zero margin puts its cells at zero when the people counted in it are seen: on both
        lists, on the list at that level, or at both levels. A trend has no margins.
        """
        return self._groups[pair]

    def _group(self, pair: Pair) -> tuple[NDArray[np.int64], int]:
        number = np.zeros(self.mask.size, dtype=np.int64)
        size, outside = 1, np.zeros(self.mask.size, dtype=bool)
        for i in pair:
            if i < self.table.t:
                outside |= (self.mask >> i & 1) == 0
                continue
            covariate = self.table.covariates[i - self.table.t]
            outside |= covariate.degree > 0
            number = number * len(covariate.levels) + self.level[i - self.table.t]
            size *= len(covariate.levels)
        return np.where(outside, -1, number), size

    def _columns(self, i: int) -> Floats:
        t = self.table.t
        if i < t:
            return np.asarray(self.mask >> i & 1, dtype=np.float64)[:, None]
        covariate = self.table.covariates[i - t]
        if covariate.degree:
            return np.asarray(covariate.curve()[self.level[i - t]], dtype=np.float64)
        dummies = self.level[i - t][:, None] == np.arange(1, len(covariate.levels))
        return np.asarray(dummies, dtype=np.float64)


def _products(first: Floats, second: Floats) -> Floats:
    both: Floats = first[:, :, None] * second[:, None, :]
    return both.reshape(len(first), -1)


@dataclass(frozen=True, slots=True)
class CovariateFit:
    """A valid fit: expected counts of all cells, and how well they agree with the data."""

    terms: Terms
    expected: Floats
    size: int
    people: int
    deviance: float
    loglik: float
    residual_df: int
    coefficients: Floats

    @property
    def estimate(self) -> float:
        """Expected number of people in all cells, seen and unseen."""
        return float(self.expected.sum())

    def cost(self, penalty: float) -> float:
        """-2 loglik plus a penalty per parameter (minus infinity counts as one too)."""
        return penalty * self.size - 2 * self.loglik

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return self.cost(2)

    @property
    def aicc(self) -> float:
        """Akaike's criterion corrected for few people; infinite when there are too few."""
        left = self.people - self.size - 1
        return self.aic + 2 * self.size * (self.size + 1) / left if left > 0 else float("inf")

    @property
    def bic(self) -> float:
        """Schwarz's criterion, with the number of people."""
        return self.cost(float(np.log(self.people)))


class NotValid(ArithmeticError):
    """A model without a unique extended maximum likelihood estimate."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.text.en)
        self.status = status


def structural_zeros(table: CovariateTable) -> Flags:
    """Cells with two lists on which nobody stands together, for lists that exclude each other."""
    by_mask = table.counts.reshape(len(table.counts), -1).sum(axis=1)
    masks = np.arange(len(by_mask))
    pairs = [1 << i | 1 << j for i, j in combinations(range(table.t), 2)]
    apart = [pair for pair in pairs if not by_mask[(masks & pair) == pair].any()]
    cells = np.repeat(masks, table.counts.size // len(masks))
    found = np.zeros(cells.size, dtype=bool)
    for pair in apart:
        found |= (cells & pair) == pair
    return found


def zero_cells(design: Design, counts: Floats, terms: Iterable[Pair]) -> Flags:
    """Cells that a zero margin of the model puts at zero, and those that are impossible."""
    zero = design.impossible.copy()
    for pair in terms:
        number, size = design.groups(pair)
        inside = (number >= 0) & design.seen
        if inside.any():
            total = np.bincount(number[inside], weights=counts[inside], minlength=size)
            zero |= (number >= 0) & (total[np.maximum(number, 0)] == 0)
    return zero


def fit(
    design: Design, counts: Floats, terms: Terms, *, start: Floats | None = None
) -> CovariateFit:
    """Fit a model by extended maximum likelihood, without asking whether it is valid.

    Parameters
    ----------
    counts
        Counts of all cells in one row; those of the cells nobody can see are not used.
    start
        Coefficients to start from, in the order of the columns of the model.

    Raises
    ------
    NotValid
        When the iteration fails; use :func:`require_valid` for a proper answer.
    """
    columns = design.columns(terms)
    zero = zero_cells(design, counts, terms)
    try:
        fitted = fit_poisson(
            design.rows, counts, columns=columns, use=design.seen & ~zero, start=start
        )
    except NoFit as problem:
        raise NotValid(Status.NOT_CONVERGED) from problem
    with np.errstate(over="ignore"):
        expected = np.exp(design.predicted(columns, fitted.coefficients))
    expected[zero] = 0
    return _summary(design, counts, terms, (expected, fitted.coefficients))


def _summary(
    design: Design, counts: Floats, terms: Terms, fitted: tuple[Floats, Floats]
) -> CovariateFit:
    expected, coefficients = fitted
    observed, mu = counts[design.seen], expected[design.seen]
    return CovariateFit(
        terms=terms,
        expected=expected,
        size=len(coefficients),
        people=round(float(observed.sum())),
        deviance=deviance_of(observed, mu),
        loglik=loglik_of(observed, mu),
        residual_df=int(design.seen.sum()) - len(coefficients),
        coefficients=coefficients,
    )


def require_valid(design: Design, counts: Floats, terms: Terms) -> None:
    """Refuse a model without a unique extended maximum likelihood estimate.

    After cells with zero margins are taken out, the estimate exists if no direction lowers the
    expectation of some cell without people and of no cell with people. Directions are sought
    only among those that leave the cells with people alone: when these determine all
    parameters by themselves there are none, and nothing more needs solving. The unseen cells
    must be determined too.

    Raises
    ------
    NotValid
        With the status that says whether existence or uniqueness fails.
    """
    every = design.columns(terms)
    possible = ~zero_cells(design, counts, terms)
    used = design.seen & possible
    columns = independent(design.rows, every, used)
    if len(independent(design.rows, every, possible)) > len(columns):
        raise NotValid(Status.NOT_IDENTIFIABLE)
    with_people = used & (counts > 0)
    if len(independent(design.rows, columns, with_people)) == len(columns):
        return
    without = used & (counts == 0)
    try:
        exists = has_estimate(design.dense(columns, with_people), design.dense(columns, without))
    except SolverError as problem:
        raise NotValid(Status.NOT_CONVERGED) from problem
    if not exists:
        raise NotValid(Status.NO_MLE)
