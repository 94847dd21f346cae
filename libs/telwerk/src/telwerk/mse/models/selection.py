# SPDX-License-Identifier: MIT
"""Choosing the best of given models, for many tables at once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telwerk._kernels import in_threads, kernel
from telwerk.mse.models.hierarchical import Models
from telwerk.mse.models.loglinear import KIND, Criterion, Floats

# From tables (one per row) to the log of the dark figure per table and mark;
# NaN where no model is valid.
Selection = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Best model per table and mark: its row, log dark figure and criterion."""

    index: NDArray[np.int32]
    log_unobserved: Floats
    cost: Floats


def choose_among(
    tables: Floats, models: Models, criterion: Criterion, cutoffs: NDArray[np.int32]
) -> Chosen:
    """Choose for each table the best of the first ``mark`` models, for each mark."""
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
    """Select the best of these models; with marks, the best of each first so many."""
    ends = np.array([len(models)], dtype=np.int32) if cutoffs is None else cutoffs
    return lambda tables: choose_among(tables, models, criterion, ends).log_unobserved
