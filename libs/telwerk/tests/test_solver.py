# SPDX-License-Identifier: MIT
"""Linear programmes: right where the answer is known by trying, named where there is none."""

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from telwerk.solver import Outcome, SolverError, minimise, minimise_whole

SCIPY = {
    0: Outcome.OPTIMAL,
    1: Outcome.LIMIT,
    2: Outcome.INFEASIBLE,
    3: Outcome.UNBOUNDED,
    4: Outcome.TROUBLE,
}
MOST = 7


@pytest.mark.parametrize(("code", "outcome"), SCIPY.items())
def test_every_number_of_scipy_has_one_name(code: int, outcome: Outcome) -> None:
    assert Outcome.of_code(code) is outcome
    assert len({Outcome.of_code(number) for number in SCIPY}) == len(SCIPY)


@pytest.mark.parametrize("code", [5, -1, None, "0", 2.5, math.nan])
def test_what_scipy_does_not_document_is_unknown(code: object) -> None:
    assert Outcome.of_code(code) is Outcome.UNKNOWN


def test_an_optimum_an_empty_set_and_an_open_one_are_told_apart() -> None:
    one = np.array([1.0])
    assert minimise(one, bounds=(2, 5)).optimum() == 2.0
    assert minimise(-one, bounds=(2, 5)).optimum() == -5.0
    none = minimise(one, A_eq=np.array([[1.0]]), b_eq=np.array([-1.0]), bounds=(0, None))
    assert none.outcome is Outcome.INFEASIBLE
    assert minimise(-one, bounds=(0, None)).outcome is Outcome.UNBOUNDED


@pytest.mark.parametrize("outcome", [Outcome.INFEASIBLE, Outcome.UNBOUNDED])
def test_only_an_optimum_has_a_value(outcome: Outcome) -> None:
    bounds = (0, None)
    found = (
        minimise(np.array([1.0]), A_eq=np.array([[1.0]]), b_eq=np.array([-1.0]), bounds=bounds)
        if outcome is Outcome.INFEASIBLE
        else minimise(np.array([-1.0]), bounds=bounds)
    )
    assert math.isnan(found.value)
    assert found.point.size == 0
    with pytest.raises(SolverError, match=outcome) as refused:
        found.optimum()
    assert refused.value.outcome is outcome


@pytest.mark.parametrize("name", ["linprog", "milp"])
@pytest.mark.parametrize("code", [1, 4, 9])
def test_a_solver_that_stops_early_raises_with_its_name(
    name: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SimpleNamespace(status=code, fun=1.0, x=[1.0, 0.0, 0.0], message="made up")
    if name == "milp":
        half = SimpleNamespace(status=0, fun=0.5, x=[0.5, 0.5, 0.0], message="made up")
        monkeypatch.setattr(scipy.optimize, "linprog", lambda *_a, **_k: half)
    monkeypatch.setattr(scipy.optimize, name, lambda *_a, **_k: made)
    with pytest.raises(SolverError, match=Outcome.of_code(code)):
        minimise_whole(np.ones(3), np.ones((1, 3)), np.ones(1))


@pytest.mark.parametrize(
    ("value", "point"),
    [(math.nan, [1.0, 0.0]), (1.0, [math.nan, 0.0]), (1.0, [1.0]), (None, None), (1.0, None)],
)
def test_an_optimum_of_which_value_or_point_is_no_number_raises(
    value: object, point: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SimpleNamespace(status=0, fun=value, x=point, message="made up")
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_a, **_k: made)
    with pytest.raises(SolverError, match="its optimum is not a number"):
        minimise(np.ones(2), bounds=(0, None))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_least_over_whole_numbers_is_the_least_of_all_that_fit(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 4))
    flags = st.lists(st.sampled_from([0.0, 1.0]), min_size=size, max_size=size)
    sums = np.array(data.draw(st.lists(flags, min_size=1, max_size=3)))
    sums = np.vstack([sums, np.ones(size)])  # everything together: so there is a bound
    totals = sums @ np.array(data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
    cost = np.array(data.draw(st.lists(st.integers(-3, 3), min_size=size, max_size=size)))
    fits = [
        point
        for point in itertools.product(range(MOST + 2), repeat=size)
        if np.array_equal(sums @ np.array(point), totals)
    ]
    found = minimise_whole(cost.astype(float), sums, totals)
    assert found.optimum() == pytest.approx(min(float(cost @ np.array(p)) for p in fits), abs=1e-6)
    assert np.abs(found.point - np.round(found.point)).max() < 1e-6
