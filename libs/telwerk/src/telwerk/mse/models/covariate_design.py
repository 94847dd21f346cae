# SPDX-License-Identifier: MIT
"""Columns of lists and covariates over all cells of a table, and the cells that must be zero."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from telwerk.arrays import Flags, Floats
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.models.poisson import Rows

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
        """Indices of the columns of a model: intercept, every variable, the pairs.

        Parameters
        ----------
        terms
            The pairs of variables in the model.

        Returns
        -------
        NDArray[intp]
            Column numbers.
        """
        return np.concatenate([self._main, *(self._pair[pair] for pair in sorted(terms))])

    def of_pair(self, pair: Pair) -> NDArray[np.intp]:
        """Indices of the columns that a pair adds.

        Parameters
        ----------
        pair
            Two variables by number: lists first, then covariates.

        Returns
        -------
        NDArray[intp]
            Column numbers.
        """
        return self._pair[pair]

    def slope(self, counts: Floats, expected: Floats) -> Floats:
        """Score of every column: its sum over the seen cells of count minus expectation.

        Parameters
        ----------
        counts
            Counts of all cells in one row, shape (cells,).
        expected
            Expected number of people per cell, shape (cells,).

        Returns
        -------
        Floats
            Shape (columns,).
        """
        residual = np.where(self.seen, counts - expected, 0.0)
        by_entry = np.repeat(residual, np.diff(self.rows.first)) * self.rows.value
        sums = np.bincount(self.rows.column, weights=by_entry, minlength=self.rows.width)
        return sums.astype(np.float64)

    def dense(self, columns: NDArray[np.intp], cells: Flags) -> Floats:
        """The columns over some of the cells, zeros and all.

        Parameters
        ----------
        columns
            Column numbers.
        cells
            Which cells, as flags.

        Returns
        -------
        Floats
            Shape (cells chosen, columns chosen).
        """
        chosen = np.flatnonzero(cells)
        place = self.rows.place(columns)
        matrix = np.zeros((len(chosen), len(columns)))
        for r, cell in enumerate(chosen):
            entries = slice(self.rows.first[cell], self.rows.first[cell + 1])
            at = place[self.rows.column[entries]]
            matrix[r, at[at >= 0]] = self.rows.value[entries][at >= 0]
        return matrix

    def predicted(self, columns: NDArray[np.intp], coefficients: Floats) -> Floats:
        """Linear predictor of every cell.

        Parameters
        ----------
        columns
            Column numbers.
        coefficients
            One per column.

        Returns
        -------
        Floats
            Shape (cells,): log of the expected count.
        """
        everywhere = np.zeros(self.rows.width)
        everywhere[columns] = coefficients
        parts = self.rows.value * everywhere[self.rows.column]
        result: Floats = np.add.reduceat(parts, self.rows.first[:-1])
        return result

    def name(self, pair: Pair) -> str:
        """Write a pair as its two names.

        Parameters
        ----------
        pair
            Two variables by number: lists first, then covariates.

        Returns
        -------
        str
            Such as ``A:sex``.
        """
        names = self.table.names
        return f"{names[pair[0]]}:{names[pair[1]]}"

    def model_name(self, terms: Terms) -> str:
        """Write a model as its pairs by name.

        Parameters
        ----------
        terms
            The pairs of variables in the model.

        Returns
        -------
        str
            Such as ``A:B + A:sex``; ``main effects`` when there are none.
        """
        return " + ".join(self.name(pair) for pair in sorted(terms)) or "main effects"

    @cached_property
    def _groups(self) -> dict[Pair, tuple[NDArray[np.int64], int]]:
        return {pair: self._group(pair) for pair in self.pairs}

    def groups(self, pair: Pair) -> tuple[NDArray[np.int64], int]:
        """Number of each cell in the margin of a pair, -1 where a zero there is no reason.

        A zero margin puts its cells at zero when the people counted in it are seen: on both
        lists, on the list at that level, or at both levels. A trend has no margins.

        Parameters
        ----------
        pair
            Two variables by number: lists first, then covariates.

        Returns
        -------
        tuple[NDArray[int64], int]
            Number of each cell in the margin, shape (cells,), and the size of the margin.
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


def structural_zeros(table: CovariateTable) -> Flags:
    """Cells with two lists on which nobody stands together, for lists that exclude each other.

    Parameters
    ----------
    table
        Counts by history and covariates.

    Returns
    -------
    Flags
        Flags per cell, shape (cells,).
    """
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
    """Cells that a zero margin of the model puts at zero, and those that are impossible.

    Parameters
    ----------
    design
        Columns of the variables over all cells.
    counts
        Counts of all cells in one row, shape (cells,).
    terms
        The pairs of variables in the model.

    Returns
    -------
    Flags
        Flags per cell, shape (cells,).
    """
    zero = design.impossible.copy()
    for pair in terms:
        number, size = design.groups(pair)
        inside = (number >= 0) & design.seen
        if inside.any():
            total = np.bincount(number[inside], weights=counts[inside], minlength=size)
            zero |= (number >= 0) & (total[np.maximum(number, 0)] == 0)
    return zero
