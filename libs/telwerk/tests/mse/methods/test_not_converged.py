# SPDX-License-Identifier: MIT
"""A calculation that did not converge, or gave no number, is never taken for an answer."""

import math
from dataclasses import replace

import numpy as np
import pytest

from telwerk.datasets import korea
from telwerk.mse import CaptureHistories, Estimate, Interval, Status
from telwerk.mse.diagnostics import Diagnosis, Grade
from telwerk.mse.diagnostics.coverage import expected_with_empty, simulate_coverage
from telwerk.mse.diagnostics.lists import merged_pairs
from telwerk.mse.diagnostics.perturbation import trajectories
from telwerk.mse.methods import doubly_robust as robust_module
from telwerk.mse.methods import estimate
from telwerk.mse.methods import targeted as targeted_module
from telwerk.mse.methods.robust import TwoListSettings, estimate_robust
from telwerk.mse.models import poisson, search
from telwerk.mse.models.hierarchical import parse_model
from telwerk.mse.uncertainty import heterogeneity, intervals
from telwerk.mse.uncertainty.convergence import Convergence, worst_of

UNSURE = Convergence(r_hat=math.nan, bulk=9e9, tail=9e9, draws=400, chains=4)
SURE = Convergence(r_hat=1.0, bulk=9e9, tail=9e9, draws=400, chains=4)


def test_an_estimate_that_is_no_number_does_not_exist() -> None:
    found = estimate(korea(), "chao")
    for size in (math.nan, math.inf):
        with pytest.raises(ValueError, match="number"):
            replace(found, estimate=size)


def test_a_limit_that_is_no_number_does_not_exist() -> None:
    for limits in ((math.nan, 3.0), (1.0, math.nan), (4.0, 3.0)):
        with pytest.raises(ValueError, match="limit"):
            Interval(*limits)
    assert Interval(None, None).low is None


def test_chains_of_which_agreement_is_no_number_are_not_usable() -> None:
    assert not UNSURE.usable(r_hat=1.1)
    assert not UNSURE.converged()
    assert SURE.usable(r_hat=1.1)


@pytest.mark.parametrize("order", [[SURE, UNSURE], [UNSURE, SURE]])
def test_the_worst_of_several_is_the_one_that_is_no_number(order: list[Convergence]) -> None:
    assert worst_of(order) is UNSURE


def test_a_stepwise_search_that_does_not_settle_gives_no_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def not_converging(tables: np.ndarray, threshold: float) -> tuple[np.ndarray, ...]:
        rows = len(tables)
        models = np.zeros((rows, 1), dtype=np.uint64)
        return models, np.full((rows, 3), np.nan), np.full(rows, 5, dtype=np.int32)

    monkeypatch.setattr(search, "_stepwise", not_converging)
    found = estimate(korea(), "stepwise", interval="none")
    assert (found.estimate, found.status) == (None, Status.NOT_CONVERGED)


def test_a_profile_of_which_a_fit_does_not_settle_has_no_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def not_converging(*_arguments: object) -> float:
        raise poisson.NotConverged("made up")

    assert estimate(korea(), "bic").interval is not None
    monkeypatch.setattr(intervals, "_profile_height", not_converging)
    found = estimate(korea(), "bic")
    assert found.status is Status.OK
    assert found.interval is None
    monkeypatch.setattr(heterogeneity, "_height", not_converging)
    lists = CaptureHistories.from_counts(
        ["a", "b", "c"],
        {"100": 60, "010": 50, "001": 40, "110": 20, "101": 15, "011": 12, "111": 6},
    )
    other = estimate(lists, "heterogeneity", interval="profile")
    assert (other.status, other.interval) == (Status.OK, None)


def test_a_fit_inside_a_profile_that_does_not_settle_is_not_a_low_likelihood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def not_converging(*_arguments: object, **_named: object) -> float:
        raise poisson.NotConverged("made up")

    monkeypatch.setattr(heterogeneity, "fit_poisson", not_converging)
    with pytest.raises(poisson.NotConverged):
        heterogeneity._height(np.array([0.0, 3, 2, 1]), None, 9.0)


def _people() -> dict[str, list[float]]:
    rng = np.random.default_rng(3)
    x = rng.normal(size=400)
    return {
        "a": (rng.random(400) < 0.5).astype(int).tolist(),
        "b": (rng.random(400) < 0.5).astype(int).tolist(),
        "x": x.tolist(),
    }


@pytest.mark.parametrize("name", ["MOST_ROUNDS", "MOST_STEPS"])
def test_targeted_probabilities_that_do_not_settle_give_no_targeted_estimate(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targeted_module, name, 1)
    usual = estimate_robust(_people(), TwoListSettings(("a", "b"), ["x"]))
    assert usual.estimate is not None
    assert usual.diagnostics["targeted"] is None
    asked = estimate_robust(_people(), TwoListSettings(("a", "b"), ["x"], form="tmle"))
    assert (asked.estimate, asked.status) == (None, Status.NOT_CONVERGED)


def test_a_regression_that_does_not_settle_gives_no_robust_estimate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(robust_module, "MOST_STEPS", 1)
    found = estimate_robust(_people(), TwoListSettings(("a", "b"), ["x"]))
    assert (found.estimate, found.status) == (None, Status.NOT_CONVERGED)


def test_an_estimate_that_nobody_examined_is_not_graded_good() -> None:
    assert Diagnosis(estimate(korea(), "bic"), ()).grade is Grade.CAUTION


def _sometimes(histories: CaptureHistories) -> Estimate:
    """Give 157 people on all lists, and no estimate on any change of them but the last."""
    found = estimate(korea(), "bic", interval="none")
    if "c" in histories.lists:
        return found
    return replace(found, estimate=None, status=Status.NO_MLE)


def test_joined_lists_of_which_some_have_no_estimate_are_not_graded_good() -> None:
    size = estimate(korea(), "bic", interval="none").estimate
    assert size is not None
    found = merged_pairs(korea(), _sometimes, size)
    assert [row["estimate"] is None for row in found.rows] == [True, False, True]
    assert found.grade is Grade.CAUTION


def test_parts_of_the_people_that_have_no_estimate_are_not_graded_good() -> None:
    calls = iter(range(10**6))
    size = estimate(korea(), "bic", interval="none").estimate
    assert size is not None

    def scaled(histories: CaptureHistories) -> Estimate:
        share = histories.observed / korea().observed
        found = replace(estimate(korea(), "bic", interval="none"), estimate=share * size)
        return found if next(calls) % 5 else replace(found, estimate=None, status=Status.NO_MLE)

    found = trajectories(korea(), scaled, size, repeats=20, generator=np.random.default_rng(1))
    assert sum(row["no_estimate"] for row in found.rows) > 0
    assert found.grade is Grade.CAUTION


def test_an_interval_without_limits_does_not_hold_the_truth() -> None:
    world = expected_with_empty(korea(), parse_model("[12,23]", 3))
    found = simulate_coverage(
        korea(),
        lambda _table: replace(estimate(korea(), "bic"), interval=Interval(None, None)),
        [world],
        repeats=4,
        generator=np.random.default_rng(1),
    )
    assert (found.held, found.no_estimate, found.share) == (0, 4, None)
