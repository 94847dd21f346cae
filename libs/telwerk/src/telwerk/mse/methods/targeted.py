# SPDX-License-Identifier: MIT
"""Targeted learning: three chances bent until the plug-in made from them needs no correction.

Where the doubly robust estimator adds a correction to the plug-in, this one moves the learned
chances along the direction that matters for the population, one number each, until the
correction is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from telwerk.arrays import Floats
from telwerk.mse.models.poisson import NotConverged

LEAST = 0.005
TOLERANCE = 1e-4
MOST_ROUNDS = 250
MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class ListProbabilities:
    """Learned probabilities of people who were seen: only the first list, only the second, both.

    Attributes
    ----------
    only_first
        Probability to be on the first list only, shape (people,).
    only_second
        Probability to be on the second list only.
    both
        Probability to be on both.
    """

    only_first: Floats
    only_second: Floats
    both: Floats

    @property
    def first(self) -> Floats:
        """The chance to be on the first list."""
        return self.only_first + self.both

    @property
    def second(self) -> Floats:
        """The chance to be on the second list."""
        return self.only_second + self.both

    @property
    def weight(self) -> Floats:
        """People that somebody seen stands for: q1 q2 / q12, at least one."""
        return np.maximum(self.first * self.second / self.both, 1.0)


def fluctuate(start: ListProbabilities, on_first: Floats, on_second: Floats) -> ListProbabilities:
    """Fluctuate learned probabilities until the plug-in made from them needs no correction.

    In turn each chance is fitted again by logistic regression on one column, the derivative of
    the population to it, with its own logit as offset; until none moves.

    Parameters
    ----------
    start
        Learned probabilities.
    on_first
        1 for who is on the first list, shape (people,).
    on_second
        1 for who is on the second list.

    Returns
    -------
    ListProbabilities
        The probabilities after the last fluctuation.

    Raises
    ------
    NotConverged
        When they go on moving.

    References
    ----------
    Das, Kennedy & Jewell (2023), arXiv 2104.14091, section 4; package drpop, ``tmle``.
    """
    both_lists = on_first * on_second
    now = start
    for _ in range(MOST_ROUNDS):
        ratio1, ratio2 = now.first / now.both, now.second / now.both
        both, a = _fluctuated(now.both, ratio1 + ratio2 - ratio1 * ratio2, both_lists)
        first, b = _fluctuated(
            now.only_first, (now.only_second + both) / both, on_first - both_lists
        )
        first = np.clip(first, LEAST, np.maximum(1 - both, LEAST))
        second, c = _fluctuated(now.only_second, (first + both) / both, on_second - both_lists)
        second = np.clip(second, LEAST, np.maximum(1 - both, LEAST))
        now = ListProbabilities(first, second, both)
        if max(abs(a), abs(b), abs(c)) < TOLERANCE:
            return now
    raise NotConverged("the targeted probabilities did not converge")


def _fluctuated(chance: Floats, direction: Floats, outcome: Floats) -> tuple[Floats, float]:
    """Fit outcome ~ offset(logit chance) + e direction; gives the new chances and e."""
    offset = logit(np.clip(chance, LEAST, 1 - LEAST))
    epsilon = 0.0
    for _ in range(MOST_STEPS):
        fitted = expit(offset + epsilon * direction)
        information = float(np.sum(direction**2 * fitted * (1 - fitted)))
        step = 0.0
        if information >= 1e-12:
            step = float(np.sum(direction * (outcome - fitted))) / information
            # a step that moves somebody's logit by more than two is cut short
            step /= max(1.0, abs(step) * float(np.abs(direction).max()) / 2)
        epsilon += step
        if abs(step) < TOLERANCE / 100:
            return np.clip(expit(offset + epsilon * direction), LEAST, 1 - LEAST), epsilon
    raise NotConverged("a fluctuation did not converge")
