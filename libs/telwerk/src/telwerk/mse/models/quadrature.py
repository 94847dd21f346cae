# SPDX-License-Identifier: MIT
"""Sums over hundreds of thousands of whole numbers from a few hundred evaluations.

A posterior over the number of unseen people is a smooth function on 1, 2, .. M. The range is
cut into subintervals, short near 1 and growing in proportion; on each the sum is taken by the
Gauss rule for sums over consecutive whole numbers, exact for polynomials of degree 2k - 1.
Subintervals where that is not enough are halved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import BarycentricInterpolator
from scipy.linalg import eigh_tridiagonal

from telwerk.arrays import Floats

NODES = 12
GROWTH = 1.3
# numbers of which probabilities are written out one by one
LONG = 4096


@dataclass(frozen=True, slots=True)
class Subinterval:
    """The whole numbers first .. last, with nodes and weights of the Gauss rule.

    Attributes
    ----------
    first
        First whole number.
    last
        Last whole number.
    nodes
        Where a function is evaluated.
    weights
        One weight per node; they sum to the length.
    """

    first: int
    last: int
    nodes: Floats
    weights: Floats

    @property
    def splittable(self) -> bool:
        """Whether the subinterval is longer than its rule."""
        return len(self.nodes) < self.last - self.first + 1

    def halves(self) -> tuple[Subinterval, Subinterval]:
        """Cut the subinterval in two.

        Returns
        -------
        tuple[Subinterval, Subinterval]
            The first and the second half.
        """
        middle = (self.first + self.last) // 2
        return subinterval(self.first, middle), subinterval(middle + 1, self.last)

    def everywhere(self, values: Floats) -> Floats:
        """Interpolate values at the nodes to every whole number of the subinterval.

        Parameters
        ----------
        values
            One value per node.

        Returns
        -------
        Floats
            One value per whole number.
        """
        if not self.splittable:
            return values
        numbers = np.arange(self.first, self.last + 1, dtype=float)
        result: Floats = np.asarray(BarycentricInterpolator(self.nodes, values)(numbers))
        return result


def subinterval(first: int, last: int) -> Subinterval:
    """Make the subinterval of first .. last; a short one has every number as a node.

    Parameters
    ----------
    first
        First whole number.
    last
        Last whole number.

    Returns
    -------
    Subinterval
        Nodes and weights of the Gauss rule.

    References
    ----------
    Nikiforov, Suslov & Uvarov (1991), Classical Orthogonal Polynomials of a Discrete Variable.

    Examples
    --------
    >>> rule = subinterval(1, 1000)
    >>> round(float(rule.weights @ rule.nodes**3)) == sum(i**3 for i in range(1, 1001))
    True
    """
    length = last - first + 1
    if length <= NODES:
        return Subinterval(first, last, np.arange(first, last + 1, dtype=float), np.ones(length))
    nodes, weights = _rule(length)
    return Subinterval(first, last, first + nodes, weights)


def subintervals(last: int) -> list[Subinterval]:
    """Cover 1 .. last with subintervals that grow in proportion.

    Parameters
    ----------
    last
        Last whole number.

    Returns
    -------
    list[Subinterval]
        In ascending order, without gaps.
    """
    cover, start = [], 1
    while start <= last:
        end = min(max(start + NODES - 1, int(start * GROWTH)), last)
        cover.append(subinterval(start, end))
        start = end + 1
    return cover


@dataclass(frozen=True, slots=True)
class Sums:
    """A probability distribution on 1, 2, .. M, known by its logarithm at quadrature nodes.

    Attributes
    ----------
    cover
        Subintervals in ascending order.
    logs
        Log probability at the nodes of each.
    ends
        Probability up to the end of each.
    """

    cover: tuple[Subinterval, ...]
    logs: tuple[Floats, ...]
    ends: Floats

    @classmethod
    def of(cls, cover: Sequence[Subinterval], logs: Sequence[Floats]) -> Sums:
        """Take log probabilities at the nodes of subintervals, in order.

        Parameters
        ----------
        cover
            Subintervals in ascending order.
        logs
            Log probability at the nodes of each; they need not be normed.

        Returns
        -------
        Sums
            The distribution, normed.
        """
        parts = [np.exp(own) @ piece.weights for piece, own in zip(cover, logs, strict=True)]
        ends = np.cumsum(parts)
        normed = tuple(np.asarray(own - np.log(ends[-1]), dtype=np.float64) for own in logs)
        return cls(tuple(cover), normed, np.asarray(ends / ends[-1], dtype=np.float64))

    def mean(self, of: Callable[[Floats], Floats]) -> float:
        """Mean of a smooth function of the number.

        Parameters
        ----------
        of
            From nodes to values.

        Returns
        -------
        float
            The mean.
        """
        parts = [
            (np.exp(own) * of(piece.nodes)) @ piece.weights
            for piece, own in zip(self.cover, self.logs, strict=True)
        ]
        return float(np.sum(parts))

    def up_to(self, number: int) -> float:
        """Probability of at most this number.

        Parameters
        ----------
        number
            A whole number.

        Returns
        -------
        float
            Between 0 and 1.
        """
        at = int(np.searchsorted([piece.last for piece in self.cover], number))
        if at >= len(self.cover):
            return 1.0
        before = float(self.ends[at - 1]) if at else 0.0
        here = _Section(self.cover[at], self.logs[at])
        while here.is_long:
            first, second = here.halves()
            if number > first.subinterval.last:
                before += first.mass
            here = second if number > first.subinterval.last else first
        return before + float(here.everywhere()[: number - here.subinterval.first + 1].sum())

    def quantile(self, share: float) -> int:
        """The smallest number with at least this much probability up to it.

        Parameters
        ----------
        share
            Share of the probability below the quantile, between 0 and 1.

        Returns
        -------
        int
            A whole number.
        """
        at = min(int(np.searchsorted(self.ends, share)), len(self.cover) - 1)
        before = float(self.ends[at - 1]) if at else 0.0
        here = _Section(self.cover[at], self.logs[at])
        while here.is_long:
            first, second = here.halves()
            enough = before + first.mass >= share
            before += 0.0 if enough else first.mass
            here = first if enough else second
        inside = before + np.cumsum(here.everywhere())
        return here.subinterval.first + min(int(np.searchsorted(inside, share)), len(inside) - 1)

    def mode(self) -> int:
        """The most probable number.

        Returns
        -------
        int
            A whole number.
        """
        best = int(np.argmax([float(own.max()) for own in self.logs]))
        tops = []
        for at in range(max(best - 1, 0), min(best + 2, len(self.cover))):
            here = _Section(self.cover[at], self.logs[at])
            while here.is_long:
                here = max(here.halves(), key=lambda half: float(half.logs.max()))
            inside = here.everywhere()
            tops.append((float(inside.max()), here.subinterval.first + int(np.argmax(inside))))
        return max(tops)[1]


@dataclass(frozen=True, slots=True)
class _Section:
    """A subinterval with log probabilities at its nodes, or a part of one by interpolation."""

    subinterval: Subinterval
    logs: Floats

    @property
    def is_long(self) -> bool:
        return self.subinterval.last - self.subinterval.first >= LONG

    @property
    def mass(self) -> float:
        return float(np.exp(self.logs) @ self.subinterval.weights)

    def halves(self) -> tuple[_Section, _Section]:
        curve = BarycentricInterpolator(self.subinterval.nodes, self.logs)
        first, second = self.subinterval.halves()
        return (
            _Section(first, np.asarray(curve(first.nodes), dtype=np.float64)),
            _Section(second, np.asarray(curve(second.nodes), dtype=np.float64)),
        )

    def everywhere(self) -> Floats:
        return np.exp(self.subinterval.everywhere(self.logs))


@lru_cache(maxsize=512)
def _rule(length: int) -> tuple[Floats, Floats]:
    """Gauss rule for the sum over 0 .. length - 1 (discrete Chebyshev polynomials)."""
    k = np.arange(1, NODES, dtype=float)
    beside = k / 2 * np.sqrt((length**2 - k**2) / (4 * k**2 - 1))
    nodes, vectors = eigh_tridiagonal(np.full(NODES, (length - 1) / 2), beside)
    return nodes.astype(np.float64), length * vectors[0] ** 2
