# SPDX-License-Identifier: MIT
"""Poisson regression with a log link on any design matrix.

The hierarchical log-linear models have a kernel of their own that never forms a design
matrix. This module serves the models that need one: heterogeneity columns, covariates and
penalised fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import gammaln, xlogy

Floats: TypeAlias = NDArray[np.float64]

TOLERANCE = 1e-10
MAX_STEPS = 60
MOST_HALVINGS = 30
# exp() of a larger linear predictor overflows long before it can describe a count
LARGEST_ETA = 300.0


class NoFit(ArithmeticError):
    """The iteration did not settle, or the design does not identify its parameters."""


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """A fitted Poisson regression.

    Attributes
    ----------
    coefficients, covariance
        Maximum (penalised) likelihood estimate and inverse information.
    fitted
        Expected count of every row.
    deviance, loglik
        Poisson deviance and log-likelihood, with the factorial term.
    steps
        Newton steps taken.
    """

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    deviance: float
    loglik: float
    steps: int


def deviance_of(counts: Floats, fitted: Floats) -> float:
    """Poisson deviance of fitted means against counts.

    >>> deviance_of(np.array([2.0, 0.0]), np.array([2.0, 1.0]))
    2.0
    """
    return float(2.0 * np.sum(xlogy(counts, counts) - xlogy(counts, fitted) - counts + fitted))


def fit_poisson(
    design: Floats, counts: Floats, *, ridge: Floats | None = None, start: Floats | None = None
) -> PoissonFit:
    """Fit log E(counts) = design @ b by Newton steps, halved when they overshoot.

    Parameters
    ----------
    design, counts
        Rows by parameters, and one count (possibly fractional) per row.
    ridge
        Penalty 0.5 * sum(ridge * b**2) on the coefficients; none by default.
    start
        Coefficients to start from; by default log(counts + 0.1).

    Raises
    ------
    NoFit
        When the information matrix is singular or the deviance does not settle.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, section 2.5.
    """
    penalty = np.zeros(design.shape[1]) if ridge is None else ridge
    problem = _Problem(design, counts, penalty)
    b, eta = start, np.log(counts + 0.1) if start is None else design @ start
    goal = np.inf if b is None else problem.objective(b)
    for step in range(1, MAX_STEPS + 1):
        b, new = problem.step(b, eta, goal)
        eta = design @ b
        if abs(goal - new) < TOLERANCE * (abs(new) + 0.1):
            return problem.summary(b, step)
        goal = new
    raise NoFit(f"the deviance did not settle within {MAX_STEPS} Newton steps")


@dataclass(frozen=True, slots=True)
class _Problem:
    design: Floats
    counts: Floats
    penalty: Floats

    def objective(self, b: Floats) -> float:
        """Penalised deviance; infinite where the means overflow."""
        eta = self.design @ b
        if np.any(eta > LARGEST_ETA) or not np.all(np.isfinite(eta)):
            return float("inf")
        saturated = xlogy(self.counts, self.counts) - self.counts
        kernel = np.sum(saturated - self.counts * eta + np.exp(eta))
        return float(2.0 * kernel + np.sum(self.penalty * b * b))

    def step(self, b: Floats | None, eta: Floats, goal: float) -> tuple[Floats, float]:
        """Take one Newton step, halved while it makes things worse."""
        mu = np.exp(eta)
        target = self.design.T @ (mu * eta + self.counts - mu)
        proposal: Floats = cho_solve(self.factor(mu), target)
        new = self.objective(proposal)
        if b is not None:
            for _ in range(MOST_HALVINGS):
                if new <= goal * (1 + 1e-12) + 1e-12:
                    break
                proposal = (proposal + b) / 2
                new = self.objective(proposal)
        if not np.isfinite(new):
            raise NoFit("the fitted means overflow")
        return proposal, new

    def factor(self, mu: Floats) -> tuple[Floats, bool]:
        """Factor the information matrix, or say that it is singular."""
        weighted = self.design * mu[:, None]
        try:
            factor: tuple[Floats, bool] = cho_factor(
                weighted.T @ self.design + np.diag(self.penalty), lower=True
            )
        except np.linalg.LinAlgError as failure:
            raise NoFit("the information matrix is singular") from failure
        return factor

    def summary(self, b: Floats, steps: int) -> PoissonFit:
        mu = np.exp(self.design @ b)
        covariance = cho_solve(self.factor(mu), np.eye(len(b)))
        loglik = float(np.sum(xlogy(self.counts, mu) - mu - gammaln(self.counts + 1)))
        return PoissonFit(b, covariance, mu, deviance_of(self.counts, mu), loglik, steps)
