# SPDX-License-Identifier: MIT
"""All models that fit almost as well as the best one, and how far they lie apart."""

import math
from typing import Any

import numpy as np

from telwerk.mse.models.hierarchical import model_name, unpack
from telwerk.mse.models.loglinear import Criterion, Fits

DISTANCES = (2, 6, 10)  # in units of the criterion


def ranges_near_best(
    fits: Fits, criterion: Criterion, complete: float = math.inf
) -> list[dict[str, Any]]:  # JSON values
    """Give the number of models and the range of estimates within each distance.

    Distances beyond which models may be missing from these fits are left out.

    Parameters
    ----------
    fits
        Fits of many models to one table.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    complete
        Distance within which no model is missing.

    Returns
    -------
    list[dict[str, Any]]
        Per distance: its bound, the number of models, the lowest and the highest estimate.
    """
    cost, sizes = fits.cost(criterion), fits.estimate()
    best = cost.min()
    rows = []
    for distance in DISTANCES:
        if distance > complete:
            break
        inside = sizes[cost <= best + distance]
        rows.append(
            {
                "within": distance,
                "models": int(inside.size),
                "low": float(inside.min()),
                "high": float(inside.max()),
            }
        )
    return rows


def runners_up(
    fits: Fits, criterion: Criterion, t: int, most: int = 10
) -> list[dict[str, Any]]:  # JSON values
    """Give the best models by name with their estimate and criterion.

    Parameters
    ----------
    fits
        Fits of many models to one table.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    t
        Number of lists.
    most
        How many models at most.

    Returns
    -------
    list[dict[str, Any]]
        Per model: its name, its estimate and its criterion, best first.
    """
    cost, sizes = fits.cost(criterion), fits.estimate()
    return [
        {
            "model": model_name(unpack(fits.models[i]), t),
            "estimate": float(sizes[i]),
            criterion: float(cost[i]),
        }
        for i in fits.ranked(criterion)[:most]
    ]


def spread(fits: Fits, criterion: Criterion, distance: float) -> tuple[np.ndarray, np.ndarray]:
    """Give estimate and criterion of every model within a distance of the best.

    Parameters
    ----------
    fits
        Fits of many models to one table.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    distance
        How far from the best criterion.

    Returns
    -------
    tuple[ndarray, ndarray]
        Estimates in people and criteria, best first.
    """
    cost, sizes = fits.cost(criterion), fits.estimate()
    inside = np.flatnonzero(cost <= cost.min() + distance)
    inside = inside[np.argsort(cost[inside], kind="stable")]
    return sizes[inside], cost[inside]
