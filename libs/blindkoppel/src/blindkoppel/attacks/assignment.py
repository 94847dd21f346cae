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
    """A graph without the level of its nodes: only who is nearer to whom than expected.

    Parameters
    ----------
    graph : Float64s
        Similarity of every two nodes, shape ``(nodes, nodes)``.

    Returns
    -------
    Float64s
        The graph centred by row and column and scaled to unit spread, same shape.

    Examples
    --------
    >>> standardised(np.array([[1.0, 0.0], [0.0, 1.0]])).round(3).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    centred = graph - graph.mean(axis=0) - graph.mean(axis=1)[:, None] + graph.mean()
    scaled: Float64s = centred / (centred.std() + 1e-9)
    return scaled


def sinkhorn(scores: Float64s) -> Float64s:
    """Scores as a matrix of chances: rows sum to one, columns all to the same (Sinkhorn, 1964).

    Parameters
    ----------
    scores : Float64s
        Score of every node seen with every node known, shape ``(seen, known)``.

    Returns
    -------
    Float64s
        Chances, same shape; every row sums to one.

    References
    ----------
    R. Sinkhorn, "A relationship between arbitrary positive matrices and doubly stochastic
        matrices", Annals of Mathematical Statistics 35, 1964, 876-879.

    Examples
    --------
    >>> sinkhorn(np.zeros((2, 2))).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
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

    Parameters
    ----------
    seen : Sequence[Float64s]
        Similarity graphs of what is seen, one per respect, each ``(seen, seen)``.
    known : Sequence[Float64s]
        The same graphs of what is known, each ``(known, known)``.
    start : Float64s
        Score of every node by itself, shape ``(seen, known)``.

    Returns
    -------
    Float64s
        Chances, shape ``(seen, known)``.

    References
    ----------
    S. Gold and A. Rangarajan, "A graduated assignment algorithm for graph matching", IEEE
        Transactions on Pattern Analysis and Machine Intelligence 18, 1996, 377-388.

    Examples
    --------
    >>> graph = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.2], [0.0, 0.2, 0.0]])
    >>> chances = graduated_assignment([graph], [graph], np.eye(3))
    >>> chances.argmax(axis=1).tolist()
    [0, 1, 2]
    """
    chances = sinkhorn(start)
    for heat in np.geomspace(_HOT, _COLD, _STEPS):
        agreeing = np.zeros_like(start)
        for one, other in zip(seen, known, strict=True):
            agreeing += one @ chances @ other
        chances = sinkhorn(heat * agreeing / (agreeing.std() + 1e-9) + start)
    return chances


def greedy_assignment(chances: Float64s) -> Rows:
    """An assignment of nodes, the likeliest pairs first, each node once.

    Parameters
    ----------
    chances : Float64s
        The chance of every pair of nodes, shape ``(seen, known)``.

    Returns
    -------
    Rows
        The node known for each node seen, shape ``(seen,)``; -1 where none was left.

    Examples
    --------
    >>> greedy_assignment(np.array([[0.9, 0.8], [0.7, 0.1]])).tolist()
    [0, 1]
    """
    guess = np.full(len(chances), -1, dtype=np.int64)
    taken: set[int] = set()
    for flat in np.argsort(-chances, axis=None):
        one, other = divmod(int(flat), chances.shape[1])
        if guess[one] < 0 and other not in taken:
            guess[one] = other
            taken.add(other)
    return guess
