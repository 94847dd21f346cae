# SPDX-License-Identifier: MIT
"""A solver that gave no answer about a model is not a model that has an estimate."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.optimize

from telwerk.mse import CaptureHistories
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.methods import estimate
from telwerk.mse.models.covariate_design import Design
from telwerk.mse.models.covariates import NotValid, require_valid
from telwerk.mse.models.existence import has_estimate
from telwerk.mse.results.status import Status
from telwerk.solver import Outcome, SolverError

INDEPENDENT = np.array([[1.0, 1, 0], [1, 0, 1], [1, 1, 1]])


@pytest.fixture(params=[1, 2, 3, 4, 9])
def unsure(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    made = SimpleNamespace(status=request.param, fun=None, x=None, message="made up")
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_a, **_k: made)
    return Outcome.of_code(request.param)


def test_whether_an_estimate_exists_is_not_guessed(unsure: Outcome) -> None:
    with pytest.raises(SolverError, match=unsure):
        has_estimate(INDEPENDENT[:2], INDEPENDENT[2:])


def test_lists_of_which_nobody_knows_give_no_number(unsure: Outcome) -> None:
    lists = CaptureHistories.from_counts(["a", "b", "c"], {"100": 9, "010": 8, "001": 4})
    found = estimate(lists, "heterogeneity", shape="none", lists="th")
    assert (found.estimate, found.status) == (None, Status.NOT_CONVERGED)


def test_a_model_with_characteristics_of_which_nobody_knows_is_refused(unsure: Outcome) -> None:
    rows = {"A": [1, 0, 0, 1], "B": [0, 1, 0, 1], "C": [0, 0, 1, 0], "count": [40, 30, 20, 6]}
    columns: dict[str, list[Any]] = {name: values * 2 for name, values in rows.items()}
    columns["x"] = [*"pppp", *"qqqq"]
    table = CovariateTable.of(columns, lists=list("ABC"), covariates=["x"], count="count")
    counts = table.counts.ravel().astype(float)
    with pytest.raises(NotValid) as refused:
        require_valid(Design(table), counts, frozenset({(0, 1)}))
    assert refused.value.status is Status.NOT_CONVERGED
