# SPDX-License-Identifier: MIT
"""The best models of a family too large to fit one by one, found exactly by bounds."""

from dataclasses import dataclass

import numpy as np

from telwerk._kernels import kernel
from telwerk.mse import refusals
from telwerk.mse.histories import Counts
from telwerk.mse.loglinear import KIND, Criterion
from telwerk.mse.models import Models, count_models, words
from telwerk.mse.refusals import InvalidModel
from telwerk.mse.valleys import starts_of, valleys

MOST_FOUND = 100_000  # models kept
MOST_FITS = 3_000_000  # about half a minute
DISTANCES = (10.0, 2.0, 0.0)
WALKS = 5


@dataclass(frozen=True, slots=True, eq=False)
class NearBest:
    """Every valid model within a distance of the best, best not first."""

    models: Models
    within: float
    fits: int
    total: int | None  # size of the family, when it can be listed at all


def near_best(
    counts: Counts,
    *,
    order: int,
    criterion: Criterion,
    distances: tuple[float, ...] = DISTANCES,
) -> NearBest:
    """Find all valid models within the first distance for which that is feasible.

    A walk downhill first: the better the model that is known, the more can be left unseen.
    """
    t = counts.size.bit_length() - 1
    run = kernel("tw_near_best", "iDiiddqqUDQ", "q")
    models = np.zeros((MOST_FOUND, words(t)), dtype=np.uint64)
    cost, fits = np.empty(MOST_FOUND), np.zeros(1, dtype=np.int64)
    table = counts.astype(np.float64)
    walks = valleys(counts, starts_of(t, order, WALKS, seed=1), order, criterion)
    incumbent = min((end.cost for end in walks), default=np.inf)
    for within in distances:
        try:
            found = run(
                t, table, order, KIND[criterion], incumbent, within,
                MOST_FITS, MOST_FOUND, models, cost, fits,
            )  # fmt: skip
        except ValueError:
            continue
        return NearBest(models[:found], within, int(fits[0]), count_models(t, order))
    raise InvalidModel(refusals.TOO_MANY_MODELS.filled(lists=t, order=order))
