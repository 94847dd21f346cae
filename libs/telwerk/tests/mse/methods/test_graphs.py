# SPDX-License-Identifier: MIT
"""Averages over decomposable graphs: exact against the peer, and against brute force."""

import itertools
from collections.abc import Callable
from math import lgamma, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from telwerk.mse import CaptureHistories
from telwerk.mse.methods import estimate
from telwerk.mse.methods.graph_posterior import GraphPosterior, average_graphs
from telwerk.mse.models.graph_kernel import chordal_graphs
from telwerk.mse.models.quadrature import Sums, subinterval, subintervals

Counts = NDArray[np.int64]


@pytest.mark.parametrize(
    ("lists", "graphs"), [(2, 2), (3, 8), (4, 61), (5, 822), (6, 18_154), (7, 617_675)]
)
def test_every_chordal_graph_is_found_once(lists: int, graphs: int) -> None:
    records = chordal_graphs(lists)
    assert len(records) == graphs
    if lists < 7:
        assert len({tuple(sorted(row[1:8])) for row in records.tolist()}) == graphs


@pytest.mark.parametrize("name", ["Korea", "Kosovo", "HIV", "NewOrl_5_186", "UKdat_5", "Ned_5"])
def test_the_numbers_of_dga_come_out(
    name: str, table: Callable[[str], CaptureHistories], reference: Callable[[str], Any]
) -> None:
    counts = table(name).counts
    for run in reference(f"dga_{name}")["runs"]:
        ours = average_graphs(counts, delta=run["delta"], grid_end=run["max_missing_mult"])
        assert ours.mean == pytest.approx(run["mean"], rel=1e-9)
        assert ours.standard_deviation == pytest.approx(run["sd"], rel=1e-9)
        assert ours.mode == run["mode"]
        assert ours.tail == pytest.approx(run["tail_mass_last_1pct"], rel=1e-8)
        limits = {"lo95": 0.025, "lo80": 0.1, "median": 0.5, "hi80": 0.9, "hi95": 0.975}
        assert {k: ours.quantile(q) for k, q in limits.items()} == {k: run[k] for k in limits}
        for graph, theirs in zip(ours.graphs, run["top_models"], strict=False):
            assert graph.probability == pytest.approx(theirs["prob"], abs=1e-9)
            assert graph.mean == pytest.approx(theirs["mean"], rel=1e-8)
            cliques = theirs["cliques"]
            wanted = [cliques] if isinstance(cliques, str) else cliques
            assert sorted("".join(map(str, c)) for c in graph.cliques) == sorted(wanted)


def test_three_lists_agree_with_adding_up_by_hand() -> None:
    counts = np.array([0, 12, 7, 3, 9, 2, 4, 1])
    last, delta = 380, 1 / 8
    ours = average_graphs(counts, grid_end=10)
    graphs = [
        ([1, 2, 4], []), ([3, 4], []), ([5, 2], []), ([6, 1], []),
        ([3, 5], [1]), ([3, 6], [2]), ([5, 6], [4]), ([7], []),
    ]  # fmt: skip
    weights = [
        [_evidence(counts, n0, graph, delta) for n0 in range(1, last + 1)] for graph in graphs
    ]
    share = np.exp(np.array(weights) - np.max(weights))
    share /= share.sum()
    size = 38 + np.arange(1, last + 1)
    assert ours.mean == pytest.approx(share.sum(axis=0) @ size, rel=1e-10)
    assert ours.graphs[0].probability == pytest.approx(share.sum(axis=1).max(), rel=1e-10)


def _evidence(
    counts: Counts, unseen: int, graph: tuple[list[int], list[int]], delta: float
) -> float:
    full = counts.copy()
    full[0] = unseen
    total = int(full.sum())

    def of_margin(chosen: int) -> float:
        pseudo = delta * 2 ** (3 - chosen.bit_count())
        cells: dict[int, int] = {}
        for mask, number in enumerate(full):
            cells[mask & chosen] = cells.get(mask & chosen, 0) + int(number)
        ups = sum(lgamma(number + pseudo) - lgamma(pseudo) for number in cells.values())
        return ups + lgamma(8 * delta) - lgamma(total + 8 * delta)

    cliques, separators = graph
    value = sum(map(of_margin, cliques)) - sum(map(of_margin, separators))
    arrangements = lgamma(total + 1) - sum(lgamma(number + 1) for number in full)
    return value + arrangements - log(total)


@given(st.permutations(range(4)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_lists_does_not_matter(order: list[int]) -> None:
    rng = np.random.default_rng(4)
    counts = rng.poisson(20, size=16)
    counts[0] = 0
    moved = np.zeros_like(counts)
    for mask in range(16):
        moved[sum((mask >> i & 1) << order[i] for i in range(4))] = counts[mask]
    ours, theirs = average_graphs(counts), average_graphs(moved)
    assert ours.mean == pytest.approx(theirs.mean, rel=1e-9)
    assert _probabilities(ours) == pytest.approx(_probabilities(theirs), rel=1e-6)


def _probabilities(posterior: GraphPosterior) -> list[float]:
    return [graph.probability for graph in posterior.graphs]


def test_a_graph_whose_lists_are_independent_multiplies_margins() -> None:
    """Every record has as many cliques as separators, the empty ones counted."""
    for row in chordal_graphs(4):
        cliques, separators = row[1 : 1 + row[0]], row[8 : 8 + row[0]]
        sizes = [sum(int(m).bit_count() for m in part) for part in (cliques, separators)]
        assert sizes[0] - sizes[1] == 4


@given(st.integers(1, 10_000), st.integers(1, 50_000), st.integers(0, 5))
def test_a_panel_sums_polynomials_exactly(first: int, length: int, power: int) -> None:
    rule = subinterval(first, first + length - 1)
    middle = first + length / 2
    exact = float(np.sum((np.arange(first, first + length) / middle) ** power))
    assert rule.weights @ (rule.nodes / middle) ** power == pytest.approx(exact, rel=1e-9)


@given(st.integers(1, 3_000_000))
def test_panels_cover_every_number_once(last: int) -> None:
    cover = subintervals(last)
    assert cover[0].first == 1
    assert cover[-1].last == last
    assert all(a.last + 1 == b.first for a, b in itertools.pairwise(cover))


def test_six_lists_are_no_harder(table: Callable[[str], CaptureHistories]) -> None:
    result = estimate(table("Ned"), "graphs")
    assert result.diagnostics["graphs_considered"] == 18_154
    low, high = result.to_dict()["interval"]
    assert low < result.to_dict()["estimate"] < high


def test_a_tail_beyond_the_grid_is_said(table: Callable[[str], CaptureHistories]) -> None:
    result = estimate(table("Ned_5"), "graphs")
    assert result.diagnostics["median_on_longer_grid"] == 50_383
    assert "sluiten ze niet uit" in result.paragraph("nl")


def test_order_of_graphs_is_by_probability(uk: Counts) -> None:
    shares = _probabilities(average_graphs(uk))
    assert shares == sorted(shares, reverse=True)


@given(st.integers(50, 60_000), st.floats(0.001, 0.999))
@settings(max_examples=30)
def test_a_distribution_by_panels_is_the_distribution_number_by_number(
    last: int, share: float
) -> None:
    middle, width = last / 3, last / 10
    cover = subintervals(last)
    ours = Sums.of(cover, [-0.5 * ((piece.nodes - middle) / width) ** 2 for piece in cover])
    numbers = np.arange(1, last + 1)
    exact = np.exp(-0.5 * ((numbers - middle) / width) ** 2)
    exact /= exact.sum()
    assert ours.mode() == pytest.approx(numbers[np.argmax(exact)], abs=1)
    assert ours.quantile(share) == pytest.approx(
        int(np.searchsorted(np.cumsum(exact), share)) + 1, abs=max(1, 1e-4 * last)
    )
    assert ours.mean(lambda unseen: unseen) == pytest.approx(exact @ numbers, rel=1e-4)
    assert ours.up_to(last // 2) == pytest.approx(exact[: last // 2].sum(), abs=1e-3)


def test_a_million_people_need_no_more_memory_than_a_thousand() -> None:
    counts = np.array([0, 400_000, 300_000, 60_000, 200_000, 40_000, 30_000, 9_000])
    posterior = average_graphs(counts, grid_end=30)
    assert posterior.last == 30 * int(counts.sum())
    assert sum(len(logs) for logs in posterior.sums.logs) < 20_000
    assert posterior.quantile(0.1) < posterior.mean < posterior.quantile(0.9)


def test_a_thousand_million_people_are_counted_too() -> None:
    sizes = {mask: int(1e9 / mask.bit_count() ** 3) for mask in range(1, 16)}
    counts = np.array([0, *sizes.values()])
    many = average_graphs(counts).quantile(0.5)
    few = average_graphs(counts // 1000).quantile(0.5)
    assert many / few == pytest.approx(1000, rel=0.01)
