# SPDX-License-Identifier: MIT
"""Cells by key, and the sums that tie them together within and between tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A total and the cells that add up to it."""

    total: Key
    parts: tuple[Key, ...]


def crossed(
    counts: Mapping[tuple[str, str], int], *, name: str
) -> tuple[dict[Key, int], list[Relation]]:
    """Give the cells, margins and sums of a table of rows by columns.

    The row margin of row ``r`` has key ``(r,)`` and the grand total has key ``()``, whatever the
    table is called, so that tables with the same rows share them; a column margin has key
    ``(name, "", c)`` and an inner cell ``(name, r, c)``.
    """
    rows = list(dict.fromkeys(row for row, _ in counts))
    columns = list(dict.fromkeys(column for _, column in counts))
    inner: dict[Key, int] = {
        (name, row, column): counts.get((row, column), 0) for row in rows for column in columns
    }
    cells: dict[Key, int] = dict(inner)
    relations = []
    for row in rows:
        parts = tuple((name, row, column) for column in columns)
        cells[(row,)] = sum(inner[part] for part in parts)
        relations.append(Relation((row,), parts))
    for column in columns:
        parts = tuple((name, row, column) for row in rows)
        cells[(name, "", column)] = sum(inner[part] for part in parts)
        relations.append(Relation((name, "", column), parts))
    cells[()] = sum(inner.values())
    relations.append(Relation((), tuple((row,) for row in rows)))
    return cells, relations


def linked(
    tables: Iterable[tuple[dict[Key, int], list[Relation]]],
) -> tuple[dict[Key, int], list[Relation]]:
    """Put tables together; a key that stands in two of them has to count the same there."""
    cells: dict[Key, int] = {}
    relations: list[Relation] = []
    for counts, sums in tables:
        for key, count in counts.items():
            if cells.setdefault(key, count) != count:
                raise ValueError(
                    f"The tables disagree about {key}: {cells[key]} and {count}. "
                    "Make them from the same records."
                )
        relations += [relation for relation in sums if relation not in relations]
    return cells, relations


def matrix(keys: list[Key], relations: Iterable[Relation]) -> NDArray[np.float64]:
    """Give the sums as a matrix with a row per relation: parts 1, total -1."""
    place = {key: column for column, key in enumerate(keys)}
    sums = list(relations)
    named = [key for relation in sums for key in (relation.total, *relation.parts)]
    missing = [key for key in named if key not in place]
    if missing:
        raise ValueError(f"A sum names {missing[0]}, but there is no cell of that name.")
    found = np.zeros((len(sums), len(keys)))
    for row, relation in enumerate(sums):
        found[row, place[relation.total]] = -1
        for part in relation.parts:
            found[row, place[part]] += 1
    return found
