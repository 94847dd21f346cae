# SPDX-License-Identifier: MIT
"""Doubly robust with two lists: the peer within its folds, and coverage in simulation."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit

from telwerk.mse import InvalidHistories, Status
from telwerk.mse.methods.doubly_robust import Form, _coherent, _parts, doubly_robust
from telwerk.mse.methods.robust import TwoListSettings, estimate_robust
from telwerk.mse.methods.targeted import ListProbabilities, fluctuate

Rows = Callable[[str], list[dict[str, str]]]


def test_the_peer_agrees_up_to_its_random_folds(
    rows: Rows, reference: Callable[[str], Any]
) -> None:
    people = rows("drpop_sim")
    columns = {name: [row[name] for row in people] for name in people[0]}
    theirs = {row["method"]: row for row in reference("drpop_sim")["result"]}
    ours = estimate_robust(columns, TwoListSettings(("y1", "y2"), ["x"]))
    # another division into folds moves the estimate by a few tenths of its standard error
    assert ours.estimate == pytest.approx(theirs["DR"]["n"], abs=0.5 * theirs["DR"]["sigman"])
    error = ours.diagnostics["standard_error"]
    assert error == pytest.approx(theirs["DR"]["sigman"], rel=0.1)
    assert ours.diagnostics["plug_in"] == pytest.approx(theirs["PI"]["n"], rel=0.005)
    assert ours.diagnostics["targeted"] == pytest.approx(theirs["TMLE"]["n"], rel=0.01)
    assert ours.interval is not None
    assert ours.interval.low is not None
    assert ours.interval.high is not None
    assert ours.interval.low < 5000 < ours.interval.high


def _population(rng: np.random.Generator, size: int) -> tuple[NDArray[Any], ...]:
    x = rng.normal(size=(size, 2))
    first = rng.random(size) < expit(0.2 + 0.9 * x[:, 0])
    second = rng.random(size) < expit(-0.3 + 0.9 * x[:, 0] - 0.3 * x[:, 1])
    seen = first | second
    return first[seen], second[seen], x[seen]


def test_the_interval_covers_the_truth_where_plain_chapman_does_not() -> None:
    rng = np.random.default_rng(7)
    covered, targeted, chapman = 0, 0, []
    for _ in range(40):
        first, second, x = _population(rng, 3000)
        found = doubly_robust(first, second, x, rng, splits=1)
        band = found.interval(0.95, len(x))
        assert band.low is not None
        assert band.high is not None
        covered += band.low < 3000 < band.high
        other = found.targeted.interval(0.95, len(x))
        assert other.low is not None
        assert other.high is not None
        targeted += other.low < 3000 < other.high
        chapman.append(first.sum() * second.sum() / (first & second).sum())
    assert covered >= 34
    assert targeted >= 34
    assert np.mean(chapman) < 2800


def test_a_covariate_that_is_noise_leaves_the_two_list_estimate() -> None:
    rng = np.random.default_rng(8)
    first, second = rng.random(20_000) < 0.4, rng.random(20_000) < 0.3
    seen = first | second
    found = doubly_robust(first[seen], second[seen], rng.normal(size=(int(seen.sum()), 1)), rng)
    plain = first.sum() * second.sum() / (first & second).sum()
    assert found.size == pytest.approx(plain, rel=0.02)


chances = st.floats(0, 1)


@given(chances, chances, chances)
def test_learned_chances_are_made_possible_together(a: float, b: float, c: float) -> None:
    q1, q2, q12 = (float(q[0]) for q in _coherent(np.array([a]), np.array([b]), np.array([c])))
    assert q12 <= min(q1, q2) + 1e-12
    assert max(q1, q2) <= 1
    assert q1 + q2 - q12 <= 1 + 1e-12
    assert q12 <= q1 * q2 + 1e-12


def test_targeted_chances_need_no_correction() -> None:
    """The parts of people then sum to the plug-in: what the doubly robust form adds is nothing."""
    rng = np.random.default_rng(9)
    first, second, x = _population(rng, 4000)
    y1, y2 = first.astype(float), second.astype(float)
    start = ListProbabilities(np.full(len(x), 0.3), np.full(len(x), 0.4), np.full(len(x), 0.3))
    bent = fluctuate(start, y1, y2)
    left = float((_parts(bent, y1, y2) - bent.weight).sum())
    assert abs(left) < 0.001 * len(x)
    assert abs(float((_parts(start, y1, y2) - start.weight).sum())) > 0.05 * len(x)


@pytest.mark.parametrize(("form", "kind"), [("pi", "plug-in"), ("tmle", "targeted")])
def test_the_form_that_is_asked_for_is_the_one_reported(form: Form, kind: str) -> None:
    rng = np.random.default_rng(10)
    first, second, x = _population(rng, 2000)
    columns = {"a": first.astype(int), "b": second.astype(int), "x": x[:, 0]}
    found = estimate_robust(columns, TwoListSettings(("a", "b"), ["x"], form=form))
    assert found.interval is not None
    assert (found.interval.method, found.options["form"]) == (kind, form)
    named = {"pi": "plug_in", "tmle": "targeted"}[form]
    assert found.estimate == found.diagnostics[named]


def test_words_become_columns_and_no_overlap_no_number() -> None:
    columns: dict[str, list[Any]] = {
        "a": [1, 0, 1, 0] * 5,
        "b": [0, 1, 0, 1] * 5,
        "sex": ["f", "m", "m", "f"] * 5,
    }
    asked = TwoListSettings(("a", "b"), ["sex"])
    assert estimate_robust(columns, asked).status is Status.NO_OVERLAP
    columns["b"][0] = 1
    assert estimate_robust(columns, asked).status is Status.OK


def test_an_unknown_characteristic_is_not_taken_for_a_word() -> None:
    columns: dict[str, list[Any]] = {"a": [1, 0, 1], "b": [1, 1, 0], "age": [34, "NA", 51]}
    with pytest.raises(InvalidHistories, match="'age' is unknown for 1 people"):
        estimate_robust(columns, TwoListSettings(("a", "b"), ["age"]))
