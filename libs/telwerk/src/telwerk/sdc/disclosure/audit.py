# SPDX-License-Identifier: MIT
"""What a reader of published tables can work back about the cells that are hidden."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telwerk.sdc.disclosure.bounds import Bounds
from telwerk.sdc.messages import InconsistentError, UndecidedError
from telwerk.sdc.tables.relations import Key, Relation, matrix
from telwerk.solver import Outcome, SolverError, minimise

TOLERANCE = 1e-6  # people; the solver's own is a tenth of it
DECIMALS = 6


def audit(
    shown: Mapping[Key, int | None],
    relations: Sequence[Relation],
    *,
    of: Sequence[Key] | None = None,
) -> dict[Key, Bounds]:
    """Give the feasible interval of hidden cells over all published tables together.

    A pair of linear programmes per cell (Fischetti and Salazar, 2000): counts are not negative
    and every sum holds. The reader is assumed to know no more than what is shown. Only what the
    solver calls unbounded has an infinite bound; an answer that did not come refuses.

    Parameters
    ----------
    shown
        Every cell of every table; None where it is hidden.
    relations
        All sums, within and between the tables.
    of
        The cells asked about; all hidden ones when left out. A cell that is shown is known.

    Raises
    ------
    UndecidedError
        When the solver gives no answer for some cell; the error names how it ended.
    InconsistentError
        When no counts fit what is shown.
    ValueError
        When a sum or a question names a cell that is not there.
    """
    reader = _Reader.of(shown, relations)
    asked = list(reader.hidden) if of is None else list(of)
    missing = [key for key in asked if key not in shown]
    if missing:
        raise ValueError(f"There is no cell {missing[0]} to ask about.")
    return {key: reader.bounds(key, shown[key]) for key in asked}


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    """What somebody who has all tables knows: the sums that the hidden cells add up to."""

    hidden: dict[Key, int]
    sums: NDArray[np.float64]
    rest: NDArray[np.float64]

    @classmethod
    def of(cls, shown: Mapping[Key, int | None], relations: Sequence[Relation]) -> "_Reader":
        keys = list(shown)
        sums = matrix(keys, relations)
        free = np.array([shown[key] is None for key in keys], dtype=bool)
        known = np.array([float(shown[key] or 0) for key in keys])
        rest = -sums[:, ~free] @ known[~free]
        used = np.any(sums[:, free] != 0, axis=1)
        if not np.all(np.abs(rest[~used]) < TOLERANCE):
            raise InconsistentError("The published cells contradict each other: no counts fit.")
        hidden = [key for key in keys if shown[key] is None]
        places = {key: place for place, key in enumerate(hidden)}
        return cls(places, sums[used][:, free], rest[used])

    def bounds(self, key: Key, count: int | None) -> Bounds:
        """Give the bounds of a cell: its count when it is shown."""
        if count is not None:
            return Bounds(count, count)
        low, high = self._end(key, 1), self._end(key, -1)
        if not low <= high + TOLERANCE:
            raise UndecidedError(f"The bounds of cell {key} contradict each other: {low}, {high}.")
        return Bounds(low, max(low, high))

    def _end(self, key: Key, sign: int) -> float:
        goal = np.zeros(len(self.hidden))
        goal[self.hidden[key]] = sign
        try:
            answer = minimise(goal, A_eq=self.sums, b_eq=self.rest, bounds=(0, None))
            if answer.outcome is Outcome.INFEASIBLE:
                raise InconsistentError("The published cells contradict each other: no counts fit.")
            if answer.outcome is Outcome.UNBOUNDED and sign < 0:
                return math.inf
            return round(sign * answer.optimum(), DECIMALS)
        except SolverError as problem:
            raise UndecidedError(
                f"The bounds of cell {key} could not be worked out ({problem.outcome}). {problem}"
            ) from problem
