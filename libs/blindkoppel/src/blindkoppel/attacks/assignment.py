# SPDX-License-Identifier: MIT
"""Laying one graph over another: which node is which, from how nodes resemble each other."""

from collections.abc import Sequence

import numpy as np

from blindkoppel.arrays import Float64s, Rows

_STEPS = 25
_COLD, _HOT = 60.0, 1.0
_BALANCING = 8
_LOWEST = -100.0


def standardised(graph: Float64s) -> Float64s:
    """A graph without the level of its nodes: only who is nearer to whom than expected."""
    centred = graph - graph.mean(axis=0) - graph.mean(axis=1)[:, None] + graph.mean()
    scaled: Float64s = centred / (centred.std() + 1e-9)
    return scaled


def sinkhorn(scores: Float64s) -> Float64s:
    """Scores as chances: rows sum to one, columns all to the same (Sinkhorn, 1964)."""
    chances = np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), _LOWEST)) + 1e-12
    share = scores.shape[0] / scores.shape[1]
    for _ in range(_BALANCING):
        chances /= chances.sum(axis=1, keepdims=True)
        chances *= share / chances.sum(axis=0, keepdims=True)
    soft: Float64s = chances / chances.sum(axis=1, keepdims=True)
    return soft


def graduated_assignment(
    seen: Sequence[Float64s], known: Sequence[Float64s], start: Float64s
) -> Float64s:
    """The chance that each node seen is each node known (Gold and Rangarajan, 1996).

    Every pair of graphs says how nodes resemble in one respect. ``start`` scores a node
    by itself. What is likely for neighbours makes it likelier for a node, softly at
    first, harder with every step.
    """
    chances = sinkhorn(start)
    for heat in np.geomspace(_HOT, _COLD, _STEPS):
        agreeing = np.zeros_like(start)
        for one, other in zip(seen, known, strict=True):
            agreeing += one @ chances @ other
        chances = sinkhorn(heat * agreeing / (agreeing.std() + 1e-9) + start)
    return chances


def greedy_assignment(chances: Float64s) -> Rows:
    """Likeliest pairs first, each node once."""
    guess = np.full(len(chances), -1, dtype=np.int64)
    taken: set[int] = set()
    for flat in np.argsort(-chances, axis=None):
        one, other = divmod(int(flat), chances.shape[1])
        if guess[one] < 0 and other not in taken:
            guess[one] = other
            taken.add(other)
    return guess
