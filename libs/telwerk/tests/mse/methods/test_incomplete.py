# SPDX-License-Identifier: MIT
"""Unknown covariates: the numbers of the peer, and what completing must not change."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telwerk.mse import InvalidHistories, Status
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.methods.incomplete import IncompleteSettings, estimate_incomplete
from telwerk.mse.models.covariate_design import Design, Terms
from telwerk.mse.models.covariates import fit
from telwerk.mse.models.incomplete import MissingPatterns, fit_by_em

Rows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def simulated(rows: Rows) -> CovariateTable:
    # the file also has the people on no list, whom the peer leaves out
    seen = [row for row in rows("lcaimp_missing") if "1" in (row["A"], row["B"], row["C"])]
    columns = {name: [row[name] for row in seen] for name in seen[0]}
    return CovariateTable.of(columns, lists=list("ABC"), covariates=list("abc"), count="Freq")


def _pairs(formula: str) -> list[tuple[str, str]]:
    parts = "".join(formula.split("~")[1].split()).split("+")
    return [(a, b) for a, _, b in (part.partition(":") for part in parts) if b]


def test_the_numbers_of_the_peer_come_out(
    simulated: CovariateTable, reference: Callable[[str], Any]
) -> None:
    theirs = reference("mseincomplete_lcaimp")
    formulas = [key for key in theirs if "~" in key]
    assert len(formulas) == 2
    assert simulated.observed == 6530
    for formula in formulas:
        asked = IncompleteSettings(_pairs(formula), replicates=0)
        ours = estimate_incomplete(simulated, asked)
        assert ours.estimate == pytest.approx(theirs[formula]["N"], rel=1e-7)
        wanted = {row["term"]: (row["b"], row["se"]) for row in theirs[formula]["pars"]}
        found = zip(
            ours.diagnostics["coefficients"], ours.diagnostics["complete_data_errors"], strict=True
        )
        assert sorted(found) == pytest.approx(np.array(sorted(wanted.values())), abs=2e-6)


def _made(seed: int, unknown: int) -> CovariateTable:
    rng = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {name: [] for name in ("A", "B", "x", "z", "count")}
    for mask in (1, 2, 3):
        for x in ("p", "q", *([""] * unknown)):
            for z in ("s", "t"):
                columns["A"].append(mask & 1)
                columns["B"].append(mask >> 1)
                columns["x"].append(x)
                columns["z"].append(z)
                columns["count"].append(int(rng.integers(1, 40)))
    return CovariateTable.of(columns, lists=["A", "B"], covariates=["x", "z"], count="count")


TERMS: Terms = frozenset({(0, 2), (1, 3)})


@given(st.integers(0, 300))
@settings(max_examples=15)
def test_with_everything_known_it_is_an_ordinary_fit(seed: int) -> None:
    table = _made(seed, unknown=0)
    design, counts = Design(table), table.counts.ravel().astype(float)
    ours = fit_by_em(design, counts, MissingPatterns.of(table), TERMS)
    assert ours.estimate == pytest.approx(fit(design, counts, TERMS).estimate, rel=1e-8)


@given(st.integers(0, 300))
@settings(max_examples=15)
def test_nobody_is_lost_or_made_when_the_table_is_completed(seed: int) -> None:
    table = _made(seed, unknown=2)
    design, counts = Design(table), table.counts.ravel().astype(float)
    ours = fit_by_em(design, counts, MissingPatterns.of(table), TERMS)
    assert ours.counts.sum() == pytest.approx(table.observed)
    assert ours.expected[design.seen].sum() == pytest.approx(table.observed)


@given(st.integers(0, 300))
@settings(max_examples=10)
def test_no_small_change_of_the_fit_makes_what_was_seen_likelier(seed: int) -> None:
    """The score of the observed likelihood is zero at the answer."""
    table = _made(seed, unknown=1)
    design, counts = Design(table), table.counts.ravel().astype(float)
    unknown = MissingPatterns.of(table)
    ours = fit_by_em(design, counts, unknown, TERMS)
    residual = counts + unknown.spread(ours.expected) - ours.expected
    columns = design.dense(ours.columns, design.seen)
    assert np.abs(columns.T @ residual[design.seen]).max() < 1e-3 * table.observed**0.5


def test_a_table_without_overlap_has_no_estimate() -> None:
    columns = {"A": [1, 0, 1, 0], "B": [0, 1, 0, 1], "x": list("ppqq"), "count": [9, 8, 7, 6]}
    table = CovariateTable.of(columns, lists=["A", "B"], covariates=["x"], count="count")
    refused = estimate_incomplete(table, IncompleteSettings([], replicates=0))
    assert (refused.estimate, refused.status) == (None, Status.NO_MLE)


def test_a_name_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidHistories, match="no variable 'y'"):
        estimate_incomplete(_made(1, unknown=1), IncompleteSettings([("A", "y")]))


def test_the_share_of_unknown_people_is_said() -> None:
    result = estimate_incomplete(
        _made(1, unknown=1), IncompleteSettings([("A", "x")], replicates=30)
    )
    assert "is iets onbekend" in result.paragraph("nl")
    low, high = result.to_dict()["interval"]
    assert low < result.to_dict()["estimate"] < high
    division = [part.estimate or 0 for part in result.parts if part.label.startswith("x=")]
    assert sum(division) == pytest.approx(result.estimate)
