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
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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
ANSWERS = frozenset({Outcome.OPTIMAL, Outcome.INFEASIBLE, Outcome.UNBOUNDED})


class SolverError(ArithmeticError):
    """The solver gave no answer that may be used; ``outcome`` names how it ended."""

    def __init__(self, outcome: Outcome, reason: str = "") -> None:
        super().__init__(f"The solver gave no answer: {reason or outcome}.")
        self.outcome = outcome


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The answer to a linear programme: its outcome and, when optimal, its value and point."""

    outcome: Outcome
    value: float
    point: Floats

    def optimum(self) -> float:
        """Give the least value; any other outcome than an optimum raises.

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

    answer = optimize.linprog(cost, method="highs", **constraints)
    outcome = Outcome.of_code(answer.status)
    if outcome not in ANSWERS:
        raise SolverError(outcome)
    if outcome is not Outcome.OPTIMAL:
        return Solution(outcome, math.nan, np.empty(0))
    point = np.asarray([] if answer.x is None else answer.x, dtype=np.float64)
    value = math.nan if answer.fun is None else float(answer.fun)
    if not (math.isfinite(value) and point.size == len(cost) and np.isfinite(point).all()):
        raise SolverError(outcome, "its optimum is not a number")
    return Solution(outcome, value, point)
