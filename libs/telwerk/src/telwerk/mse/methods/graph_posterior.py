# SPDX-License-Identifier: MIT
"""The posterior over decomposable graphs of dependence between the lists.

A graph says which lists depend on each other directly. For a decomposable (chordal) graph
the evidence of the data has a closed form for every possible number of unseen people, so the
posterior is a sum: nothing is sampled and nothing can fail to converge. The sum runs over
822 graphs for five lists, 18,154 for six and 617,675 for seven.

Only 2**t - 1 vectors are ever needed, one per set of lists; each graph adds the vectors of its
cliques and subtracts those of its separators.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from telwerk.arrays import Counts, Floats
from telwerk.mse.models.graph_kernel import CLIQUES, chordal_graphs, graph_log_sums, graph_masses
from telwerk.mse.models.quadrature import Subinterval, Sums, subintervals

MOST_LISTS = 7
TOLERANCE = 1e-11
GRID_END = 10.0
GRAPHS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Graph:
    """A decomposable graph with its share of the posterior and its own mean population.

    Attributes
    ----------
    cliques
        Sets of lists that depend on each other directly, by number.
    probability
        Its posterior probability.
    mean
        Posterior mean under it, in people.
    """

    cliques: tuple[tuple[int, ...], ...]
    probability: float
    mean: float

    @property
    def name(self) -> str:
        """The cliques by list number: ``[12,135,4]``."""
        return "[" + ",".join("".join(map(str, clique)) for clique in self.cliques) + "]"


@dataclass(frozen=True, slots=True)
class GraphPosterior:
    """Posterior of a population averaged over decomposable graphs.

    Attributes
    ----------
    observed, last
        People seen, and the largest number of unseen people considered.
    mean, standard_deviation, mode, tail
        Moments and mode of the population; share of the posterior in the last 1 % of the grid.
    sums
        The posterior of the number of unseen people, by subinterval.
    graphs
        The most probable graphs.
    together
        For each pair of lists, the probability that they depend on each other directly.
    considered
        How many graphs were averaged over.
    """

    observed: int
    last: int
    mean: float
    standard_deviation: float
    mode: int
    tail: float
    sums: Sums
    graphs: tuple[Graph, ...]
    together: dict[tuple[int, int], float]
    considered: int

    def quantile(self, share: float) -> int:
        """The smallest population with at least this much probability up to it.

        Parameters
        ----------
        share
            Share of the probability below the quantile, between 0 and 1.

        Returns
        -------
        int
            In people.
        """
        return self.observed + self.sums.quantile(share)


def average_graphs(
    counts: Counts, *, delta: float | None = None, grid_end: float = GRID_END
) -> GraphPosterior:
    """Average over all decomposable graphs.

    The prior on the cells is hyper-Dirichlet with ``delta`` pseudo-people per cell, on graphs
    uniform, and on the population N proportional to 1/N up to ``grid_end`` times the people
    seen (unseen people from 1 on).

    Parameters
    ----------
    counts
        2**t counts by bit mask, t from 2 to 7.
    delta
        Default 2**-t, one pseudo-person in all. Larger values put pseudo-people into cells
        nobody was seen in and pull the estimate towards the number seen.
    grid_end
        The posterior has a heavy tail: its mean depends on this; report it.

    Returns
    -------
    GraphPosterior
        The posterior over graphs and sizes.

    References
    ----------
    Madigan & York (1997), Biometrika 84; Dawid & Lauritzen (1993), Ann. Statist. 21.

    Examples
    --------
    >>> from telwerk.datasets import kosovo
    >>> average_graphs(kosovo().counts).considered
    61
    """
    observed = int(counts[1:].sum())
    t = len(counts).bit_length() - 1
    margins = _Margins.of(counts, 2.0**-t if delta is None else delta)
    last = max(1, round(grid_end * observed))
    records = _graphs(t)
    pieces = _refine(margins, records, subintervals(last))
    return _posterior(margins, records, pieces, last)


@lru_cache(maxsize=8)
def _graphs(t: int) -> NDArray[np.uint8]:
    return chordal_graphs(t)


@dataclass(frozen=True, slots=True)
class _Margins:
    """What the log evidence needs: per set of lists a constant, and the all-absent count."""

    people: int
    constant: Floats
    absent: Floats
    delta: Floats
    log_counts: float

    @classmethod
    def of(cls, counts: Counts, delta: float) -> _Margins:
        cells = len(counts)
        t = cells.bit_length() - 1
        seen = np.asarray(counts, dtype=float).copy()
        seen[0] = 0
        constant, absent, pseudo = np.zeros(cells), np.zeros(cells), np.zeros(cells)
        mask = np.arange(cells)
        for chosen in range(1, cells):
            size = chosen.bit_count()
            table = np.bincount(mask & chosen, weights=seen, minlength=cells)
            table = table[(mask & ~chosen) == 0]
            pseudo[chosen] = delta * 2.0 ** (t - size)
            constant[chosen] = gammaln(table[1:] + pseudo[chosen]).sum()
            constant[chosen] -= 2.0**size * gammaln(pseudo[chosen])
            absent[chosen] = table[0]
        pseudo[0] = delta * cells
        people = int(seen.sum())
        return cls(people, constant, absent, pseudo, float(gammaln(seen + 1).sum()))

    def noise(self, last: int) -> float:
        """How far rounding may put the logarithm of the evidence off."""
        return float(8 * np.finfo(float).eps * gammaln(self.people + last))

    def at(self, unseen: Floats) -> tuple[Floats, Floats]:
        """One row of margins per number of unseen people, and what all graphs share."""
        total = self.people + unseen
        rows = gammaln(self.absent + unseen[:, None] + self.delta) + self.constant
        rows[:, 0] = gammaln(total + self.delta[0]) - gammaln(self.delta[0])
        shared = gammaln(total + 1) - gammaln(unseen + 1) - self.log_counts - np.log(total)
        return rows, shared


@dataclass(frozen=True, slots=True)
class _Valued:
    subinterval: Subinterval
    logs: Floats

    @property
    def log_sum(self) -> float:
        return float(logsumexp(self.logs, b=self.subinterval.weights))


def _value(
    margins: _Margins, records: NDArray[np.uint8], cover: list[Subinterval]
) -> list[_Valued]:
    rows, shared = margins.at(np.concatenate([piece.nodes for piece in cover]))
    logs = graph_log_sums(records, rows) + shared
    ends = np.cumsum([len(piece.nodes) for piece in cover])
    parts = np.split(logs, ends[:-1])
    return [_Valued(piece, part) for piece, part in zip(cover, parts, strict=True)]


def _refine(
    margins: _Margins, records: NDArray[np.uint8], cover: list[Subinterval]
) -> list[_Valued]:
    """Halve subintervals until no halving changes the total by more than one part in 10**11.

    With millions of people the sums themselves are not that exact; then by what they are.
    """
    pending = _value(margins, records, cover)
    done: list[_Valued] = []
    tolerance = max(TOLERANCE, margins.noise(cover[-1].last))
    while pending:
        total = float(logsumexp([piece.log_sum for piece in done + pending]))
        cut = [piece for piece in pending if _may_matter(piece, total, tolerance)]
        done += [piece for piece in pending if not _may_matter(piece, total, tolerance)]
        if not cut:
            break
        halves = [half for piece in cut for half in piece.subinterval.halves()]
        valued = _value(margins, records, halves)
        pending = []
        for piece, pair in zip(cut, zip(valued[::2], valued[1::2], strict=True), strict=True):
            both = float(np.logaddexp(pair[0].log_sum, pair[1].log_sum))
            error = abs(np.expm1(piece.log_sum - both)) * np.exp(both - total)
            (done if error < tolerance else pending).extend(pair)
    return sorted(done, key=lambda piece: piece.subinterval.first)


def _may_matter(piece: _Valued, total: float, tolerance: float) -> bool:
    return piece.subinterval.splittable and piece.log_sum - total > log(tolerance)


def _posterior(
    margins: _Margins, records: NDArray[np.uint8], pieces: list[_Valued], last: int
) -> GraphPosterior:
    total = float(logsumexp([piece.log_sum for piece in pieces]))
    sums = Sums.of(
        [piece.subinterval for piece in pieces], [piece.logs - total for piece in pieces]
    )
    mean = sums.mean(lambda unseen: unseen)
    spread = sums.mean(lambda unseen: (unseen - mean) ** 2)
    mass, own_mean = _by_graph(margins, records, pieces, total)
    return GraphPosterior(
        observed=margins.people,
        last=last,
        mean=margins.people + mean,
        standard_deviation=float(np.sqrt(spread)),
        mode=margins.people + sums.mode(),
        tail=1 - sums.up_to(int(0.99 * last)),
        sums=sums,
        graphs=_best(records, mass, own_mean),
        together=_together(records, mass),
        considered=len(records),
    )


def _by_graph(
    margins: _Margins, records: NDArray[np.uint8], pieces: list[_Valued], total: float
) -> tuple[Floats, Floats]:
    """Posterior probability of every graph, and the mean population under it."""
    nodes = np.concatenate([piece.subinterval.nodes for piece in pieces])
    weights = np.concatenate([piece.subinterval.weights for piece in pieces])
    logs = np.concatenate([piece.logs for piece in pieces])
    near = logs + np.log(weights) - total > -60
    rows, shared = margins.at(nodes[near])
    mass, moment = graph_masses(records, rows, shared - total, (weights[near], nodes[near]))
    safe = np.where(mass > 0, mass, 1)
    return mass / mass.sum(), margins.people + moment / safe


def _best(records: NDArray[np.uint8], mass: Floats, mean: Floats) -> tuple[Graph, ...]:
    order = np.argsort(-mass, kind="stable")[:GRAPHS_SHOWN]
    return tuple(Graph(_cliques(records[g]), float(mass[g]), float(mean[g])) for g in order)


def _cliques(record: NDArray[np.uint8]) -> tuple[tuple[int, ...], ...]:
    sets = [_members(int(mask)) for mask in record[1 : 1 + int(record[0])]]
    return tuple(sorted(sets, key=lambda chosen: (-len(chosen), chosen)))


def _members(mask: int) -> tuple[int, ...]:
    return tuple(i + 1 for i in range(MOST_LISTS) if mask >> i & 1)


def _together(records: NDArray[np.uint8], mass: Floats) -> dict[tuple[int, int], float]:
    t = int(np.bitwise_or.reduce(records[0, CLIQUES])).bit_length()
    cliques = records[:, CLIQUES]
    pairs = [(i, j) for j in range(2, t + 1) for i in range(1, j)]
    linked = {}
    for i, j in sorted(pairs):
        both = 1 << (i - 1) | 1 << (j - 1)
        holds = ((cliques & both) == both).any(axis=1)
        linked[i, j] = float(mass[holds].sum())
    return linked
