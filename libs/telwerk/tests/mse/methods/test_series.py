# SPDX-License-Identifier: MIT
"""Years that borrow strength: between one table for all and every year by itself."""

from typing import Any

import numpy as np
import pytest

from telwerk.mse import InvalidHistories, Status
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.methods.series import SeriesSettings, estimate_series
from telwerk.mse.methods.smoothing import _Frame, smooth_series
from telwerk.mse.models.evidence import Regression, laplace
from telwerk.mse.models.hamiltonian import sample
from telwerk.mse.models.hierarchical import closed
from telwerk.mse.models.loglinear import fit_model

TRUE = (2000, 2200, 2500, 2300, 2800, 3200)


def _simulated(seed: int, sizes: tuple[int, ...] = TRUE) -> CovariateTable:
    """Four lists of which two depend on each other, reaching a little further every year."""
    rng = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {name: [] for name in (*"ABCD", "year", "count")}
    for year, size in enumerate(sizes):
        chance = np.array([0.12, 0.10, 0.08, 0.06]) * (1 + 0.05 * year)
        on = rng.random((size, 4)) < chance
        on[:, 1] |= on[:, 0] & (rng.random(size) < 0.3)
        counts = np.bincount(on @ (1 << np.arange(4)), minlength=16)
        for mask in range(1, 16):
            for bit, name in enumerate("ABCD"):
                columns[name].append(mask >> bit & 1)
            columns["year"].append(2015 + year)
            columns["count"].append(int(counts[mask]))
    return CovariateTable.of(columns, lists=list("ABCD"), covariates=["year"], count="count")


def test_every_year_is_found_and_so_is_the_rise() -> None:
    result = estimate_series(_simulated(3))
    assert result.model == "[12,3,4]"
    inside = [
        part.interval is not None
        and part.interval.low is not None
        and part.interval.high is not None
        and part.interval.low < size < part.interval.high
        for part, size in zip(result.parts, TRUE, strict=True)
    ]
    assert sum(inside) >= 5
    whole = result.diagnostics["changes"][-1]
    assert (whole["from"], whole["to"]) == ("2015", "2020")
    assert whole["interval"][0] < 1.6 < whole["interval"][1]
    assert "steeg het aantal" in result.paragraph("nl")


def test_borrowing_makes_intervals_shorter_than_a_year_alone_gives() -> None:
    table = _simulated(4)
    result = estimate_series(table, SeriesSettings(model="[12,3,4]"))
    for y, part in enumerate(result.parts):
        fit = fit_model(table.counts[:, y], closed(4, [0b0011]))
        reach = 1.96 * float(np.sqrt(fit.variance[0]))
        unobserved = float(np.exp(fit.log_unobserved[0]))
        alone = unobserved * (np.exp(reach) - np.exp(-reach))
        assert part.interval is not None
        assert part.interval.low is not None
        assert part.interval.high is not None
        assert part.interval.high - part.interval.low < alone


def test_without_steps_all_years_share_the_odds_of_being_seen() -> None:
    """Steps of nothing for lists and dependences: the dark share is that of the pooled table."""
    table = _simulated(5)
    frame = _Frame.of(table.counts, closed(4, [0b0011]))
    steps = (3.0, 1e-6, 1e-6)
    problem = frame.problem(steps)
    approximation = laplace(problem, np.ones((1, problem.design.shape[1]), dtype=bool))
    unseen = frame.unseen(approximation.modes, steps)[0]
    pooled = fit_model(table.counts.sum(axis=1), closed(4, [0b0011]))
    share = float(np.exp(pooled.log_unobserved[0])) / table.observed
    assert unseen / table.counts.sum(axis=0) == pytest.approx(np.full(6, share), rel=0.02)


def test_the_walk_finds_mean_and_spread_of_a_posterior_that_is_known() -> None:
    """One count k with a flat prior: exp(b) is gamma with shape k."""
    problem = Regression(np.ones((1, 1)), np.array([30.0]), np.zeros(1))
    approximation = laplace(problem, np.ones((1, 1), dtype=bool))
    drawn = np.exp(sample(problem, approximation, np.random.default_rng(6), 2000)).ravel()
    assert drawn.mean() == pytest.approx(30, rel=0.02)
    assert drawn.std() == pytest.approx(30**0.5, rel=0.05)


def test_the_same_seed_gives_the_same_series() -> None:
    counts = _simulated(7).counts
    model, years = closed(4, [0b0011]), [str(2015 + y) for y in range(6)]
    first, again = (
        smooth_series(counts, model, years, np.random.default_rng(9)).population for _ in range(2)
    )
    assert np.array_equal(first, again)


def test_a_series_without_a_valid_model_has_no_number() -> None:
    columns: dict[str, list[Any]] = {
        "A": [1, 0, 0, 1] * 2,
        "B": [0, 1, 0, 1] * 2,
        "C": [0, 0, 1, 0] * 2,
        "year": [1, 1, 1, 1, 2, 2, 2, 2],
        "count": [40, 30, 20, 6] * 2,
    }
    table = CovariateTable.of(columns, lists=list("ABC"), covariates=["year"], count="count")
    refused = estimate_series(table, SeriesSettings(model="[12,3]"))
    assert (refused.estimate, refused.status) == (None, Status.NO_MLE)


def test_a_series_has_one_covariate() -> None:
    columns = {"A": [1, 0], "B": [1, 1], "x": [1, 2], "y": [1, 2]}
    table = CovariateTable.of(columns, lists=["A", "B"], covariates=["x", "y"])
    with pytest.raises(InvalidHistories, match="exactly one covariate"):
        estimate_series(table)
