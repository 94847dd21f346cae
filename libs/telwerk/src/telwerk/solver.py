# SPDX-License-Identifier: MIT
"""Linear programmes of which every outcome has a name.

A solver that stops early knows nothing; what it did not find is no answer. Only an optimum, "no
point fits" and "there is no bound" are answers, and whoever asks has to say what each of them
means. Everything else raises, with the name of the outcome.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from telwerk.arrays import Floats


class Outcome(StrEnum):
    """How a solver ended."""

    OPTIMAL = "optimal"
    LIMIT = "iteration or time limit"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    TROUBLE = "numerical trouble"
    UNKNOWN = "unknown to us"

    @classmethod
    def of_code(cls, code: object) -> "Outcome":
        """Name the status number of scipy.optimize.linprog and milp.

        Parameters
        ----------
        code
            The number that SciPy gave.

        Returns
        -------
        Outcome
            ``UNKNOWN`` for a number that SciPy does not document.

        >>> Outcome.of_code(3), Outcome.of_code(17)
        (<Outcome.UNBOUNDED: 'unbounded'>, <Outcome.UNKNOWN: 'unknown to us'>)
        """
        return _BY_CODE.get(code, cls.UNKNOWN)


_BY_CODE: dict[object, Outcome] = {
    0: Outcome.OPTIMAL,
    1: Outcome.LIMIT,
    2: Outcome.INFEASIBLE,
    3: Outcome.UNBOUNDED,
    4: Outcome.TROUBLE,
}
WHOLE = 1e-6  # how far from a whole number the corner of a table may lie
ANSWERS = frozenset({Outcome.OPTIMAL, Outcome.INFEASIBLE, Outcome.UNBOUNDED})


class SolverError(ArithmeticError):
    """The solver gave no answer that may be used; ``outcome`` and ``reason`` say why."""

    def __init__(self, outcome: Outcome, reason: str = "") -> None:
        self.outcome, self.reason = outcome, reason or str(outcome)
        super().__init__(f"The solver gave no answer: {self.reason}.")


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The answer to a linear programme: its outcome and, when optimal, its value and point.

    Attributes
    ----------
    outcome
        Optimal, infeasible or unbounded.
    value
        The least value; NaN when not optimal.
    point
        Where it is reached, one number per variable; empty when not optimal.
    """

    outcome: Outcome
    value: float
    point: Floats

    def optimum(self) -> float:
        """Give the least value; any other outcome than an optimum raises.

        Returns
        -------
        float
            The least value of the goal.

        Raises
        ------
        SolverError
            When no point fits, or there is no bound.
        """
        if self.outcome is not Outcome.OPTIMAL:
            raise SolverError(self.outcome)
        return self.value


def minimise(cost: Floats, **constraints: Any) -> Solution:  # as scipy.optimize.linprog takes them
    """Solve a linear programme, and name how it ended.

    Parameters
    ----------
    cost
        What to minimise, one number per variable.
    constraints
        ``A_ub``, ``b_ub``, ``A_eq``, ``b_eq`` and ``bounds`` of scipy.optimize.linprog.

    Returns
    -------
    Solution
        Its outcome is optimal, infeasible or unbounded. Value and point are finite when it is
        optimal, and NaN and empty when it is not.

    Raises
    ------
    SolverError
        When the solver ended otherwise, or its optimum is not a number.

    >>> minimise(np.array([1.0]), bounds=(2, None)).optimum()
    2.0
    >>> str(minimise(np.array([-1.0]), bounds=(2, None)).outcome)
    'unbounded'
    """
    from scipy import optimize  # slow to load

    return _named(optimize.linprog(cost, method="highs", **constraints), len(cost))


def minimise_whole(cost: Floats, sums: Floats, totals: Floats) -> Solution:
    """Solve a linear programme over whole numbers of 0 or more, and name how it ended.

    Most tables have whole corners: then the programme over all numbers gives the answer, and
    only where it does not is the one over whole numbers solved.

    Parameters
    ----------
    cost
        What to minimise, one number per variable.
    sums, totals
        Sums of the variables that hold, shape (sums, variables), and what they come to.

    Returns
    -------
    Solution
        As of :func:`minimise`.

    Raises
    ------
    SolverError
        When the solver gave no answer.

    Examples
    --------
    >>> odd = np.array([[1.0, 1, 0, 1, 0, 0], [0, 1, 1, 0, 1, 0], [1, 0, 1, 0, 0, 1]])
    >>> cost = np.array([-1.0, -1, -1, 0, 0, 0])
    >>> minimise(cost, A_eq=odd, b_eq=np.ones(3)).value, minimise_whole(cost, odd, np.ones(3)).value
    (-1.5, -1.0)
    """
    loose = minimise(cost, A_eq=sums, b_eq=totals, bounds=(0, None))
    if np.all(np.abs(loose.point - np.round(loose.point)) < WHOLE):
        return loose
    from scipy import optimize

    answer = optimize.milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        constraints=optimize.LinearConstraint(sums, totals, totals),
        options={"mip_rel_gap": 0},
    )
    return _named(answer, len(cost))


def _named(answer: Any, size: int) -> Solution:  # a result of SciPy
    outcome = Outcome.of_code(answer.status)
    if outcome not in ANSWERS:
        raise SolverError(outcome)
    if outcome is not Outcome.OPTIMAL:
        return Solution(outcome, math.nan, np.empty(0))
    point = np.asarray([] if answer.x is None else answer.x, dtype=np.float64)
    value = math.nan if answer.fun is None else float(answer.fun)
    if not (math.isfinite(value) and point.size == size and np.isfinite(point).all()):
        raise SolverError(outcome, "its optimum is not a number")
    return Solution(outcome, value, point)
