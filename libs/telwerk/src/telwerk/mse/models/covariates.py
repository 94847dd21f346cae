# SPDX-License-Identifier: MIT
"""Log-linear models of lists and covariates: columns, existence, fit.

A model is a set of pairs of variables; all variables by themselves are always in. The cells
that nobody can observe (no list, any covariates) take no part in the fit and are predicted
from it, so the estimates of subgroups add up to the estimate of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from telwerk.arrays import Floats
from telwerk.mse.models.covariate_design import Design, Terms, zero_cells
from telwerk.mse.models.existence import has_estimate
from telwerk.mse.models.poisson import NoFit, deviance_of, fit_poisson, independent, loglik_of
from telwerk.mse.results.status import Status
from telwerk.solver import SolverError


@dataclass(frozen=True, slots=True)
class CovariateFit:
    """A valid fit: expected counts of all cells, and how well they agree with the data.

    Attributes
    ----------
    terms
        The pairs of variables in the model.
    expected
        Expected number of people per cell, shape (cells,), seen and unseen.
    size
        Number of parameters.
    people
        Number of people seen.
    deviance
        Poisson deviance.
    loglik
        Poisson log-likelihood.
    residual_df
        Cells seen less parameters.
    coefficients
        One per column of the model.
    """

    terms: Terms
    expected: Floats
    size: int
    people: int
    deviance: float
    loglik: float
    residual_df: int
    coefficients: Floats

    @property
    def estimate(self) -> float:
        """Expected number of people in all cells, seen and unseen."""
        return float(self.expected.sum())

    def cost(self, penalty: float) -> float:
        """-2 loglik plus a penalty per parameter (minus infinity counts as one too).

        Parameters
        ----------
        penalty
            Cost of one parameter.

        Returns
        -------
        float
            What the search makes as small as it can.
        """
        return penalty * self.size - 2 * self.loglik

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return self.cost(2)

    @property
    def aicc(self) -> float:
        """Akaike's criterion corrected for few people; infinite when there are too few."""
        left = self.people - self.size - 1
        return self.aic + 2 * self.size * (self.size + 1) / left if left > 0 else float("inf")

    @property
    def bic(self) -> float:
        """Schwarz's criterion, with the number of people."""
        return self.cost(float(np.log(self.people)))


class NotValid(ArithmeticError):
    """A model without a unique extended maximum likelihood estimate."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.text.en)
        self.status = status


def fit(
    design: Design, counts: Floats, terms: Terms, *, start: Floats | None = None
) -> CovariateFit:
    """Fit a model by extended maximum likelihood, without asking whether it is valid.

    Parameters
    ----------
    design
        Columns of the variables over all cells.
    counts
        Counts of all cells in one row; those of the cells nobody can see are not used.
    terms
        The pairs of variables in the model.
    start
        Coefficients to start from, in the order of the columns of the model.

    Returns
    -------
    CovariateFit
        The fit, with its criteria.

    Raises
    ------
    NotValid
        When the iteration fails; use :func:`require_valid` for a proper answer.

    References
    ----------
    Cormack (1989), Biometrics 45; Cruyff, van Dijk & van der Heijden (2017), Chance 30(3).
    """
    columns = design.columns(terms)
    zero = zero_cells(design, counts, terms)
    try:
        fitted = fit_poisson(
            design.rows, counts, columns=columns, use=design.seen & ~zero, start=start
        )
    except NoFit as problem:
        raise NotValid(Status.NOT_CONVERGED) from problem
    with np.errstate(over="ignore"):
        expected = np.exp(design.predicted(columns, fitted.coefficients))
    expected[zero] = 0
    return _summary(design, counts, terms, (expected, fitted.coefficients))


def _summary(
    design: Design, counts: Floats, terms: Terms, fitted: tuple[Floats, Floats]
) -> CovariateFit:
    expected, coefficients = fitted
    observed, mu = counts[design.seen], expected[design.seen]
    return CovariateFit(
        terms=terms,
        expected=expected,
        size=len(coefficients),
        people=round(float(observed.sum())),
        deviance=deviance_of(observed, mu),
        loglik=loglik_of(observed, mu),
        residual_df=int(design.seen.sum()) - len(coefficients),
        coefficients=coefficients,
    )


def require_valid(design: Design, counts: Floats, terms: Terms) -> None:
    """Refuse a model without a unique extended maximum likelihood estimate.

    After cells with zero margins are taken out, the estimate exists if no direction lowers the
    expectation of some cell without people and of no cell with people. Directions are sought
    only among those that leave the cells with people alone: when these determine all
    parameters by themselves there are none, and nothing more needs solving. The unseen cells
    must be determined too.

    Parameters
    ----------
    design
        Columns of the variables over all cells.
    counts
        Counts of all cells in one row, shape (cells,).
    terms
        The pairs of variables in the model.

    Raises
    ------
    NotValid
        With the status that says whether existence or uniqueness fails.

    References
    ----------
    Fienberg & Rinaldo (2012), Ann. Statist. 40.
    """
    every = design.columns(terms)
    possible = ~zero_cells(design, counts, terms)
    used = design.seen & possible
    columns = independent(design.rows, every, used)
    if len(independent(design.rows, every, possible)) > len(columns):
        raise NotValid(Status.NOT_IDENTIFIABLE)
    with_people = used & (counts > 0)
    if len(independent(design.rows, columns, with_people)) == len(columns):
        return
    without = used & (counts == 0)
    try:
        exists = has_estimate(design.dense(columns, with_people), design.dense(columns, without))
    except SolverError as problem:
        raise NotValid(Status.NOT_CONVERGED) from problem
    if not exists:
        raise NotValid(Status.NO_MLE)
