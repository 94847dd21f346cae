# SPDX-License-Identifier: MIT
"""The Dutch method: the search path of its authors, refusals, and parts that add up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telwerk.mse import CaptureHistories, InvalidHistories, Status
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.methods.covariates import CovariateSettings, estimate_covariates
from telwerk.mse.models.covariate_design import Design, Terms, structural_zeros
from telwerk.mse.models.covariate_search import _least_costs, search
from telwerk.mse.models.covariates import NotValid, fit, require_valid
from telwerk.mse.models.hierarchical import closed
from telwerk.mse.models.loglinear import fit_model


@pytest.fixture(scope="module")
def simulated(mse_folder: Path) -> CovariateTable:
    return CovariateTable.read(
        mse_folder / "simdat_covariates.csv",
        lists=["R1", "R2", "R3", "R4"],
        covariates=["X1", "X2", "X3", "X4", "Y"],
        count="count",
    )


@pytest.mark.parametrize(("degree", "shared", "refused"), [(1, 32, "R2:R3"), (2, 31, "R3:X4")])
def test_the_search_goes_the_way_of_the_authors_until_there_is_no_estimate(
    simulated: CovariateTable, reference: Callable[[str], Any], degree: int, shared: int,
    refused: str,
) -> None:  # fmt: skip
    theirs = reference("cruyff_mse_simdat")[f"search_degree{degree}"]
    table = simulated.with_trend("Y", degree)
    design, counts = Design(table), table.counts.ravel().astype(float)
    ours = search(design, counts)
    for step, row in zip(ours.steps[:shared], theirs["models"][:shared], strict=True):
        change = f"{step.sign} {design.name(step.pair)}" if step.pair else ""
        assert change == row["Step"]
        # their table has one decimal
        assert step.fit.estimate == pytest.approx(row["Nhat"], abs=0.051)
        assert step.fit.deviance == pytest.approx(row["Resid..Dev"], abs=0.051)
        assert step.fit.residual_df == row["Resid..Df"]
        for ours_is, name in [
            (step.fit.aic, "AIC"),
            (step.fit.bic, "BIC"),
            (step.fit.aicc, "AICc"),
        ]:
            assert ours_is - theirs["minima"][name] == pytest.approx(row[name], abs=0.11)
    following = ours.steps[shared] if len(ours.steps) > shared else ours.steps[-1]
    assert refused in [design.name(pair) for pair in following.rejected]
    assert all(step.fit.estimate < 20_000 for step in ours.steps)


def test_the_step_that_gave_billions_has_no_fit(
    simulated: CovariateTable, reference: Callable[[str], Any]
) -> None:
    theirs = reference("cruyff_mse_simdat")["search_degree2"]
    design = Design(simulated.with_trend("Y", 2))
    counts = simulated.counts.ravel().astype(float)
    for row, formula in zip(theirs["models"], theirs["formulas"], strict=True):
        valid = row["Nhat"] < 1e6
        terms = _terms(formula, design.table.names)
        if valid:
            require_valid(design, counts, terms)
        else:
            with pytest.raises(NotValid) as refused:
                require_valid(design, counts, terms)
            assert refused.value.status is Status.NO_MLE


def _terms(formula: str, names: tuple[str, ...]) -> Terms:
    right = "".join(formula.split("~")[1].split())
    parts = [part.split(":") for part in right.split("+") if ":" in part]
    return frozenset((min(p), max(p)) for p in ([names.index(n) for n in pair] for pair in parts))


def test_the_interval_of_the_kept_model_is_that_of_the_authors(
    simulated: CovariateTable, reference: Callable[[str], Any]
) -> None:
    theirs = reference("cruyff_mse_simdat")["boot"]["tables"]
    plan = CovariateSettings(repeat="model", replicates=300, by="Y")
    ours = estimate_covariates(simulated.with_trend("Y", 2), plan)
    parts = {part.label: part for part in ours.parts}
    (whole,) = theirs["x"]
    assert ours.estimate == pytest.approx(whole["Nhat"], abs=0.51)
    assert ours.interval is not None
    # theirs are percentiles of 200 tables
    assert ours.interval.low == pytest.approx(whole["min95"], rel=0.1)
    assert ours.interval.high == pytest.approx(whole["max95"], rel=0.15)
    for row in theirs["Y"]:
        part = parts[f"Y={row['Year']}"]
        assert (part.observed, round(part.estimate or 0)) == (row["nobs"], row["Nhat"])
    for row in theirs["X2"]:
        part = parts[f"Y={row['Year']}, X2={row['row']}"]
        assert (part.observed, round(part.estimate or 0)) == (row["nobs"], row["Nhat"])


def _made(seed: int, cells: int = 24) -> CovariateTable:
    """Three lists and a covariate with three levels, every cell with some people."""
    rng = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {name: [] for name in ("A", "B", "C", "x", "count")}
    for mask in range(1, 8):
        for level in "pqr":
            for bit, name in enumerate("ABC"):
                columns[name].append(mask >> bit & 1)
            columns["x"].append(level)
            columns["count"].append(int(rng.integers(1, cells)))
    return CovariateTable.of(columns, lists=list("ABC"), covariates=["x"], count="count")


@given(st.integers(0, 200))
@settings(max_examples=15, deadline=None)
def test_the_parts_of_a_division_add_up_to_the_whole(seed: int) -> None:
    result = estimate_covariates(_made(seed), CovariateSettings(repeat="none"))
    assert sum(part.estimate or 0 for part in result.parts) == pytest.approx(result.estimate)
    assert sum(part.observed for part in result.parts) == result.observed


@given(st.integers(0, 200))
@settings(max_examples=15, deadline=None)
def test_a_covariate_that_nothing_depends_on_changes_nothing(seed: int) -> None:
    table = _made(seed)
    design = Design(table)
    with_it = fit(design, table.counts.ravel().astype(float), frozenset({(0, 1)}))
    without = fit_model(table.histories().counts, closed(3, [0b011]))
    assert with_it.estimate == pytest.approx(float(without.estimate()[0]), rel=1e-7)


@given(st.integers(0, 200))
@settings(max_examples=15, deadline=None)
def test_a_covariate_with_everything_gives_one_model_per_level(seed: int) -> None:
    table = _made(seed)
    design = Design(table)
    together = fit(design, table.counts.ravel().astype(float), frozenset({(0, 3), (1, 3), (2, 3)}))
    apart = sum(
        float(fit_model(table.counts[:, level], closed(3, [])).estimate()[0]) for level in range(3)
    )
    assert together.estimate == pytest.approx(apart, rel=1e-7)


@given(st.integers(0, 200))
@settings(max_examples=10, deadline=None)
def test_no_neighbour_is_better_than_was_hoped(seed: int) -> None:
    table = _made(seed, cells=60)
    design, counts = Design(table), table.counts.ravel().astype(float)
    here = fit(design, counts, frozenset({(0, 1), (0, 3)}))
    pairs = list(design.pairs)
    hopes = _least_costs(design, counts, here, (pairs, 2.0))
    for pair, hope in zip(pairs, hopes, strict=True):
        assert fit(design, counts, here.terms ^ {pair}).cost(2.0) >= hope - 1e-6


def test_lists_that_never_meet_carry_no_dependence_of_a_third() -> None:
    """A, B and C with only A and B in common: the textbook case without an estimate."""
    rows = {"A": [1, 0, 0, 1], "B": [0, 1, 0, 1], "C": [0, 0, 1, 0], "count": [40, 30, 20, 6]}
    columns: dict[str, list[Any]] = {name: [*values, *values] for name, values in rows.items()} | {
        "x": [*"pppp", *"qqqq"]
    }
    table = CovariateTable.of(columns, lists=list("ABC"), covariates=["x"], count="count")
    design, counts = Design(table), table.counts.ravel().astype(float)
    with pytest.raises(NotValid) as refused:
        require_valid(design, counts, frozenset({(0, 1), (0, 2), (1, 2)}))
    assert refused.value.status is Status.NOT_IDENTIFIABLE
    with pytest.raises(NotValid) as refused:
        require_valid(design, counts, frozenset({(0, 1)}))
    assert refused.value.status is Status.NO_MLE
    require_valid(design, counts, frozenset({(0, 2), (1, 2)}))


def test_repeating_the_choice_makes_the_interval_wider_not_narrower() -> None:
    table = _made(3, cells=40)
    widths = {}
    for repeat in ("model", "selection"):
        result = estimate_covariates(table, CovariateSettings(repeat=repeat, replicates=60, seed=2))
        assert result.interval is not None
        assert result.interval.low is not None
        assert result.interval.high is not None
        widths[repeat] = result.interval.high - result.interval.low
    assert widths["selection"] > 0.9 * widths["model"]


def test_people_with_unknown_covariates_are_not_dropped_in_silence() -> None:
    columns = {"A": [1, 0, 1, 1], "B": [0, 1, 1, 1], "x": ["p", "q", "p", ""]}
    table = CovariateTable.of(columns, lists=["A", "B"], covariates=["x"])
    assert (table.observed, len(table.partial)) == (4, 1)
    with pytest.raises(InvalidHistories, match=r"telwerk\.mse\.estimate_incomplete"):
        estimate_covariates(table)


def test_a_table_with_a_trend_needs_numbers_and_few_cells() -> None:
    columns = {"A": [1, 0], "B": [1, 1], "x": ["10", "9"]}
    table = CovariateTable.of(columns, lists=["A", "B"], covariates=["x"])
    assert table.covariates[0].levels == ("9", "10")
    curve = table.with_trend("x", 1).covariates[0].curve()
    assert curve.sum() == pytest.approx(0)
    for name, degree, words in [
        ("y", 1, "no variable 'y'"),
        ("x", 2, "take 1 to 1"),
    ]:
        with pytest.raises(InvalidHistories, match=words):
            table.with_trend(name, degree)
    named = CovariateTable.of({**columns, "x": ["m", "f"]}, lists=["A", "B"], covariates=["x"])
    with pytest.raises(InvalidHistories, match="a trend needs numbers"):
        named.with_trend("x", 1)
    with pytest.raises(InvalidHistories, match="fewer than two levels"):
        CovariateTable.of({**columns, "x": ["9", "9"]}, lists=["A", "B"], covariates=["x"])


def test_summing_over_covariates_gives_back_the_histories() -> None:
    table = _made(1)
    assert isinstance(table.histories(), CaptureHistories)
    assert table.histories().observed == table.observed


def test_lists_that_exclude_each_other_may_be_structural_zeros() -> None:
    """By themselves they then do what a dependence at minus infinity does."""
    made = _made(2)
    counts = made.counts.copy()
    counts[[3, 7]] = 0
    table = made.with_counts(counts)
    impossible = structural_zeros(table)
    assert impossible.sum() == 6
    flat = counts.ravel().astype(float)
    structural = fit(Design(table, impossible), flat, frozenset())
    effect = fit(Design(table), flat, frozenset({(0, 1)}))
    assert structural.estimate == pytest.approx(effect.estimate, rel=1e-8)
    assert structural.size == effect.size - 1
    assert structural.expected[impossible].sum() == 0
    result = estimate_covariates(table, CovariateSettings(repeat="none", structural="pairs"))
    assert result.options["structural"] == "pairs"


def test_a_column_of_counts_is_recognised_and_never_taken_for_one_person_per_row() -> None:
    columns = {"A": [1, 0, 1], "B": [0, 1, 1], "x": ["p", "q", "p"], "count": [7, 5, 3]}
    table = CovariateTable.of(columns, lists=["A", "B"], covariates=["x"])
    assert table.observed == 15
