# SPDX-License-Identifier: MIT
"""Averages over hierarchical models: evidence that is right, and posteriors that do not stick."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import dblquad
from scipy.special import gammaln

from telwerk.mse import CaptureHistories
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.methods import estimate
from telwerk.mse.methods.model_posterior import average_models
from telwerk.mse.models.evidence import Regression, draw, laplace, weighted_quantile

Counts = NDArray[np.int64]


def test_the_evidence_is_the_integral() -> None:
    design = np.array([[1.0, -1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    counts = np.array([0.0, 2.0, 1.0, 4.0])
    problem = Regression(design, counts, np.array([0.0, 1.0]))
    both = np.ones((1, 2), dtype=bool)

    def density(slope: float, level: float) -> float:
        eta = level + slope * design[:, 1]
        logs = np.sum(counts * eta - np.exp(eta) - gammaln(counts + 1)) - slope**2 / 2
        return float(np.exp(logs) / np.sqrt(2 * np.pi))

    exact = dblquad(density, -12, 6, -7, 7, epsabs=1e-12)[0]
    drawn = draw(problem, laplace(problem, both), np.random.default_rng(1), 200_000)
    assert np.exp(drawn.log_evidence[0]) == pytest.approx(exact, rel=0.01)
    assert drawn.weights.sum() == pytest.approx(1)


def test_a_model_that_leaves_a_column_out_does_not_feel_it() -> None:
    rng = np.random.default_rng(2)
    design = np.column_stack([np.ones(8), rng.normal(size=(8, 2))])
    counts = rng.poisson(5, 8).astype(float)
    without = np.array([[True, True, False]])
    wide = laplace(Regression(design, counts, np.array([0.0, 1, 1])), without)
    narrow = laplace(
        Regression(design[:, :2], counts, np.array([0.0, 1])), np.ones((1, 2), dtype=bool)
    )
    assert wide.modes[0, :2] == pytest.approx(narrow.modes[0], rel=1e-6)
    assert wide.log_evidence[0] == pytest.approx(narrow.log_evidence[0], rel=1e-9)


@pytest.mark.parametrize(("prior", "key"), [("unit", "UIP"), ("hyper-g", "SBH")])
def test_three_lists_agree_with_the_walk_of_the_peer(
    prior: Any, key: str, table: Callable[[str], CaptureHistories], reference: Callable[[str], Any]
) -> None:
    theirs = reference("conting_Korea")["runs"][key]
    ours = average_models(table("Korea").counts, np.random.default_rng(1), prior=prior)
    # 6,500 correlated steps of the peer; its far tail is hardly visited
    for share in ("10%", "50%", "90%"):
        value = theirs["quantiles"][share]
        assert ours.quantile(float(share[:-1]) / 100) == pytest.approx(value, rel=0.08)
    chances = {(1, 2): "b:c", (1, 3): "b:d", (2, 3): "c:d"}
    for pair, name in chances.items():
        assert ours.together[pair] == pytest.approx(theirs["inter_prob"][name], abs=0.09)


def test_both_hills_of_the_uk_lists_are_found(uk: Counts) -> None:
    """The walk of the peer stays near 12,000; the higher mode is near 23,000."""
    ours = average_models(uk, np.random.default_rng(1))
    assert [round(mode.top, -3) for mode in ours.modes] == [12_000, 23_000]
    assert ours.models[0].model == "[12,13,23,25,34]"
    assert ours.effective > 5000


def test_different_draws_give_the_same_posterior(uk: Counts) -> None:
    runs = [average_models(uk, np.random.default_rng(seed)) for seed in (3, 4)]
    for share in (0.1, 0.5, 0.9):
        assert runs[0].quantile(share) == pytest.approx(runs[1].quantile(share), rel=0.03)
    for pair in runs[0].together:
        assert runs[0].together[pair] == pytest.approx(runs[1].together[pair], abs=0.02)


def test_the_order_of_the_lists_does_not_matter() -> None:
    counts = np.array([0, 30, 40, 9, 20, 6, 7, 2])
    swap = [0, 2, 1, 3, 4, 6, 5, 7]
    ours, moved = (average_models(c, np.random.default_rng(5)) for c in (counts, counts[swap]))
    assert ours.together[1, 3] == pytest.approx(moved.together[2, 3], abs=0.02)
    assert ours.quantile(0.5) == pytest.approx(moved.quantile(0.5), rel=0.02)


def test_models_that_are_too_many_are_refused_with_an_alternative() -> None:
    counts = {"".join(bits): 3 for bits in product("01", repeat=6) if "1" in bits}
    histories = CaptureHistories.from_counts("ABCDEF", counts)
    with pytest.raises(InvalidHistories, match="method graphs"):
        estimate(histories, "averaging", order=3)


def test_a_weighted_quantile_is_the_quantile_of_repeated_values() -> None:
    values, times = np.array([5.0, 1.0, 3.0]), np.array([1, 3, 4])
    ours = weighted_quantile(values, times / 8, np.array([0.2, 0.5, 0.9]))
    repeated = np.sort(np.repeat(values, times))
    assert ours.tolist() == [repeated[1], repeated[3], repeated[7]]
