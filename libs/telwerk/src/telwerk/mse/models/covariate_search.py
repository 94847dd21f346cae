# SPDX-License-Identifier: MIT
"""Stepwise search over pairs of variables, with every step on record.

From the variables by themselves, the pair whose coming or going improves the criterion most is
taken, until none improves it; first with the penalty of BIC, then of AIC, then one per
parameter. What an earlier stage chose stays in at the later ones. The analyst sees the
estimate at every step and so how stable it is. A step to a model without a valid fit is
refused and named; the next best step is taken instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from telwerk._kernels import threads
from telwerk.arrays import Floats
from telwerk.mse.models.covariate_design import Design, Pair, Terms, zero_cells
from telwerk.mse.models.covariates import CovariateFit, NotValid, fit, require_valid
from telwerk.mse.models.poisson import determining, products
from telwerk.progress import Progress, silent

IMPROVES = 1e-7
# gains and losses differ from their quadratic promise by less than this factor
BENEFIT = 2.0
BATCH = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what came (+) or went (-), the fit after it, what was rejected on the way.

    Attributes
    ----------
    pair
        The pair that came or went; None at the start.
    sign
        ``+`` when it came, ``-`` when it went.
    fit
        The fit after the step.
    rejected
        Better pairs without a valid fit.
    """

    pair: Pair | None
    sign: str
    fit: CovariateFit
    rejected: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """All steps, and how many of them there were at the end of each stage.

    Attributes
    ----------
    steps
        From the variables by themselves to the last model.
    stages
        Number of steps at the end of each stage.
    """

    steps: tuple[Step, ...]
    stages: tuple[int, ...]

    @property
    def rejected(self) -> tuple[Pair, ...]:
        """Pairs whose coming or going was rejected at some step."""
        return tuple(dict.fromkeys(pair for step in self.steps for pair in step.rejected))

    def best(self, criterion: str) -> CovariateFit:
        """The fit with the least ``bic``, ``aic`` or ``aicc`` on the path.

        Parameters
        ----------
        criterion
            ``bic``, ``aic`` or ``aicc``: what models are compared on.

        Returns
        -------
        CovariateFit
            One of the fits on the path.
        """
        fits = [step.fit for step in self.steps]
        return min(fits, key=lambda candidate: float(getattr(candidate, criterion)))


def search(
    design: Design,
    counts: Floats,
    *,
    penalties: tuple[float, ...] | None = None,
    workers: int | None = None,
    progress: Progress = silent,
) -> Path:
    """Search from the variables by themselves, stage by stage.

    Parameters
    ----------
    design
        Columns of the variables over all cells.
    counts
        Counts of all cells in one row, shape (cells,).
    penalties
        Cost per parameter at each stage; by default log(people), 2 and 1.
    workers
        Threads to use; by default as many as pay.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    Path
        Every step, with the fit after it.

    Raises
    ------
    NotValid
        When even the variables by themselves have no valid fit.

    References
    ----------
    Cruyff, van Dijk & van der Heijden (2017), Chance 30(3).
    """
    people = float(counts[design.seen].sum())
    stages = penalties or (float(np.log(people)), 2.0, 1.0)
    require_valid(design, counts, frozenset())
    steps = [Step(None, "", fit(design, counts, frozenset()))]
    ends = []
    with ThreadPoolExecutor(workers or threads()) as pool:
        for penalty in stages:
            choice = _Choice(design, counts, penalty, steps[-1].fit.terms)
            while (following := choice.next(steps[-1].fit, pool)) is not None:
                if following.pair is None:
                    rejected_here = tuple(dict.fromkeys((*steps[-1].rejected, *following.rejected)))
                    steps[-1] = replace(steps[-1], rejected=rejected_here)
                    break
                steps.append(following)
                progress(len(steps), len(steps) + 1)
            ends.append(len(steps))
    return Path(tuple(steps), tuple(ends))


@dataclass(frozen=True, slots=True)
class _Choice:
    """How the next step is chosen within one stage."""

    design: Design
    counts: Floats
    penalty: float
    fixed: Terms

    def next(self, here: CovariateFit, pool: ThreadPoolExecutor) -> Step | None:
        """The best valid step, one without a pair when only refusals are left, or None."""
        rejected: list[Pair] = []
        for pair, found in self._promising(here, pool):
            if not found.cost(self.penalty) < here.cost(self.penalty) - IMPROVES:
                break
            try:
                require_valid(self.design, self.counts, found.terms)
            except NotValid:
                rejected.append(pair)
                continue
            return Step(pair, "-" if pair in here.terms else "+", found, tuple(rejected))
        return Step(None, "", here, tuple(rejected)) if rejected else None

    def _promising(
        self, here: CovariateFit, pool: ThreadPoolExecutor
    ) -> Iterator[tuple[Pair, CovariateFit]]:
        """Fits of neighbours, best first; those that cannot be next are never fitted.

        A neighbour waits as long as the best fit at hand beats it by ``BENEFIT`` times the gain
        that a quadratic expansion of the likelihood promises.
        """
        pairs = [pair for pair in self.design.pairs if pair not in self.fixed]
        hopes = _least_costs(self.design, self.counts, here, (pairs, self.penalty))
        waiting = [pairs[i] for i in np.argsort(hopes, kind="stable")]
        hope = dict(zip(pairs, hopes, strict=True))
        ready: list[tuple[Pair, CovariateFit]] = []
        work = partial(_candidate, self.design, self.counts, here)
        while waiting or ready:
            ready.sort(key=lambda item: item[1].cost(self.penalty))
            if ready and (not waiting or ready[0][1].cost(self.penalty) <= hope[waiting[0]]):
                yield ready.pop(0)
                continue
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            ready += [(p, found) for p, found in pool.map(work, batch) if found is not None]


def _least_costs(
    design: Design, counts: Floats, here: CovariateFit, pairs_and_penalty: tuple[list[Pair], float]
) -> Floats:
    """The least that each neighbour can be expected to cost.

    For a pair that comes, the gain is that of the score test; for one that goes, the loss that
    of the Wald test; both with a margin. A pair with a zero margin may gain anything.
    """
    pairs, penalty = pairs_and_penalty
    columns = design.columns(design.pairs)
    use = design.seen & (here.expected > 0)
    information = products(design.rows, columns, use, here.expected)
    place = design.rows.place(columns)
    score = design.slope(counts, here.expected)[columns]
    inside = place[design.columns(here.terms)]
    base = _own_part(information, inside)
    inverse = np.asarray(np.linalg.inv(information[np.ix_(base, base)]), dtype=np.float64)
    known = _Known(information, score, base, inverse)
    everywhere = np.zeros(len(columns))
    everywhere[inside] = here.coefficients
    costs = np.empty(len(pairs))
    for k, pair in enumerate(pairs):
        own = place[design.of_pair(pair)]
        if pair in here.terms:
            costs[k] = known.loss(own, everywhere) / BENEFIT - penalty * len(own)
        elif zero_cells(design, counts, [pair])[use].any():
            costs[k] = -np.inf
        else:
            costs[k] = penalty * len(own) - BENEFIT * known.gain(own)
    return costs + here.cost(penalty)


@dataclass(frozen=True, slots=True)
class _Known:
    """Information and score of all columns at a fit, and the inverse for those of the model."""

    information: Floats
    score: Floats
    base: NDArray[np.int32]
    inverse: Floats

    def gain(self, own: NDArray[np.int32]) -> float:
        """Score statistic of columns that come."""
        cross = self.information[np.ix_(self.base, own)]
        left = self.information[np.ix_(own, own)] - cross.T @ self.inverse @ cross
        step = np.linalg.lstsq(left, self.score[own], rcond=1e-9)[0]
        return float(self.score[own] @ step)

    def loss(self, own: NDArray[np.int32], coefficients: Floats) -> float:
        """Wald statistic of columns that go."""
        at = np.flatnonzero(np.isin(self.base, own))
        if not len(at):
            return 0.0
        part = coefficients[self.base[at]]
        return float(part @ np.linalg.solve(self.inverse[np.ix_(at, at)], part))


def _own_part(information: Floats, inside: NDArray[np.int32]) -> NDArray[np.int32]:
    """Parameters of the model at hand that the ones before them do not determine."""
    gram = np.ascontiguousarray(information[np.ix_(inside, inside)])
    return inside[determining(gram)]


def _candidate(
    design: Design, counts: Floats, here: CovariateFit, pair: Pair
) -> tuple[Pair, CovariateFit | None]:
    """Fit the model with the pair in or out, starting from the fit at hand."""
    terms: Terms = here.terms ^ {pair}
    everywhere = np.zeros(design.rows.width)
    everywhere[design.columns(here.terms)] = here.coefficients
    try:
        return pair, fit(design, counts, terms, start=everywhere[design.columns(terms)])
    except NotValid:
        return pair, None
