# SPDX-License-Identifier: MIT
"""What a reader of published tables can work back about the cells that are hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from telwerk.sdc.relations import Key, Relation, matrix


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most a hidden cell can be, given all that is published."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the bounds lie apart; 0 means the cell is not hidden at all."""
        return self.high - self.low


def audit(
    shown: Mapping[Key, int | None], relations: Sequence[Relation], *, of: Sequence[Key] = ()
) -> dict[Key, Bounds]:
    """Give the feasible interval of hidden cells over all published tables together.

    A pair of linear programmes per cell (Fischetti and Salazar, 2000): counts are not negative
    and every sum holds. The reader is assumed to know no more than what is shown.

    Parameters
    ----------
    shown
        Every cell of every table; None where it is hidden.
    relations
        All sums, within and between the tables.
    of
        The hidden cells asked about; all of them when left out.
    """
    from scipy.optimize import linprog

    keys = list(shown)
    hidden = [key for key in keys if shown[key] is None]
    if not hidden:
        return {}
    sums = matrix(keys, relations)
    free = np.array([shown[key] is None for key in keys])
    known = np.array([float(shown[key] or 0) for key in keys])
    rest = -sums[:, ~free] @ known[~free]
    used = np.any(sums[:, free] != 0, axis=1)
    found = {}
    for key in of or hidden:
        goal = np.zeros(len(hidden))
        goal[hidden.index(key)] = 1
        ends = []
        for sign in (1, -1):
            outcome = linprog(
                sign * goal, A_eq=sums[used][:, free], b_eq=rest[used], bounds=(0, None)
            )
            if outcome.status == 2:
                raise ValueError("The published cells contradict each other: no counts fit.")
            bound = outcome.fun if outcome.status == 0 else None
            ends.append(np.inf if bound is None else sign * bound)
        found[key] = Bounds(round(float(ends[0]), 6), round(float(ends[1]), 6))
    return found
