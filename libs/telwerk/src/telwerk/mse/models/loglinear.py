# SPDX-License-Identifier: MIT
r"""Poisson log-linear models on capture histories.

The count of a history is Poisson with :math:`\log \mu_w = \sum_{s \subseteq w,
s \in S} a_s`; the expected number of people on no list is :math:`e^{a_\emptyset}`.
Where people on some lists together are absent, the estimate is the extended
maximum likelihood estimate, after an exact check that it exists and is unique.

References: Cormack (1989), Biometrics 45; Fienberg and Rinaldo (2012), Annals
of Statistics 40; Chan, Silverman and Vincent (2021), JASA 116.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from telwerk._kernels import in_threads, kernel
from telwerk.arrays import Counts, Floats
from telwerk.mse.models.hierarchical import Masks, Models, pack

Criterion = Literal["bic", "aic", "aicc"]
KIND = {"bic": 0, "aic": 1, "aicc": 2}


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """The outcome of fitting many models to one table, one entry per model.

    Attributes
    ----------
    models
        Models as rows of 64-bit words, shape (models, words).
    people
        Number of people seen.
    loglik
        Poisson log-likelihood per model; NaN where there is no fit.
    log_unobserved
        Log of the estimated number of people on no list.
    variance
        Variance of that logarithm.
    size
        Number of parameters per model.
    iterations
        Newton steps per model.
    status
        Code of :class:`Status` per model; 0 is fine.
    """

    models: Models
    people: int
    loglik: Floats
    log_unobserved: Floats
    variance: Floats
    size: NDArray[np.int64]
    iterations: Floats
    status: NDArray[np.int32]

    def cost(self, criterion: Criterion) -> Floats:
        """Give the criterion per model; infinite where there is no valid fit.

        Parameters
        ----------
        criterion
            ``bic``, ``aic`` or ``aicc``: what models are compared on.

        Returns
        -------
        Floats
            Shape (models,).
        """
        base, p = -2 * self.loglik, self.size
        cost = base + p * (np.log(self.people) if criterion == "bic" else 2)
        if criterion == "aicc":
            left = self.people - p - 1
            with np.errstate(divide="ignore", invalid="ignore"):
                cost = np.where(left > 0, cost + 2 * p * (p + 1) / left, np.inf)
        return np.where(self.status == 0, cost, np.inf)

    def ranked(self, criterion: Criterion) -> NDArray[np.intp]:
        """Give the valid models from best to worst.

        Parameters
        ----------
        criterion
            ``bic``, ``aic`` or ``aicc``: what models are compared on.

        Returns
        -------
        NDArray[intp]
            Row numbers; models without a valid fit are left out.
        """
        cost = self.cost(criterion)
        return np.argsort(cost, kind="stable")[: int(np.isfinite(cost).sum())]

    def estimate(self) -> Floats:
        """Give the estimated number of people per model; NaN where there is none.

        Returns
        -------
        Floats
            Shape (models,), in people.
        """
        return self.people + np.exp(self.log_unobserved)


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """One model in full: coefficients and expected counts by mask.

    Attributes
    ----------
    coefficients
        One per mask, shape (2**t,); NaN for masks outside the model.
    expected
        Expected number of people per mask, shape (2**t,).
    """

    coefficients: Floats
    expected: Floats


def fit_models(counts: Counts | Floats, models: Models) -> Fits:
    """Check and fit each model; invalid ones keep their status and have no numbers.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    models
        Models as rows of 64-bit words, shape (models, words).

    Returns
    -------
    Fits
        One entry per model.

    References
    ----------
    Cormack (1989), Biometrics 45; Fienberg & Rinaldo (2012), Ann. Statist. 40.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> from telwerk.mse.models.hierarchical import enumerate_models
    >>> fit_models(korea().counts, enumerate_models(3, 2)).status.tolist().count(0)
    6
    """
    t = counts.size.bit_length() - 1
    table = counts.astype(np.float64)
    out = np.empty((len(models), 5))
    status = np.empty(len(models), dtype=np.int32)
    run = kernel("tw_fit", "iDiUqDI")

    def part(rows: slice) -> None:
        run(t, table, 0, models[rows], len(models[rows]), out[rows], status[rows])

    in_threads(part, len(models), least=500)
    return Fits(
        models=models,
        people=int(counts.sum()),
        loglik=out[:, 0],
        log_unobserved=out[:, 1],
        variance=out[:, 2],
        iterations=out[:, 3],
        size=out[:, 4].astype(np.int64),
        status=status,
    )


def fit_model(counts: Counts | Floats, model: Masks) -> Fits:
    """Check and fit one model.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    model
        Masks of the sets of lists in the model, closed under taking parts.

    Returns
    -------
    Fits
        One entry.
    """
    return fit_models(counts, pack(counts.size.bit_length() - 1, [model]))


def fitted(counts: Counts, model: Masks) -> Fitted:
    """Give coefficients and expected counts of a valid model.

    A coefficient is minus infinity where nobody stands on those lists together.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    model
        Masks of the sets of lists in the model, closed under taking parts.

    Returns
    -------
    Fitted
        The fit in full.

    Raises
    ------
    ArithmeticError
        When the model has no fit to these counts.
    """
    t = counts.size.bit_length() - 1
    coefficients, expected = np.empty(counts.size), np.empty(counts.size)
    row = pack(t, [model])
    outcome = kernel("tw_fit_one", "iDiUDD")(
        t, counts.astype(np.float64), 0, row, coefficients, expected
    )
    if outcome:
        raise ArithmeticError("The model has no fit to these counts; check its status first.")
    return Fitted(coefficients, expected)


def statuses(counts: Counts, models: Models) -> NDArray[np.int32]:
    """Give the status code of each model without fitting it.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    models
        Models as rows of 64-bit words, shape (models, words).

    Returns
    -------
    NDArray[int32]
        Code of :class:`Status` per model; 0 is fine.
    """
    status = np.empty(len(models), dtype=np.int32)
    run = kernel("tw_check", "iDUqI")
    t, table = counts.size.bit_length() - 1, counts.astype(np.float64)

    def part(rows: slice) -> None:
        run(t, table, models[rows], len(models[rows]), status[rows])

    in_threads(part, len(models), least=2000)
    return status
