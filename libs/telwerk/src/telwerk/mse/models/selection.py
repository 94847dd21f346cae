# SPDX-License-Identifier: MIT
"""Choosing the best of given models, for many tables at once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telwerk._kernels import in_threads, kernel
from telwerk.arrays import Floats
from telwerk.mse.models.hierarchical import Models
from telwerk.mse.models.loglinear import KIND, Criterion

# From tables (one per row) to the log of the dark figure per table and mark;
# NaN where no model is valid.
Selection = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Best model per table and cutoff: its row, its log number of unobserved people, its criterion.

    Attributes
    ----------
    index
        Row of the model, shape (tables, cutoffs).
    log_unobserved
        Log of the estimated number of people on no list; NaN when no model is valid.
    cost
        Its criterion.
    """

    index: NDArray[np.int32]
    log_unobserved: Floats
    cost: Floats


def choose_among(
    tables: Floats, models: Models, criterion: Criterion, cutoffs: NDArray[np.int32]
) -> Chosen:
    """Choose for each table the best of the first so many models, for each cutoff.

    Parameters
    ----------
    tables
        Counts, shape (tables, 2**t).
    models
        Models as rows of 64-bit words, shape (models, words).
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    cutoffs
        Numbers of first models to choose among.

    Returns
    -------
    Chosen
        The best of each.
    """
    rows, t = len(tables), tables.shape[1].bit_length() - 1
    index = np.empty((rows, len(cutoffs)), dtype=np.int32)
    log_unobserved, cost = np.empty((rows, len(cutoffs))), np.empty((rows, len(cutoffs)))
    run = kernel("tw_select", "iDqUiIiIDD")

    def part(at: slice) -> None:
        run(
            t, tables[at], len(tables[at]), models, KIND[criterion], cutoffs, len(cutoffs),
            index[at], log_unobserved[at], cost[at],
        )  # fmt: skip

    in_threads(part, rows, least=2)
    return Chosen(index, log_unobserved, cost)


def among(
    models: Models, criterion: Criterion, cutoffs: NDArray[np.int32] | None = None
) -> Selection:
    """Make the selection of the best of these models, or of the first so many of them.

    Parameters
    ----------
    models
        Models as rows of 64-bit words, shape (models, words).
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    cutoffs
        Numbers of first models to choose among; all when left out.

    Returns
    -------
    Selection
        From tables to the log number of unobserved people, shape (tables, cutoffs).
    """
    ends = np.array([len(models)], dtype=np.int32) if cutoffs is None else cutoffs
    return lambda tables: choose_among(tables, models, criterion, ends).log_unobserved
