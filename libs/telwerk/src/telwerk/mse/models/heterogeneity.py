# SPDX-License-Identifier: MIT
"""Log-linear models in which some people are easier to see than others.

Given how visible a person is, lists are independent; visibility itself varies. Averaged over
people this adds one column h(k) to the log-linear model, where k is the number of lists a
person is on. Four shapes of h are offered; all extrapolate from k >= 1 to k = 0, and differ in
nothing but that extrapolation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from telwerk.arrays import Floats
from telwerk.mse.models.existence import has_estimate
from telwerk.mse.models.poisson import NoFit, NotConverged, PoissonFit, Rows, fit_poisson, loglik_of
from telwerk.solver import SolverError


class Shape(StrEnum):
    """How visibility varies between people."""

    NONE = "none"
    CHAO = "chao"
    POISSON = "poisson"
    DARROCH = "darroch"
    GAMMA = "gamma"


class Lists(StrEnum):
    """Whether lists reach people equally well (``h``) or each in its own measure (``th``)."""

    EQUAL = "h"
    OWN = "th"


POISSON_THETA = 2.0
GAMMA_THETA = 3.5


@dataclass(frozen=True, slots=True)
class HeterogeneityFit:
    """One closed-population model with its criteria.

    ``estimate`` and ``standard_error`` are of the whole population. ``kept`` says which of the
    effects eta_3 .. eta_t of the lower bound were positive and stayed in.

    Attributes
    ----------
    shape
        How visibility varies between people.
    lists
        Whether lists reach people equally well.
    estimate
        Estimated number of people.
    standard_error
        Standard error in people.
    deviance
        Poisson deviance.
    aic
        Akaike's criterion.
    bic
        Schwarz's criterion, with the number of people.
    degrees_of_freedom
        Histories less parameters.
    kept
        Numbers of lists whose effect stayed in the lower bound.
    """

    shape: Shape
    lists: Lists
    estimate: float
    standard_error: float
    deviance: float
    aic: float
    bic: float
    degrees_of_freedom: int
    kept: tuple[int, ...] = ()


def fit_heterogeneity(counts: Floats, *, shape: Shape, lists: Lists) -> HeterogeneityFit:
    """Fit one of the models M0, Mt, Mh and Mth to a table of 2**t counts.

    The estimate is n + exp(a), a the intercept; its standard error sqrt(exp(a) + exp(2a) v)
    with v the variance of a. BIC uses the number of people.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    shape
        How visibility varies between people.
    lists
        Whether lists reach people equally well.

    Returns
    -------
    HeterogeneityFit
        The fit.

    Raises
    ------
    NoFit
        When the model has no maximum likelihood estimate on these counts.

    References
    ----------
    Rivest & Baillargeon (2007), Biometrics 63; Baillargeon & Rivest (2007), J. Stat. Softw. 19(5).

    Examples
    --------
    >>> from telwerk.datasets import kosovo
    >>> round(fit_heterogeneity(kosovo().counts, shape=Shape.CHAO, lists=Lists.OWN).estimate)
    8591
    """
    if shape is Shape.CHAO:
        return _lower_bound(np.asarray(counts, dtype=float), lists)
    columns = _columns(_sizes(len(counts)), shape)
    return _fitted(np.asarray(counts, dtype=float), columns, (shape, lists))


def _sizes(cells: int) -> Floats:
    return np.array([mask.bit_count() for mask in range(1, cells)], dtype=float)


def _columns(size: Floats, shape: Shape) -> Floats:
    column: Floats
    match shape:
        case Shape.POISSON:
            column = POISSON_THETA**size - 1
        case Shape.DARROCH:
            column = size**2 / 2
        case Shape.GAMMA:
            column = np.log(GAMMA_THETA) - np.log(GAMMA_THETA + size)
        case _:
            return np.empty((len(size), 0))
    return column[:, None]


def _main_effects(cells: int, lists: Lists) -> Floats:
    if lists is Lists.EQUAL:
        return _sizes(cells)[:, None]
    t = cells.bit_length() - 1
    return np.array([[mask >> i & 1 for i in range(t)] for mask in range(1, cells)], dtype=float)


def _design(cells: int, extra: Floats, lists: Lists) -> Floats:
    main = _main_effects(cells, lists)
    return np.hstack([np.ones((len(main), 1)), main, extra])


def _require_estimate(design: Floats, counts: Floats) -> None:
    """Refuse what would drift for ever, or is not determined."""
    with_people = design[counts > 0]
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise NoFit("the lists do not determine this model")
    try:
        exists = has_estimate(with_people, design[counts == 0])
    except SolverError as problem:
        raise NotConverged(f"whether this model has an estimate is unknown: {problem}") from problem
    if not exists:
        raise NoFit("the lists overlap too little for this model")


def _fit(counts: Floats, extra: Floats, lists: Lists) -> PoissonFit:
    return fit_poisson(Rows.of(_design(len(counts), extra, lists)), counts[1:])


def _fitted(
    counts: Floats, extra: Floats, names: tuple[Shape, Lists], kept: tuple[int, ...] = ()
) -> HeterogeneityFit:
    _require_estimate(_design(len(counts), extra, names[1]), counts[1:])
    fit = _fit(counts, extra, names[1])
    people = float(np.sum(counts[1:]))
    hidden = float(np.exp(fit.coefficients[0]))
    p = len(fit.coefficients)
    fitted = np.exp(_design(len(counts), extra, names[1]) @ fit.coefficients)
    loglik = loglik_of(counts[1:], fitted)
    return HeterogeneityFit(
        shape=names[0],
        lists=names[1],
        estimate=people + hidden,
        standard_error=float(np.sqrt(hidden + hidden**2 * fit.covariance[0, 0])),
        deviance=fit.deviance,
        aic=2 * p - 2 * loglik,
        bic=p * float(np.log(people)) - 2 * loglik,
        degrees_of_freedom=len(counts) - 1 - p,
        kept=kept,
    )


def _lower_bound(counts: Floats, lists: Lists) -> HeterogeneityFit:
    """Columns max(k - j + 1, 0) for j = 3 .. t; negative effects are dropped and refitted."""
    size = _sizes(len(counts))
    t = len(counts).bit_length() - 1
    longest = int(max(size[counts[1:] > 0], default=0))
    # beyond the longest observed history the effect is minus infinity, hence negative
    kept = tuple(range(3, min(t, longest) + 1))
    while True:
        columns = _bound_columns(size, kept)
        names = (Shape.CHAO, lists)
        if not kept:
            return _fitted(counts, columns, names)
        effects = _fit(counts, columns, lists).coefficients[-len(kept) :]
        if np.all(effects >= 0):
            return _fitted(counts, columns, names, kept)
        kept = tuple(j for j, effect in zip(kept, effects, strict=True) if effect >= 0)


def all_cells(counts: Floats, fit: HeterogeneityFit) -> Rows:
    """Give the rows of a fitted model for all cells, the one of people on no list first.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    fit
        The fit.

    Returns
    -------
    Rows
        2**t rows of the design.
    """
    size = np.concatenate([[0.0], _sizes(len(counts))])
    extra = _bound_columns(size, fit.kept) if fit.shape is Shape.CHAO else _columns(size, fit.shape)
    main = np.vstack([np.zeros((1, 1)), _sizes(len(counts))[:, None]])
    if fit.lists is Lists.OWN:
        own = _main_effects(len(counts), Lists.OWN)
        main = np.vstack([np.zeros((1, own.shape[1])), own])
    return Rows.of(np.hstack([np.ones((len(counts), 1)), main, extra]))


def _bound_columns(size: Floats, kept: tuple[int, ...]) -> Floats:
    columns = [np.maximum(size - j + 1, 0) for j in kept]
    return np.stack(columns, axis=1) if columns else np.empty((len(size), 0))


__all__ = [
    "HeterogeneityFit",
    "Lists",
    "NoFit",
    "NotConverged",
    "Shape",
    "all_cells",
    "fit_heterogeneity",
]
