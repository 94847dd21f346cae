# SPDX-License-Identifier: MIT
"""Sums over hundreds of thousands of whole numbers from a few hundred evaluations.

A posterior over the number of unseen people is a smooth function on 1, 2, .. M. The range is
cut into panels, short near 1 and growing in proportion; on a panel the sum is taken by the
Gauss rule for sums over consecutive whole numbers, exact for polynomials of degree 2k - 1.
Panels where that is not enough are halved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import BarycentricInterpolator
from scipy.linalg import eigh_tridiagonal

from telwerk.mse.poisson import Floats

NODES = 12
GROWTH = 1.3


@dataclass(frozen=True, slots=True)
class Panel:
    """The whole numbers first .. last, with nodes and weights of the Gauss rule."""

    first: int
    last: int
    nodes: Floats
    weights: Floats

    @property
    def splittable(self) -> bool:
        """Whether the panel is longer than its rule."""
        return len(self.nodes) < self.last - self.first + 1

    def halves(self) -> tuple[Panel, Panel]:
        """Cut the panel in two."""
        middle = (self.first + self.last) // 2
        return panel(self.first, middle), panel(middle + 1, self.last)

    def everywhere(self, values: Floats) -> Floats:
        """Interpolate values at the nodes to every whole number of the panel."""
        if not self.splittable:
            return values
        numbers = np.arange(self.first, self.last + 1, dtype=float)
        result: Floats = np.asarray(BarycentricInterpolator(self.nodes, values)(numbers))
        return result


def panel(first: int, last: int) -> Panel:
    """Make the panel of first .. last; a short one has every number as a node.

    >>> rule = panel(1, 1000)
    >>> round(float(rule.weights @ rule.nodes**3)) == sum(i**3 for i in range(1, 1001))
    True
    """
    length = last - first + 1
    if length <= NODES:
        return Panel(first, last, np.arange(first, last + 1, dtype=float), np.ones(length))
    nodes, weights = _rule(length)
    return Panel(first, last, first + nodes, weights)


def panels(last: int) -> list[Panel]:
    """Cover 1 .. last with panels that grow in proportion."""
    cover, start = [], 1
    while start <= last:
        end = min(max(start + NODES - 1, int(start * GROWTH)), last)
        cover.append(panel(start, end))
        start = end + 1
    return cover


@lru_cache(maxsize=512)
def _rule(length: int) -> tuple[Floats, Floats]:
    """Gauss rule for the sum over 0 .. length - 1 (discrete Chebyshev polynomials)."""
    k = np.arange(1, NODES, dtype=float)
    beside = k / 2 * np.sqrt((length**2 - k**2) / (4 * k**2 - 1))
    nodes, vectors = eigh_tridiagonal(np.full(NODES, (length - 1) / 2), beside)
    return nodes.astype(np.float64), length * vectors[0] ** 2
