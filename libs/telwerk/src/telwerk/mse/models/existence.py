# SPDX-License-Identifier: MIT
"""Existence of the maximum likelihood estimate of a Poisson regression.

It has none when some direction lowers the expectation of a row without people and of no row with
people: the likelihood then rises for ever along it. Directions are sought only among those that
leave the rows with people alone; usually there are none, and nothing needs solving.
"""

from __future__ import annotations

import numpy as np

from telwerk.arrays import Floats
from telwerk.solver import minimise

RANK_TOLERANCE = 1e-10
DIRECTION_TOLERANCE = 1e-7


def has_estimate(with_people: Floats, without: Floats) -> bool:
    """Say whether an estimate exists, from the rows with people and the rows without.

    Parameters
    ----------
    with_people
        Rows of the design with people, shape (rows, columns).
    without
        Rows without people.

    Returns
    -------
    bool
        True when the estimate exists.

    Raises
    ------
    SolverError
        When the solver gives no answer: then nobody knows whether there is an estimate.

    References
    ----------
    Fienberg & Rinaldo (2012), Ann. Statist. 40.

    Examples
    --------
    >>> independent = np.array([[1.0, 1, 0], [1, 0, 1], [1, 1, 1]])
    >>> has_estimate(independent, np.empty((0, 3))), has_estimate(independent[:2], independent[2:])
    (True, False)
    """
    free = _null_space(with_people)
    return not (free.shape[1] and _has_descent(without @ free))


def _null_space(matrix: Floats) -> Floats:
    """Directions that a matrix sends to zero, from its inner products."""
    sizes, vectors = np.linalg.eigh(matrix.T @ matrix)
    return np.asarray(vectors[:, sizes < RANK_TOLERANCE * sizes[-1]], dtype=np.float64)


def _has_descent(changes: Floats) -> bool:
    """Whether some combination of columns is nowhere positive and somewhere negative."""
    rows = changes[np.abs(changes).max(axis=1, initial=0) > DIRECTION_TOLERANCE]
    if not rows.size:
        return False
    answer = minimise(
        rows.sum(axis=0),
        A_ub=np.vstack([rows, -rows]),
        b_ub=np.concatenate([np.zeros(len(rows)), np.ones(len(rows))]),
        bounds=(None, None),
    )
    return answer.optimum() < -DIRECTION_TOLERANCE
