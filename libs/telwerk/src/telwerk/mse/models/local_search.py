# SPDX-License-Identifier: MIT
"""Walking downhill from model to neighbouring model.

Reference: Silverman, Chan and Vincent (2024), Statistics and Computing 34, section 5.2.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from telwerk.arrays import Counts, Floats
from telwerk.mse.models.hierarchical import Masks, closed, neighbours, pack
from telwerk.mse.models.loglinear import Criterion, fit_models


@dataclass(frozen=True, slots=True)
class LocalOptimum:
    """A model of which no neighbour is better, where a search ended.

    Attributes
    ----------
    model
        Masks of the sets of lists in the model, closed under taking parts.
    cost
        Its criterion.
    visited
        Number of models that were looked at.
    """

    model: Masks
    cost: float
    visited: int


def starting_models(t: int, order: int, number: int, seed: int) -> list[Masks]:
    """Give main effects and random models to start from: one local optimum may not be the best.

    Parameters
    ----------
    t
        Number of lists.
    order
        Largest number of lists in one interaction.
    number
        How many models.
    seed
        Start of the random numbers: the same seed gives the same outcome.

    Returns
    -------
    list[Masks]
        Models as sets of masks; main effects first.
    """
    generator = np.random.default_rng(seed)
    found = [closed(t, [])]
    while len(found) < number:
        model = found[0]
        for _ in range(int(generator.integers(1, t * (t - 1) // 2 + 1))):
            options = [m for m in neighbours(model, t, order) if len(m) > len(model)]
            if options:
                model = options[int(generator.integers(len(options)))]
        found.append(model)
    return found


def local_optima(
    counts: Counts | Floats, starts: Iterable[Masks], order: int, criterion: Criterion
) -> Iterator[LocalOptimum]:
    """Search from each model; searches that end on a model without an estimate are left out.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    starts
        Models to start from.
    order
        Largest number of lists in one interaction.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.

    Returns
    -------
    Iterator[LocalOptimum]
        One per start that ends on a valid model.

    References
    ----------
    Silverman, Chan & Vincent (2024), Statistics and Computing 34, section 5.2.
    """
    fitted = _Fitted(counts, criterion, {})
    for start in starts:
        found = _descend(fitted, start, order)
        if math.isfinite(found.cost):
            yield found


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What was fitted to these counts: later walks pass where earlier ones were."""

    counts: Counts | Floats
    criterion: Criterion
    costs: dict[Masks, float]

    def fit(self, models: Iterable[Masks]) -> None:
        new = [model for model in models if model not in self.costs]
        if new:
            rows = pack(self.counts.size.bit_length() - 1, new)
            found = fit_models(self.counts, rows).cost(self.criterion)
            self.costs.update(zip(new, found.tolist(), strict=True))


def _descend(fitted: _Fitted, start: Masks, order: int) -> LocalOptimum:
    t, costs = fitted.counts.size.bit_length() - 1, fitted.costs
    fitted.fit([start])
    model, seen = start, {start}
    while True:
        options = [m for m in neighbours(model, t, order) if m not in seen]
        seen.update(options)
        fitted.fit(options)
        best = min(options, key=costs.__getitem__, default=model)
        if not costs[best] < costs[model]:
            return LocalOptimum(model, costs[model], len(seen))
        model = best
