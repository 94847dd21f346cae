# SPDX-License-Identifier: MIT
"""Drawing tables from a population of known size, to see whether methods find it back."""

from collections.abc import Mapping, Sequence

import numpy as np

from telwerk.arrays import Floats
from telwerk.mse.lists.histories import CaptureHistories

Probabilities = Floats


def probabilities(
    rates: Sequence[float], odds: Mapping[tuple[int, int], float] | None = None
) -> Probabilities:
    """Give the chance of every history when each list reaches a share of the people.

    Parameters
    ----------
    rates
        Chance of being on each list, before the dependence is put in.
    odds
        Odds ratio between two lists by their numbers; above 1 they attract.

    Returns
    -------
    Probabilities
        Shape (2**t,): the chance of each history by mask, summing to one.

    Raises
    ------
    ValueError
        When a rate is not between 0 and 1, or an odds ratio not above 0.

    Examples
    --------
    >>> [round(float(p), 3) for p in probabilities([0.5, 0.2])]
    [0.4, 0.4, 0.1, 0.1]
    """
    if len(rates) < 2 or not all(0 < rate < 1 for rate in rates):
        raise ValueError("Give at least two rates, each between 0 and 1.")
    if any(ratio <= 0 for ratio in (odds or {}).values()):
        raise ValueError("An odds ratio is a number above 0.")
    masks = np.arange(1 << len(rates))
    chances = np.ones(masks.size)
    for bit, rate in enumerate(rates):
        chances *= np.where(masks & (1 << bit) > 0, rate, 1 - rate)
    for (first, second), ratio in (odds or {}).items():
        pair = (1 << (first - 1)) | (1 << (second - 1))
        chances = np.where(masks & pair == pair, chances * ratio, chances)
    return np.asarray(chances / chances.sum())


def draw(
    chances: Probabilities,
    size: int,
    generator: np.random.Generator,
    lists: Sequence[str] = (),
) -> CaptureHistories:
    """Draw a population and forget the people on no list.

    Parameters
    ----------
    chances
        Chance of each history by mask, shape (2**t,).
    size
        Number of people, seen and unseen.
    generator
        Source of the random numbers.
    lists
        Names of the lists; made up when left out.

    Returns
    -------
    CaptureHistories
        The people who were seen.
    """
    counts = generator.multinomial(size, chances)
    counts[0] = 0
    t = chances.size.bit_length() - 1
    names = tuple(lists) or tuple(f"list{number}" for number in range(1, t + 1))
    return CaptureHistories(names, counts)
