# SPDX-License-Identifier: MIT
"""Choosing a log-linear model: none, one by name, all of them, stepwise, downhill."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from telwerk._kernels import in_threads, kernel
from telwerk.arrays import Counts, Floats
from telwerk.localised import LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.models import branch_and_bound
from telwerk.mse.models.hierarchical import (
    Masks,
    closed,
    count_models,
    enumerate_models,
    model_name,
    unpack,
)
from telwerk.mse.models.local_search import local_optima, starting_models
from telwerk.mse.models.loglinear import Criterion, Fits, fit_model, fit_models
from telwerk.mse.models.multiverse import ranges_near_best, runners_up
from telwerk.mse.models.selection import Selection, among
from telwerk.progress import Progress, RemarkingProgress, silent

SHARES = 1000  # in which progress of a search by bounds is counted
GAP = LocalisedText(
    nl="beste {criterion} {best}, hooguit {gap} lager",
    en="best {criterion} {best}, at most {gap} lower",
)
EXHAUSTIVE_UP_TO = 300_000  # models; beyond this, branch and bound finds the same best


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The model that a search ended on, and how to repeat the search on other tables.

    Attributes
    ----------
    fit
        Fit of one model; its status may say that there is none.
    again
        Repeats the search on other tables.
    chosen
        Whether the counts had a say in which model it is.
    diagnostics
        What else the search knows, as JSON values.
    """

    fit: Fits  # of one model; its status may say that there is none
    again: Selection
    chosen: bool = True  # whether the counts had a say in which model it is
    diagnostics: dict[str, Any] = field(default_factory=dict)  # JSON values

    @property
    def model(self) -> Masks:
        """Give the model as a set of masks."""
        return unpack(self.fit.models[0])


def fixed(counts: Counts, model: Masks) -> Choice:
    """Take one model as given.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    model
        Masks of the sets of lists in the model, closed under taking parts.

    Returns
    -------
    Choice
        The model with its fit.
    """
    fit = fit_model(counts, model)
    return Choice(fit, among(fit.models, "bic"), chosen=False)


def best_of_all(
    histories: CaptureHistories,
    *,
    order: int,
    criterion: Criterion,
    ntop: int,
    progress: Progress = silent,
) -> Choice | None:
    """Fit every hierarchical model up to an order and take the best; None if none is valid.

    Repeating the search on other tables is among the ``ntop`` models that were
    best on these; 0 means all of them.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    order
        Largest number of lists in one interaction.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    ntop
        Number of best models that a repetition chooses from; 0 is all.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    Choice | None
        The best model, or None.

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116.
    """
    counts, t = histories.counts, histories.t
    number = count_models(t, order)
    if number is None or number > EXHAUSTIVE_UP_TO:
        listener = listener_for(progress, criterion)
        found = branch_and_bound.near_best(
            counts, order=order, criterion=criterion, listener=listener
        )
        progress(SHARES, SHARES)
        return _best_by_bounds(histories, found, criterion=criterion, ntop=ntop)
    fits = fit_models(counts, enumerate_models(t, order))
    return _best(histories, fits, criterion=criterion, ntop=ntop, number=number)


def _best_by_bounds(
    histories: CaptureHistories,
    found: branch_and_bound.NearBest,
    *,
    criterion: Criterion,
    ntop: int,
) -> Choice | None:
    if not len(found.models):
        return None
    fits = fit_models(histories.counts, found.models)
    choice = _best(histories, fits, criterion=criterion, ntop=ntop, number=found.total)
    if choice:
        choice.diagnostics["multiverse"] = ranges_near_best(fits, criterion, found.within)
        choice.diagnostics["search"] = {
            "way": "branch and bound",
            "fits": found.fits,
            "complete_within": found.within,
        }
    return choice


def listener_for(progress: Progress, criterion: Criterion) -> branch_and_bound.Listener:
    """Tell a progress how much of the models is done, and how much better any could still be.

    Parameters
    ----------
    progress
        Told how much is done, as (done, total).
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.

    Returns
    -------
    branch_and_bound.Listener
        What a search by bounds can be given to tell.
    """

    def listener(state: branch_and_bound.SearchProgress) -> None:
        if isinstance(progress, RemarkingProgress):
            names = {"criterion": criterion.upper(), "best": f"{state.best:.1f}"}
            progress.remark(GAP.filled(**names, gap=f"{state.gap:.1f}"))
        progress(int(state.share * SHARES), SHARES)

    return listener


def _best(
    histories: CaptureHistories, fits: Fits, *, criterion: Criterion, ntop: int, number: int | None
) -> Choice | None:
    rank = fits.ranked(criterion)
    if not rank.size:
        return None
    candidates = fits.models[rank[:ntop] if ntop else rank]
    diagnostics = {
        "models": number,
        "models_valid": int(rank.size),
        "multiverse": ranges_near_best(fits, criterion),
        "best_models": runners_up(fits, criterion, histories.t),
    }
    winner = fit_models(histories.counts, fits.models[rank[:1]])
    return Choice(winner, among(candidates, criterion), diagnostics=diagnostics)


def stepwise(counts: Counts, threshold: float) -> Choice:
    """Add pairs one by one while the overlap they explain is surprising.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    threshold
        Largest p-value of an overlap that counts as surprising.

    Returns
    -------
    Choice
        The model with its fit.

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116.
    """
    models, _, status = _stepwise(counts[None, :].astype(np.float64), threshold)
    if status[0] == 0:
        fit = fit_models(counts, models)
    else:
        fit = fit_model(counts, closed(counts.size.bit_length() - 1, []))
    # the search's own status counts: independent lists may fit where the search did not converge
    fit = replace(fit, status=status)
    return Choice(fit, lambda tables: _stepwise(tables, threshold)[1][:, 1:2])


def _stepwise(tables: Floats, threshold: float) -> tuple[Any, Floats, Any]:
    # The kernel fills all three: models, three numbers each, status.
    rows, cells = tables.shape
    models = np.zeros((rows, max(1, cells // 64)), dtype=np.uint64)
    out, status = np.empty((rows, 3)), np.empty(rows, dtype=np.int32)
    run, t = kernel("tw_stepwise", "iDqdUDI"), cells.bit_length() - 1

    def part(at: slice) -> None:
        run(t, tables[at], len(tables[at]), threshold, models[at], out[at], status[at])

    in_threads(part, rows, least=2)
    return models, out, status


def local_search(
    histories: CaptureHistories, *, order: int, criterion: Criterion, starts: int, seed: int
) -> Choice | None:
    """Move to the best neighbour until none is better, from several models.

    The first walk starts from main effects; the others from random models, for
    a walk may end in a valley that is not the deepest.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    order
        Largest number of lists in one interaction.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    starts
        Number of models to start from.
    seed
        Start of the random numbers: the same seed gives the same outcome.

    Returns
    -------
    Choice | None
        The best local optimum, or None when none is valid.

    References
    ----------
    Silverman, Chan & Vincent (2024), Statistics and Computing 34, section 5.2.
    """
    begin = starting_models(histories.t, order, starts, seed)
    ends = list(local_optima(histories.counts, begin, order, criterion))
    if not ends:
        return None

    def again(tables: Floats) -> Floats:
        return np.array([[_best_log_unobserved(row, begin, order, criterion)] for row in tables])

    return Choice(
        fit_model(histories.counts, min(ends, key=lambda end: end.cost).model),
        again,
        diagnostics={
            "models_visited": sum(end.visited for end in ends),
            "local_optima": sorted({model_name(end.model, histories.t) for end in ends}),
        },
    )


def _best_log_unobserved(
    table: Floats, starts: list[Masks], order: int, criterion: Criterion
) -> float:
    """Give the log of the dark figure in the deepest valley; NaN when there is none."""
    ends = list(local_optima(table, starts, order, criterion))
    if not ends:
        return math.nan
    return float(fit_model(table, min(ends, key=lambda end: end.cost).model).log_unobserved[0])
