# SPDX-License-Identifier: MIT
"""Draws from a posterior with one mode and many dimensions.

The curvature at the top makes all directions alike; then Hamiltonian Monte Carlo takes long
steps in all of them at once. Chains run side by side as rows of one array.
"""

from __future__ import annotations

import numpy as np

from telwerk.arrays import Floats
from telwerk.mse.models.evidence import LaplaceApproximation, Regression
from telwerk.mse.models.poisson import LARGEST_ETA

CHAINS = 8
LEAPFROG_STEPS = 8
WARM_UP = 150
WANTED_ACCEPTANCE = 0.8


def sample(
    problem: Regression, approximation: LaplaceApproximation, rng: np.random.Generator, draws: int
) -> Floats:
    """Sample the posterior of the first model of an approximation by Hamiltonian Monte Carlo.

    Parameters
    ----------
    problem
        Design, counts and prior precision.
    approximation
        Laplace approximations of the models.
    rng
        Source of the random numbers.
    draws
        Number of draws per chain, after warming up.

    Returns
    -------
    Floats
        Shape (chains, draws, columns).

    References
    ----------
    Neal (2011), Handbook of Markov Chain Monte Carlo, chapter 5.
    """
    mode, factor = approximation.modes[0], approximation.cholesky[0]
    # a step in v moves the coefficients by the inverse transposed factor
    spread = np.asarray(np.linalg.inv(factor).T, dtype=np.float64)
    target = _Target(problem, approximation, mode, spread)
    v = rng.standard_normal((CHAINS, len(mode)))
    step_size, kept = 1.0 / len(mode) ** 0.25, []
    for number in range(WARM_UP + draws):
        v, accepted = _trajectory(target, v, step_size * rng.uniform(0.7, 1.3), rng)
        if number < WARM_UP:
            step_size *= float(np.exp(0.1 * (accepted - WANTED_ACCEPTANCE)))
        else:
            kept.append(mode + v @ spread.T)
    return np.stack(kept, axis=1)


class _Target:
    """Log posterior and its slope in whitened coordinates."""

    def __init__(
        self, problem: Regression, approximation: LaplaceApproximation, mode: Floats, spread: Floats
    ) -> None:
        self._problem, self._columns = problem, approximation.columns[:1]
        self._mode, self._spread = mode, spread

    def height(self, v: Floats) -> Floats:
        return self._problem.log_joint(self._mode + v @ self._spread.T, self._columns)

    def slope(self, v: Floats) -> Floats:
        beta = self._mode + v @ self._spread.T
        mu = np.exp(np.minimum(beta @ self._problem.design.T, LARGEST_ETA))
        slope = (self._problem.counts - mu) @ self._problem.design
        gradient: Floats = (slope - self._problem.precision * beta) @ self._spread
        return gradient


def _trajectory(
    target: _Target, v: Floats, step_size: float, rng: np.random.Generator
) -> tuple[Floats, float]:
    momentum = rng.standard_normal(v.shape)
    before = target.height(v) - 0.5 * (momentum**2).sum(axis=1)
    new, p = v, momentum + 0.5 * step_size * target.slope(v)
    for last in range(LEAPFROG_STEPS):
        new = new + step_size * p
        p = p + (0.5 if last == LEAPFROG_STEPS - 1 else 1.0) * step_size * target.slope(new)
    after = target.height(new) - 0.5 * (p**2).sum(axis=1)
    with np.errstate(invalid="ignore", over="ignore"):
        chance = np.nan_to_num(np.minimum(1, np.exp(after - before)))
    accept = rng.random(len(v)) < chance
    return np.where(accept[:, None], new, v), float(chance.mean())
