# SPDX-License-Identifier: MIT
"""The best models of a family too large to fit one by one, found exactly by bounds."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from telwerk._kernels import Stopped, kernel
from telwerk.arrays import Counts
from telwerk.mse import messages
from telwerk.mse.messages import InvalidModel
from telwerk.mse.models.hierarchical import Models, count_models, words_per_model
from telwerk.mse.models.local_search import local_optima, starting_models
from telwerk.mse.models.loglinear import KIND, Criterion

MOST_FOUND = 100_000  # models kept
MOST_FITS = 3_000_000  # about half a minute
DISTANCES = (10.0, 2.0, 0.0)
STARTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class NearBest:
    """Every valid model within a distance of the best, best not first.

    Attributes
    ----------
    models
        Models as rows of 64-bit words, shape (models, words).
    within
        Distance from the best criterion within which all models are here.
    fits
        Number of models that were fitted.
    total
        Number of models in the family; None when too many to count.
    """

    models: Models
    within: float
    fits: int
    total: int | None  # size of the family, when it can be listed at all


@dataclass(frozen=True, slots=True)
class SearchProgress:
    """How far a search by bounds is.

    ``share`` of the models is looked at or ruled out; ``best`` is the lowest criterion found
    and no model left can be below ``lowest``. The search that keeps models ``within`` a
    distance of the best ends when ``lowest`` passes ``best + within``.

    Attributes
    ----------
    share
        Share of the models looked at or ruled out.
    best
        Lowest criterion found.
    lowest
        No model left can be below this.
    fits
        Number of models fitted so far.
    within
        Distance from the best that is searched.
    """

    share: float
    best: float
    lowest: float
    fits: int
    within: float

    @property
    def gap(self) -> float:
        """By how much the best model found could still be beaten."""
        return self.best - self.lowest


Listener = Callable[[SearchProgress], None]


def no_listener(progress: SearchProgress) -> None:
    """A listener that does nothing.

    Parameters
    ----------
    progress
        How far the search is.
    """


def near_best(
    counts: Counts,
    *,
    order: int,
    criterion: Criterion,
    distances: tuple[float, ...] = DISTANCES,
    listener: Listener = no_listener,
) -> NearBest:
    """Find all valid models within the first distance for which that is feasible.

    A local search first: the better the model that is known, the more can be left unseen.
    ``listener`` is told a few times a second how far it is; what it raises ends the search.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    order
        Largest number of lists in one interaction.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    distances
        Distances from the best to try, widest first.
    listener
        Told how far the search is.

    Returns
    -------
    NearBest
        All valid models within the first distance that is feasible.

    Raises
    ------
    InvalidModel
        When there are too many models even for the last distance.

    References
    ----------
    Land & Doig (1960), Econometrica 28.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> near_best(korea().counts, order=2, criterion="bic").within
    10.0
    """
    t = counts.size.bit_length() - 1
    run = kernel("tw_near_best", "iDiiddqqUDQF", "q")
    models = np.zeros((MOST_FOUND, words_per_model(t)), dtype=np.uint64)
    cost, fits = np.empty(MOST_FOUND), np.zeros(1, dtype=np.int64)
    table = counts.astype(np.float64)
    optima = local_optima(counts, starting_models(t, order, STARTS, seed=1), order, criterion)
    incumbent = min((end.cost for end in optima), default=np.inf)
    for within in distances:
        try:
            with _listening(listener, within) as callback:
                found = run(
                    t, table, order, KIND[criterion], incumbent, within,
                    MOST_FITS, MOST_FOUND, models, cost, fits, callback,
                )  # fmt: skip
        except ValueError:
            continue
        return NearBest(models[:found], within, int(fits[0]), count_models(t, order))
    raise InvalidModel(messages.TOO_MANY_MODELS.filled(lists=t, order=order))


_LISTENER = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_double, ctypes.c_double, ctypes.c_double, ctypes.c_int64
)


@contextmanager
def _listening(
    listener: Listener, within: float
) -> Iterator[Any]:  # a C function that calls Python
    """Let a kernel tell how far it is; an exception of the listener goes round the kernel."""
    raised: list[BaseException] = []

    def report(share: float, best: float, lowest: float, fits: int) -> int:
        try:
            # a search that needs too many fits is left, however little of the tree is done
            listener(SearchProgress(max(share, fits / MOST_FITS), best, lowest, fits, within))
        except BaseException as problem:  # noqa: BLE001  because it is raised again below
            raised.append(problem)
        return len(raised)

    try:
        yield _LISTENER(report)
    except Stopped:
        raise raised[0] from None
