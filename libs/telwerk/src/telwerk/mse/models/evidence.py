# SPDX-License-Identifier: MIT
"""Poisson regressions with Gaussian priors, many models at once: modes, evidence, draws.

The posterior of such a model has one mode and thin, Gaussian-like sides. Draws from a
multivariate t around the top, weighed by how far they are off, therefore give independent draws
and the evidence of the model, with an error that is known. Nothing has to mix.

Models are rows of a mask over shared columns. A column that a model leaves out keeps a one on
the diagonal and nothing else, so that all models go through one batch of factorisations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from telwerk.arrays import Flags, Floats
from telwerk.mse.models.poisson import LARGEST_ETA, NotConverged

FREEDOM = 6.0
NEWTON_STEPS = 100
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Regression:
    """Shared columns, one count per row, and the prior precision of each coefficient.

    A precision of zero is a flat prior.

    Attributes
    ----------
    design
        Shape (rows, columns).
    counts
        Number of people per row.
    precision
        Prior precision per column; 0 is flat.
    """

    design: Floats
    counts: Floats
    precision: Floats

    def log_joint(self, coefficients: Floats, columns: Flags) -> Floats:
        """Log of likelihood times prior; the last axis holds the coefficients.

        Parameters
        ----------
        coefficients
            Last axis: one per column.
        columns
            Which columns each model has, as flags.

        Returns
        -------
        Floats
            Log density, one per vector of coefficients.
        """
        eta = coefficients @ self.design.T
        safe = np.minimum(eta, LARGEST_ETA)
        likelihood = (eta * self.counts - np.exp(safe)).sum(axis=-1) - gammaln(
            self.counts + 1
        ).sum()
        proper = columns & (self.precision > 0)
        scale = np.where(proper, np.log(np.where(proper, self.precision, 1) / (2 * np.pi)), 0)
        squares = self.precision * coefficients**2
        prior: Floats = 0.5 * (scale - np.where(columns, squares, 0)).sum(axis=-1)
        return np.where(np.any(eta > LARGEST_ETA, axis=-1), -np.inf, likelihood + prior)


@dataclass(frozen=True, slots=True)
class LaplaceApproximation:
    """Laplace approximations to the posteriors of several models.

    Attributes
    ----------
    columns
        Which columns each model has, shape (models, columns).
    modes
        Posterior modes, shape (models, columns).
    cholesky
        Lower Cholesky factors of the information at the modes.
    log_joints
        Log of likelihood times prior at the modes.
    """

    columns: Flags
    modes: Floats
    cholesky: Floats
    log_joints: Floats

    @property
    def log_evidence(self) -> Floats:
        """Laplace's approximation to the log evidence of each model."""
        diagonal = np.diagonal(self.cholesky, axis1=1, axis2=2)
        size = self.columns.sum(axis=1)
        result: Floats = (
            self.log_joints + 0.5 * size * np.log(2 * np.pi) - np.log(diagonal).sum(axis=1)
        )
        return result


@dataclass(frozen=True, slots=True)
class Draws:
    """Weighed draws of the coefficients of several models, and their log evidence.

    Attributes
    ----------
    coefficients
        Shape (models, draws, columns).
    weights
        Shape (models, draws); they sum to one per model.
    log_evidence
        Shape (models,).
    """

    coefficients: Floats
    weights: Floats
    log_evidence: Floats

    @property
    def effective(self) -> Floats:
        """How many unweighed draws the draws of each model are worth."""
        result: Floats = 1 / (self.weights**2).sum(axis=1)
        return result


def laplace(problem: Regression, columns: Flags) -> LaplaceApproximation:
    """Approximate the posterior of each model by a Gaussian at its mode (rows of ``columns``).

    Parameters
    ----------
    problem
        Design, counts and prior precision.
    columns
        Which columns each model has, shape (models, columns).

    Returns
    -------
    LaplaceApproximation
        Modes and factored information of every model.

    Raises
    ------
    NotConverged
        When Newton's method does not converge.

    References
    ----------
    Tierney & Kadane (1986), JASA 81.
    """
    start = np.linalg.lstsq(problem.design, np.log(problem.counts + 0.5), rcond=None)[0]
    beta = np.where(columns, start, 0.0)
    height = problem.log_joint(beta, columns)
    for _ in range(NEWTON_STEPS):
        step = _solved(*_newton(problem, beta, columns))
        new, gained = _line_search(problem, columns, (beta, step, height))
        beta, rise, height = new, gained - height, gained
        if np.all(np.abs(rise) < TOLERANCE * (1 + np.abs(height))):
            information = _newton(problem, beta, columns)[0]
            cholesky = np.asarray(np.linalg.cholesky(information), dtype=np.float64)
            return LaplaceApproximation(columns, beta, cholesky, height)
    raise NotConverged("the top of the posterior was not found")


def _newton(problem: Regression, beta: Floats, columns: Flags) -> tuple[Floats, Floats]:
    mu = np.exp(np.minimum(beta @ problem.design.T, LARGEST_ETA))
    slope = (problem.counts - mu) @ problem.design - problem.precision * beta
    curve = np.einsum("wi,mw,wj->mij", problem.design, mu, problem.design, optimize=True)
    curve = curve + np.diag(problem.precision)
    both = columns[:, :, None] & columns[:, None, :]
    information = np.where(both, curve, np.eye(columns.shape[1]))
    return information, np.where(columns, slope, 0.0)[..., None]


def _solved(information: Floats, slope: Floats) -> Floats:
    return np.asarray(np.linalg.solve(information, slope)[..., 0], dtype=np.float64)


def _line_search(
    problem: Regression, columns: Flags, state: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats]:
    """Take the step, halved for the models that it would bring down."""
    beta, step, height = state
    share = np.ones(len(beta))
    for _ in range(40):
        new = beta + share[:, None] * step
        value = problem.log_joint(new, columns)
        down = ~(value >= height - 1e-10 * (1 + np.abs(height)))
        if not down.any():
            return new, value
        share = np.where(down, share / 2, share)
    raise NotConverged("no step goes uphill")


def draw(
    problem: Regression, approximation: LaplaceApproximation, rng: np.random.Generator, size: int
) -> Draws:
    """Draw ``size`` coefficient vectors per model, with importance weights that sum to one.

    Parameters
    ----------
    problem
        Design, counts and prior precision.
    approximation
        Laplace approximations of the models.
    rng
        Source of the random numbers.
    size
        Number of draws per model.

    Returns
    -------
    Draws
        Weighed draws and the log evidence of every model.

    References
    ----------
    Geweke (1989), Econometrica 57.
    """
    models, width = approximation.columns.shape
    noise = rng.standard_normal((models, size, width)) * approximation.columns[:, None, :]
    stretch = np.sqrt(FREEDOM / rng.chisquare(FREEDOM, (models, size)))
    spread = np.linalg.solve(approximation.cholesky.transpose(0, 2, 1), noise.transpose(0, 2, 1))
    beta = approximation.modes[:, None, :] + stretch[..., None] * spread.transpose(0, 2, 1)
    beta = np.where(approximation.columns[:, None, :], beta, 0.0)
    target = problem.log_joint(beta, approximation.columns[:, None, :])
    logs = target - _log_proposal(approximation, noise * stretch[..., None])
    top = logs.max(axis=1, keepdims=True)
    weights = np.exp(logs - top)
    evidence = top[:, 0] + np.log(weights.mean(axis=1))
    return Draws(beta, weights / weights.sum(axis=1, keepdims=True), evidence)


def _log_proposal(approximation: LaplaceApproximation, standard: Floats) -> Floats:
    """Log density of the multivariate t at points given in standard coordinates."""
    size = approximation.columns.sum(axis=1)[:, None]
    log_root = np.log(np.diagonal(approximation.cholesky, axis1=1, axis2=2)).sum(axis=1)[:, None]
    constant = gammaln((FREEDOM + size) / 2) - gammaln(FREEDOM / 2)
    constant = constant - 0.5 * size * np.log(FREEDOM * np.pi) + log_root
    distance = (standard**2).sum(axis=2)
    result: Floats = constant - 0.5 * (FREEDOM + size) * np.log1p(distance / FREEDOM)
    return result


def weighted_quantile(values: Floats, weights: Floats, shares: Floats) -> Floats:
    """Quantiles of weighed values: where the summed weight passes each share.

    Parameters
    ----------
    values
        Any numbers.
    weights
        One per value; they need not sum to one.
    shares
        Between 0 and 1.

    Returns
    -------
    Floats
        One value per share.

    Examples
    --------
    >>> weighted_quantile(np.array([3.0, 1, 2]), np.array([0.2, 0.5, 0.3]), np.array([0.6]))
    array([2.])
    """
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    place = np.searchsorted(total, shares * total[-1], side="left")
    result: Floats = values[order][np.minimum(place, len(order) - 1)]
    return result
