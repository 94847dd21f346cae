# SPDX-License-Identifier: MIT
"""What a reader of published tables can work back about the cells that are hidden."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from telwerk.arrays import Floats
from telwerk.sdc import messages
from telwerk.sdc.disclosure.bounds import Bounds
from telwerk.sdc.messages import InconsistentError, UndecidedError
from telwerk.sdc.tables.relations import Key, Relation, matrix
from telwerk.solver import Outcome, SolverError, minimise_whole

TOLERANCE = 1e-6  # people; the solver's own is a tenth of it
DECIMALS = 6


def audit(
    shown: Mapping[Key, int | None],
    relations: Sequence[Relation],
    *,
    of: Sequence[Key] | None = None,
) -> dict[Key, Bounds]:
    """Give the feasible interval of hidden cells over all published tables together.

    A pair of integer programmes per cell (Fischetti and Salazar, 2000): counts are whole and not
    negative, and every sum holds. The reader is assumed to know no more than what is shown. Only
    what the solver calls unbounded has an infinite bound; an answer that did not come refuses.

    Parameters
    ----------
    shown
        Every cell of every table; None where it is hidden.
    relations
        All sums, within and between the tables.
    of
        The cells asked about; all hidden ones when left out. A cell that is shown is known.

    Returns
    -------
    dict[Key, Bounds]
        Bounds per cell asked about, in people; the upper one is infinite when nothing bounds it.

    Raises
    ------
    UndecidedError
        When the solver gives no answer for some cell; the error names how it ended.
    InconsistentError
        When no counts fit what is shown.
    ValueError
        When a sum or a question names a cell that is not there.

    References
    ----------
    Fischetti & Salazar (2000), Management Science 47; Hundepool et al. (2012), Statistical
    Disclosure Control, chapter 4.

    Examples
    --------
    >>> from telwerk.sdc.tables.relations import Relation
    >>> shown = {(): 94, ("a",): None, ("b",): None, ("c",): 60}
    >>> audit(shown, [Relation((), (("a",), ("b",), ("c",)))])[("a",)]
    Bounds(low=0.0, high=34.0)
    """
    reader = _Reader.of(shown, relations)
    wanted = list(reader.hidden) if of is None else list(of)
    missing = [key for key in wanted if key not in shown]
    if missing:
        raise ValueError(f"There is no cell {missing[0]} to ask about.")
    return {key: reader.bounds(key, shown[key]) for key in wanted}


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    """What somebody who has all tables knows: the sums that the hidden cells add up to."""

    hidden: dict[Key, int]
    sums: Floats
    rest: Floats

    @classmethod
    def of(cls, shown: Mapping[Key, int | None], relations: Sequence[Relation]) -> "_Reader":
        keys = list(shown)
        sums = matrix(keys, relations)
        free = np.array([shown[key] is None for key in keys], dtype=bool)
        known = np.array([float(shown[key] or 0) for key in keys])
        rest = -sums[:, ~free] @ known[~free]
        used = np.any(sums[:, free] != 0, axis=1)
        if not np.all(np.abs(rest[~used]) < TOLERANCE):
            raise InconsistentError(messages.CONTRADICTION)
        hidden = [key for key in keys if shown[key] is None]
        places = {key: place for place, key in enumerate(hidden)}
        return cls(places, sums[used][:, free], rest[used])

    def bounds(self, key: Key, count: int | None) -> Bounds:
        """Give the bounds of a cell: its count when it is shown."""
        if count is not None:
            return Bounds(count, count)
        low, high = self._end(key, 1), self._end(key, -1)
        if not low <= high + TOLERANCE:
            found = messages.BOUNDS_CROSSED.filled(key=key, low=low, high=high)
            raise UndecidedError(found)
        return Bounds(low, max(low, high))

    def _end(self, key: Key, sign: int) -> float:
        goal = np.zeros(len(self.hidden))
        goal[self.hidden[key]] = sign
        try:
            answer = minimise_whole(goal, self.sums, self.rest)
            if answer.outcome is Outcome.INFEASIBLE:
                raise InconsistentError(messages.CONTRADICTION)
            if answer.outcome is Outcome.UNBOUNDED and sign < 0:
                return math.inf
            return round(sign * answer.optimum(), DECIMALS)
        except SolverError as problem:
            reason = messages.BOUNDS_UNKNOWN.filled(key=key, outcome=problem.reason)
            raise UndecidedError(reason) from problem
