# SPDX-License-Identifier: MIT
"""Simple estimators against published programs, and against what must hold of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from telwerk.mse import CaptureHistories, Status
from telwerk.mse.methods import estimate
from telwerk.mse.methods.sample_coverage import sample_coverage
from telwerk.mse.methods.simple_estimators import (
    capture_frequencies,
    chao,
    chao_corrected,
    chapman,
    chapman_pairs,
)
from telwerk.mse.models.heterogeneity import Lists, Shape, fit_heterogeneity

Table = Callable[[str], CaptureHistories]
Reference = Callable[[str], Any]

NAMES = {
    "M0": (Shape.NONE, Lists.EQUAL),
    "Mt": (Shape.NONE, Lists.OWN),
    **{
        f"M{lists} {label}": (shape, lists)
        for lists in Lists
        for label, shape in {
            "Chao (LB)": Shape.CHAO,
            "Poisson2": Shape.POISSON,
            "Darroch": Shape.DARROCH,
            "Gamma3.5": Shape.GAMMA,
        }.items()
    },
}


@pytest.mark.parametrize("name", ["Korea", "Kosovo", "HIV", "UKdat_5", "NewOrl_5_186"])
def test_the_likelihood_interval_of_the_lower_bound_is_that_of_rcapture(
    name: str, table: Table, reference: Reference
) -> None:
    result = estimate(table(name), "heterogeneity", interval="profile")
    theirs = reference(f"rcapture_{name}")["MthChao_CI"]
    assert result.interval is not None
    # their root finding stops at a tenth of a person
    assert result.interval.low == pytest.approx(theirs["infCL"], rel=2e-5)
    assert result.interval.high == pytest.approx(theirs["supCL"], rel=2e-5)


def test_the_likelihood_interval_of_independence_is_the_same_by_both_roads() -> None:
    histories = CaptureHistories.from_counts(
        ["A", "B", "C"], {"100": 60, "010": 50, "001": 40, "110": 9, "011": 7, "101": 4, "111": 1}
    )
    road = estimate(histories, "heterogeneity", shape="none", interval="profile").interval
    other = estimate(histories, "independence", interval="profile").interval
    assert road is not None
    assert other is not None
    assert road.low == pytest.approx(other.low, rel=1e-7)
    assert road.high == pytest.approx(other.high, rel=1e-7)


@pytest.mark.parametrize("name", ["Korea", "Kosovo", "HIV", "UKdat_5", "NewOrl_5_186"])
def test_differing_visibility_gives_the_numbers_of_rcapture(
    name: str, table: Table, reference: Reference
) -> None:
    counts = table(name).counts.astype(float)
    theirs = {row["model"]: row for row in reference(f"rcapture_{name}")["closedp_t"]}
    for label, (shape, lists) in NAMES.items():
        ours = fit_heterogeneity(counts, shape=shape, lists=lists)
        # their iteration stops at 1e-8 of the deviance
        assert ours.estimate == pytest.approx(theirs[label]["abundance"], rel=2e-7), label
        assert ours.bic == pytest.approx(theirs[label]["BIC"], abs=1e-8), label
        assert ours.standard_error == pytest.approx(theirs[label]["stderr"], rel=3e-4), label
        assert ours.degrees_of_freedom == theirs[label]["df"], label


@pytest.mark.parametrize("name", ["Korea", "Kosovo"])
def test_sample_coverage_gives_the_numbers_of_care(
    name: str, table: Table, reference: Reference
) -> None:
    theirs = reference("care1_sample_coverage")[name]
    ours = sample_coverage(table(name).counts.astype(float), np.random.default_rng(1))
    assert ours.coverage == pytest.approx(theirs["Chat"], rel=1e-11)
    for key, simple in [("Indep", ours.independence), ("HSC", ours.high), ("LSC", ours.low)]:
        assert simple.size == pytest.approx(theirs["est"][key], rel=1e-11)
        # theirs come from some 200 bootstrap samples
        assert simple.standard_error == pytest.approx(theirs["se"][key], rel=0.2)


def test_chao_is_arithmetic() -> None:
    counts = np.zeros(8)
    counts[[1, 2, 4]] = 20, 30, 10
    counts[[3, 5]] = 8, 4
    assert capture_frequencies(counts).tolist() == [60, 12, 0]
    assert chao(counts).size == pytest.approx(72 + 2 / 3 * 3600 / 24)
    assert chao_corrected(counts).size == pytest.approx(72 + 2 / 3 * 60 * 59 / 26)


def test_without_overlap_there_is_no_bound_but_a_corrected_one() -> None:
    histories = CaptureHistories.from_counts(["A", "B", "C"], {"100": 5, "010": 4, "001": 3})
    assert estimate(histories, "chao").status is Status.NO_OVERLAP
    assert estimate(histories, "chao", correction="bias").status is Status.OK
    assert estimate(histories, "chapman").status is Status.NO_OVERLAP


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_more_overlap_means_fewer_hidden_people(first: int, second: int, data: Any) -> None:
    both = data.draw(st.integers(0, min(first, second) - 1))
    assert chapman(first, second, both + 1).size < chapman(first, second, both).size


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_chapman_never_counts_fewer_people_than_were_seen(
    first: int, second: int, data: Any
) -> None:
    both = data.draw(st.integers(0, min(first, second)))
    assert chapman(first, second, both).size >= first + second - both - 1e-9


def test_an_overlap_larger_than_a_list_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and the shorter list"):
        chapman(3, 5, 4)


def test_every_pair_of_lists_is_shown(uk: NDArray[np.int64]) -> None:
    pairs = chapman_pairs(uk.astype(float))
    assert len(pairs) == 10
    assert {(p.first, p.second): p.both for p in pairs}[2, 3] == 68


def test_low_coverage_is_said_aloud(uk: NDArray[np.int64]) -> None:
    histories = CaptureHistories(("LA", "NG", "PFNCA", "GO", "GP"), uk)
    result = estimate(histories, "coverage")
    assert result.diagnostics["coverage"] == pytest.approx(0.19122, abs=1e-5)
    assert "te dun" in result.paragraph("nl")
    assert "too thin" in result.paragraph("en")


tables = st.lists(st.integers(1, 200), min_size=7, max_size=7).map(
    lambda cells: np.array([0, *cells], dtype=float)
)


@given(tables, st.permutations(range(3)))
def test_the_order_of_the_lists_does_not_matter(
    counts: NDArray[np.float64], order: list[int]
) -> None:
    moved = np.zeros_like(counts)
    for mask in range(8):
        moved[sum((mask >> i & 1) << order[i] for i in range(3))] = counts[mask]
    assert chao(moved).size == pytest.approx(chao(counts).size)
    ours = [sample_coverage(c, np.random.default_rng(1), replicates=50) for c in (counts, moved)]
    assert ours[0].coverage == pytest.approx(ours[1].coverage)
    assert ours[0].low.size == pytest.approx(ours[1].low.size)
    fits = [fit_heterogeneity(c, shape=Shape.CHAO, lists=Lists.OWN) for c in (counts, moved)]
    assert fits[0].estimate == pytest.approx(fits[1].estimate, rel=1e-6)


@given(tables, st.integers(2, 9))
def test_a_table_times_a_number_gives_a_population_times_that_number(
    counts: NDArray[np.float64], times: int
) -> None:
    assert chao(counts * times).size == pytest.approx(chao(counts).size * times)
    for shape in Shape:
        once = fit_heterogeneity(counts, shape=shape, lists=Lists.EQUAL)
        more = fit_heterogeneity(counts * times, shape=shape, lists=Lists.EQUAL)
        assert more.estimate == pytest.approx(once.estimate * times, rel=1e-5)


def test_an_error_of_zero_is_not_taken_for_certainty() -> None:
    identical = CaptureHistories.from_counts(["A", "B"], {"11": 20})
    for name in ("chao", "chapman"):
        found = estimate(identical, name)
        assert (found.estimate, found.interval) == (20, None)


def test_pairs_that_never_meet_do_not_decide_the_middle_pair() -> None:
    chain = CaptureHistories.from_counts(
        ["A", "B", "C", "D"], {"1000": 90, "0100": 90, "0010": 90, "0001": 90, "1100": 10}
    )
    assert estimate(chain, "chapman").model == "[1,2]"


def test_every_method_says_the_same_of_lists_that_never_meet() -> None:
    table = CaptureHistories.from_counts(["A", "B", "C"], {"100": 5, "010": 5, "001": 5})
    assert estimate(table, "coverage").status is Status.NO_OVERLAP
    assert estimate(table, "threshold").status is Status.NO_OVERLAP


def test_two_lists_that_give_fewer_than_were_seen_are_told_apart_from_an_estimate() -> None:
    apart = CaptureHistories.from_counts(["A", "B", "C"], {"110": 20, "010": 1, "001": 90})
    found = estimate(apart, "chapman")
    assert found.estimate == found.observed == 111
    assert "too low" in found.remarks[0].en
