# SPDX-License-Identifier: MIT
"""People by the lists they are on and by what is known of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from telwerk.arrays import Counts, Floats
from telwerk.mse import messages
from telwerk.mse.lists.columns import Columns, columns_of, read_columns
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.lists.reading import count_column, flag, unknown, whole_number
from telwerk.mse.messages import InvalidHistories

MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Covariate:
    """A division of people; ``degree`` > 0 makes it a trend in its numbers (such as years).

    Attributes
    ----------
    name
        Name of the column.
    levels
        Its values, numbers by size and words by letter.
    degree
        0 for a division level by level; higher for a polynomial in the numbers of the levels.
    """

    name: str
    levels: tuple[str, ...]
    degree: int = 0

    def curve(self) -> Floats:
        """Orthonormal polynomials of the numbers of the levels, one column per degree.

        Returns
        -------
        NDArray[float64]
            Shape (levels, degree).
        """
        numbers = np.array([float(level) for level in self.levels])
        powers = np.vander(numbers - numbers.mean(), self.degree + 1, increasing=True)
        columns, _ = np.linalg.qr(powers)
        return np.asarray(columns[:, 1:], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Partial:
    """People of whom some covariates are unknown (None), with their history.

    Attributes
    ----------
    mask
        Bit mask of the lists they are on.
    levels
        Number of the level per covariate; None where it is unknown.
    count
        Number of people.
    """

    mask: int
    levels: tuple[int | None, ...]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class CovariateTable:
    """Counts by capture history and covariates.

    Attributes
    ----------
    lists, covariates
        What the cells are divided by.
    counts
        Whole numbers of shape (2**t, levels of covariate 1, levels of covariate 2, ..);
        ``counts[0]``, the people nobody saw, is zero.
    partial
        People with unknown covariates; only :mod:`telwerk.mse.methods.incomplete` uses them.

    Examples
    --------
    >>> table = CovariateTable.of(
    ...     {"A": [1, 0, 1], "B": [0, 1, 1], "sex": ["f", "m", "f"], "n": [40, 30, 9]},
    ...     lists=["A", "B"], covariates=["sex"], count="n",
    ... )
    >>> table.observed, table.counts.shape
    (79, (4, 2))
    """

    lists: tuple[str, ...]
    covariates: tuple[Covariate, ...]
    counts: Counts
    partial: tuple[Partial, ...] = ()

    @classmethod
    def read(
        cls,
        path: str | Path,
        *,
        lists: Sequence[str],
        covariates: Sequence[str],
        count: str | None = None,
    ) -> Self:
        """Read a CSV or Parquet file with a row per kind of people and a count, or per person.

        Parameters
        ----------
        path
            File ending in ``.csv`` or ``.parquet``.
        lists
            Columns that are lists, with 0 and 1.
        covariates
            Columns that divide the people.
        count
            Column with counts; without one each row is one person.

        Returns
        -------
        Self
            The table.

        Raises
        ------
        InvalidHistories
            When the file cannot be such a table; the message says why.
        """
        table = read_columns(Path(path))
        return cls.of(table, lists=lists, covariates=covariates, count=count)

    @classmethod
    def of(
        cls,
        table: Any,  # a mapping of columns or any data frame; none is a dependency
        *,
        lists: Sequence[str],
        covariates: Sequence[str],
        count: str | None = None,
    ) -> Self:
        """Take columns; without a column of counts each row is one person.

        An unknown covariate is empty or NA. Rows without any list are refused unless their
        count is zero: nobody saw those people.

        Parameters
        ----------
        table
            A mapping of columns, or a pandas, polars or Arrow table.
        lists
            Columns that are lists, with 0 and 1.
        covariates
            Columns that divide the people.
        count
            Column with counts; without one each row is one person.

        Returns
        -------
        Self
            The table.

        Raises
        ------
        InvalidHistories
            When the columns cannot be such a table; the message says why.
        """
        columns = columns_of(table)
        _require(columns, [*lists, *covariates, *([count] if count else [])])
        count = count_column(columns, count, [*lists, *covariates])
        # reading the lists by themselves checks flags and counts
        rows = _rows(columns, tuple(lists), tuple(covariates), count)
        known = tuple(_covariate(name, columns[name]) for name in covariates)
        return cls._filled(tuple(lists), known, rows)

    @classmethod
    def _filled(
        cls,
        lists: tuple[str, ...],
        covariates: tuple[Covariate, ...],
        rows: Sequence[tuple[int, tuple[str | None, ...], int]],
    ) -> Self:
        shape = (1 << len(lists), *(len(covariate.levels) for covariate in covariates))
        if np.prod(shape) > MOST_CELLS:
            size = {"cells": int(np.prod(shape)), "most": MOST_CELLS}
            raise InvalidHistories(messages.TOO_MANY_CELLS.filled(**size))
        counts = np.zeros(shape, dtype=np.int64)
        partial = []
        for mask, values, number in rows:
            if mask == 0 and number:
                raise InvalidHistories(messages.NOBODY_SEES.filled(number=number))
            places = tuple(
                None if value is None else covariate.levels.index(value)
                for covariate, value in zip(covariates, values, strict=True)
            )
            if None in places:
                partial.append(Partial(mask, places, number))
            else:
                counts[(mask, *(place for place in places if place is not None))] += number
        if not counts.any():
            raise InvalidHistories(messages.NOBODY)
        return cls(lists, covariates, counts, tuple(partial))

    def with_trend(self, name: str, degree: int) -> Self:
        """Let a covariate with numbers for levels enter as a polynomial, not level by level.

        Parameters
        ----------
        name
            Name of the covariate.
        degree
            Degree of the polynomial, from 1 to the number of levels less one.

        Returns
        -------
        Self
            The same counts with that covariate as a polynomial.

        Raises
        ------
        InvalidHistories
            When there is no such covariate, its levels are no numbers, or the degree does not fit.
        """
        _require_trend(name, degree, self.covariates)
        changed = tuple(
            Covariate(c.name, c.levels, degree) if c.name == name else c for c in self.covariates
        )
        return type(self)(self.lists, changed, self.counts, self.partial)

    def with_counts(self, counts: Counts) -> Self:
        """Give the same divisions with other counts, and nobody unknown.

        Parameters
        ----------
        counts
            Whole numbers, as many as the table has cells.

        Returns
        -------
        Self
            A table of the same shape.
        """
        return type(self)(self.lists, self.covariates, counts.reshape(self.counts.shape))

    @property
    def t(self) -> int:
        """Number of lists."""
        return len(self.lists)

    @property
    def observed(self) -> int:
        """Number of people on at least one list, those with unknown covariates included."""
        return int(self.counts.sum()) + sum(person.count for person in self.partial)

    @property
    def names(self) -> tuple[str, ...]:
        """Lists first, then covariates: the variables of a model."""
        return (*self.lists, *(covariate.name for covariate in self.covariates))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text: the same input always has the same digest."""
        canonical = json.dumps(
            {
                "lists": self.lists,
                "covariates": [[c.name, c.levels, c.degree] for c in self.covariates],
                "counts": self.counts.ravel().tolist(),
                "partial": [[p.mask, p.levels, p.count] for p in self.partial],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    def histories(self) -> CaptureHistories:
        """Sum over the covariates.

        Returns
        -------
        CaptureHistories
            People by history, whatever their covariates.
        """
        axes = tuple(range(1, self.counts.ndim))
        return CaptureHistories(self.lists, self.counts.sum(axis=axes))


def _require(columns: Columns, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in columns]
    if missing:
        raise InvalidHistories(messages.NO_COLUMN.filled(name=missing[0], columns=list(columns)))


def _rows(
    columns: Columns, lists: tuple[str, ...], covariates: tuple[str, ...], count: str | None
) -> list[tuple[int, tuple[str | None, ...], int]]:
    rows = []
    for i in range(len(columns[lists[0]])):
        mask = sum(flag(columns[name][i], name) << bit for bit, name in enumerate(lists))
        values = tuple(_level(columns[name][i]) for name in covariates)
        rows.append((mask, values, whole_number(columns[count][i], i + 1) if count else 1))
    return rows


def _level(value: object) -> str | None:
    return None if unknown(value) else str(value).strip()


def _covariate(name: str, values: Sequence[object]) -> Covariate:
    levels = {level for level in map(_level, values) if level is not None}
    if len(levels) < 2:
        raise InvalidHistories(messages.ONE_LEVEL.filled(name=name))
    return Covariate(name, tuple(sorted(levels, key=_order)))


def _require_trend(name: str, degree: int, covariates: Sequence[Covariate]) -> None:
    found = next((each for each in covariates if each.name == name), None)
    if found is None:
        names = [each.name for each in covariates]
        raise InvalidHistories(messages.NO_VARIABLE.filled(name=name, names=names))
    if any(_order(level)[0] for level in found.levels):
        raise InvalidHistories(messages.NO_NUMBERS.filled(name=name))
    if not 1 <= degree < len(found.levels):
        most = len(found.levels) - 1
        raise InvalidHistories(messages.WRONG_DEGREE.filled(name=name, degree=degree, most=most))


def _order(level: str) -> tuple[int, float, str]:
    """Numbers by size, before words by letter."""
    try:
        return (0, float(level), level)
    except ValueError:
        return (1, 0.0, level)
