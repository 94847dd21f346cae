# SPDX-License-Identifier: MIT
"""Probabilities set right by pairs that are certainly two people.

On a list that holds nobody twice, every two records are non-matches. How often such pairs
look alike tells how often non-matches of two lists do, without labels and wherever the files
come from. What is left over among the candidates of two lists is matches. The idea is that
of decoys in mass spectrometry (Elias and Gygi, 2007, Nature Methods 4, 207-214).
"""

from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Booleans, Float64s, Rows

# How far shipped weights are expected to be off on other files: the constant and the slope.
_LEVEL_SPREAD, _SLOPE_SPREAD = 2.0, 0.3
_STEPS = 50
# Fewer say little: in a small round most keys that two of a list share are left out.
FEWEST = 100
# Records of each list among whom non-matches are looked for.
AMONG = 20_000
_SEED = 20_240_101


@dataclass(frozen=True, slots=True)
class NonMatches:
    """Scores of pairs that are certainly two people, and how many such pairs each stands for.

    ``times`` is the number of pairs between the two lists over the number of pairs within
    them that were looked at. Assumes that the lists draw on the same population; where
    they do not, non-matches between them are rarer, and probabilities come out too low.

    Attributes
    ----------
    log_odds : Float64s
        Natural log-odds that shipped weights give them, shape ``(non-matches,)``.
    times : float
        Pairs between the lists per pair within them that was looked at.
    """

    log_odds: Float64s
    times: float


def sample(size: int) -> Rows:
    """A sample of rows in ascending order, the same in every run; all of a file that is not large.

    Parameters
    ----------
    size : int
        How many records the file has.

    Returns
    -------
    Rows
        Row numbers, shape ``(at most AMONG,)``.

    Examples
    --------
    >>> sample(3).tolist()
    [0, 1, 2]
    """
    if size <= AMONG:
        return np.arange(size)
    return np.sort(np.random.default_rng(_SEED).choice(size, AMONG, replace=False))


def pair_ratio(between: tuple[int, int], within: tuple[int, int]) -> float:
    """The number of pairs between lists, per pair within as many records as were looked at.

    Parameters
    ----------
    between : tuple[int, int]
        How many records each list has.
    within : tuple[int, int]
        How many records of each list were looked at.

    Returns
    -------
    float
        A ratio; 0 where no pair was looked at.

    Examples
    --------
    >>> pair_ratio((100, 100), (100, 100))
    1.0101010101010102
    """
    looked_at = sum(size * (size - 1) / 2 for size in within)
    return between[0] * between[1] / looked_at if looked_at else 0.0


def calibrate(log_odds: Float64s, non_matches: NonMatches) -> Float64s:
    """Log-odds of a match as ``level + slope * log_odds``, fitted to the non-matches.

    Candidates at a score come ``times (1 + odds)`` as often as non-matches at that score.
    Level and slope are the most likely ones when shipped weights are right but for a
    spread of 2 and 0.3; fewer than ``FEWEST`` non-matches leave the weights as they are.

    Parameters
    ----------
    log_odds : Float64s
        Natural log-odds of a match per pair, shape ``(pairs,)``.
    non_matches : NonMatches
        Scores of pairs within each list.

    Returns
    -------
    Float64s
        Natural log-odds, shape ``(pairs,)``.

    References
    ----------
    J. E. Elias and S. P. Gygi, "Target-decoy search strategy for increased confidence in
        large-scale protein identifications by mass spectrometry", Nature Methods 4, 2007,
        207-214.

    Examples
    --------
    >>> calibrate(np.array([1.0]), NonMatches(np.empty(0), 1.0)).tolist()
    [1.0]
    """
    if not len(log_odds) or not non_matches.times or len(non_matches.log_odds) < FEWEST:
        return log_odds
    scores = np.append(log_odds, non_matches.log_odds)
    candidate = np.arange(len(scores)) < len(log_odds)
    at = np.array([0.0, 1.0])
    value, gradient, curvature = _likelihood(at, scores, candidate, non_matches.times)
    for _ in range(_STEPS):
        step = np.linalg.solve(curvature, gradient)
        while True:
            tried = _likelihood(at + step, scores, candidate, non_matches.times)
            if tried[0] >= value or np.abs(step).max() < 1e-6:
                break
            step = step / 2
        at = at + step
        value, gradient, curvature = tried
        if np.abs(step).max() < 1e-6:
            break
    moved: Float64s = at[0] + at[1] * log_odds
    return moved


def _likelihood(
    at: Float64s, scores: Float64s, candidate: Booleans, times: float
) -> tuple[float, Float64s, Float64s]:
    """Log-likelihood with its prior, its gradient, and its expected curvature."""
    odds = np.exp(np.clip(at[0] + at[1] * scores, -40, 40))
    share = times * (1 + odds) / (times * (1 + odds) + 1)
    away = (at - [0.0, 1.0]) / [_LEVEL_SPREAD, _SLOPE_SPREAD]
    chance = np.where(candidate, share, 1 - share)
    value = float(np.log(np.maximum(chance, 1e-300)).sum() - (away**2).sum() / 2)
    match = odds / (1 + odds)
    design = np.stack([np.ones_like(scores), scores])
    gradient = design @ ((candidate - share) * match) - away / [_LEVEL_SPREAD, _SLOPE_SPREAD]
    spread = np.diag([_LEVEL_SPREAD**-2, _SLOPE_SPREAD**-2])
    curvature = (design * (share * (1 - share) * match**2)) @ design.T + spread
    return value, gradient, curvature
