# SPDX-License-Identifier: MIT
"""Cells by key, and the sums that tie them together within and between tables."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from telwerk.arrays import Floats

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A total and the cells that add up to it.

    Attributes
    ----------
    total
        Key of the total.
    parts
        Keys of the cells that add up to it.
    """

    total: Key
    parts: tuple[Key, ...]


def matrix(keys: list[Key], relations: Iterable[Relation]) -> Floats:
    """Give the sums as a matrix with a row per relation: parts 1, total -1.

    Parameters
    ----------
    keys
        The cells, in the order of the columns.
    relations
        The sums, in the order of the rows.

    Returns
    -------
    NDArray[float64]
        Shape (relations, cells): 1 for a part, -1 for the total.

    Raises
    ------
    ValueError
        When a sum names a cell that is not there.
    """
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
