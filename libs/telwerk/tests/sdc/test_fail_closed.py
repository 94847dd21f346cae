# SPDX-License-Identifier: MIT
"""What the audit cannot know is not safe: every answer of the solver but a bound refuses."""

import math
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
import scipy.optimize

from telwerk.sdc import (
    Bounds,
    InconsistentError,
    Key,
    Relation,
    UndecidedError,
    UnprotectedError,
    audit,
    crossed,
    protect,
)

HIDDEN_PAIR: dict[Key, int | None] = {(): 94, ("a",): None, ("b",): None, ("c",): 60}
SUM = [Relation((), (("a",), ("b",), ("c",)))]
COUNTS: dict[Key, int] = {(): 94, ("a",): 4, ("b",): 30, ("c",): 60}

Answer = Callable[[int, object, object], None]


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Let the solver answer with a status, a value and a point of our choice."""

    def answer(status: int, value: object = None, point: object = None) -> None:
        made = SimpleNamespace(status=status, fun=value, x=point, message="made up")
        monkeypatch.setattr(scipy.optimize, "linprog", lambda *_a, **_k: made)

    return answer


UNCERTAIN = {
    1: "iteration or time limit",
    4: "numerical trouble",
    5: "unknown to us",
    -1: "unknown to us",
}


@pytest.mark.parametrize(("status", "name"), UNCERTAIN.items())
def test_a_solver_that_does_not_finish_gives_no_bounds(
    solver: Answer, status: int, name: str
) -> None:
    solver(status)
    with pytest.raises(UndecidedError, match=name):
        audit(HIDDEN_PAIR, SUM)


@pytest.mark.parametrize(("status", "name"), UNCERTAIN.items())
def test_a_solver_that_does_not_finish_protects_nothing(
    solver: Answer, status: int, name: str
) -> None:
    solver(status)
    with pytest.raises(UndecidedError, match=name):
        protect(COUNTS, SUM, threshold=10)


@pytest.mark.parametrize("value", [math.nan, None, math.inf])
def test_an_optimum_that_is_no_number_gives_no_bounds(solver: Answer, value: object) -> None:
    solver(0, value, [0.0, 0.0])
    with pytest.raises(UndecidedError, match="optimum"):
        audit(HIDDEN_PAIR, SUM)


def test_who_refuses_unprotected_tables_refuses_undecided_ones_too() -> None:
    assert issubclass(UndecidedError, UnprotectedError)


def test_only_an_unbounded_cell_may_be_anything() -> None:
    found = audit({(): None, ("a",): None}, [Relation((), (("a",),))])
    assert found == {(): Bounds(0, math.inf), ("a",): Bounds(0, math.inf)}
    assert found[()].at_least(10**9)


def test_an_unbounded_least_value_is_no_answer(solver: Answer) -> None:
    solver(3)
    with pytest.raises(UndecidedError, match="unbounded"):
        audit(HIDDEN_PAIR, SUM)


def test_counts_that_contradict_each_other_are_refused_and_named() -> None:
    with pytest.raises(InconsistentError, match="contradict"):
        audit({(): 5, ("a",): None, ("b",): 9}, [Relation((), (("a",), ("b",)))])
    with pytest.raises(InconsistentError, match="contradict"):
        audit({(): 5, ("a",): 2, ("b",): 9}, [Relation((), (("a",), ("b",)))])


@pytest.mark.parametrize(("low", "high"), [(math.nan, 3), (0, math.nan), (4, 3)])
def test_bounds_that_are_not_in_order_do_not_exist(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="bounds"):
        Bounds(low, high)


def test_a_width_that_is_no_number_is_refused_not_passed() -> None:
    for width in (math.nan, -1, 2.5):
        with pytest.raises(ValueError, match="width"):
            protect(COUNTS, SUM, threshold=10, width=width)
        with pytest.raises(ValueError, match="width"):
            Bounds(0, 9).at_least(width)


def test_a_threshold_that_is_no_number_hides_everything_or_refuses() -> None:
    for threshold in (math.nan, -1, 9.5):
        with pytest.raises(ValueError, match="threshold"):
            protect(COUNTS, SUM, threshold=threshold)


def test_a_cell_that_is_shown_is_known_exactly_to_who_asks() -> None:
    shown: dict[Key, int | None] = {(): 94, ("a",): 4, ("b",): 30, ("c",): 60}
    assert audit(shown, SUM, of=[("a",)]) == {("a",): Bounds(4, 4)}
    assert not audit(shown, SUM, of=[("a",)])[("a",)].at_least(1)


def test_a_cell_that_nobody_knows_of_is_refused() -> None:
    with pytest.raises(ValueError, match="no cell"):
        audit(HIDDEN_PAIR, SUM, of=[("z",)])
    with pytest.raises(ValueError, match="no cell"):
        audit(HIDDEN_PAIR, [Relation((), (("z",),))])


def test_asking_about_no_cell_answers_about_no_cell() -> None:
    assert audit(HIDDEN_PAIR, SUM, of=[]) == {}


def test_counts_that_are_not_whole_people_are_refused() -> None:
    for count in (-1, math.nan, 2.5):
        with pytest.raises(ValueError, match="count"):
            protect({**COUNTS, ("a",): count}, SUM, threshold=10)


def test_parts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(InconsistentError, match="add up"):
        protect({**COUNTS, (): 95}, SUM, threshold=10)


def test_a_solver_that_answers_with_too_little_hidden_is_caught_by_the_audit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells, sums = crossed({("r", "a"): 4, ("r", "b"): 30, ("s", "a"): 20, ("s", "b"): 25}, name="t")
    monkeypatch.setattr(
        import_module("telwerk.sdc.suppression.protect"), "_partners", lambda *_a, **_k: set()
    )
    with pytest.raises(UnprotectedError, match="worked back"):
        protect(cells, sums, threshold=10)


def test_bounds_that_the_solver_gives_in_the_wrong_order_are_no_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends = iter([SimpleNamespace(status=0, fun=v, x=[0.0, 0.0]) for v in (9.0, -3.0)])
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_a, **_k: next(ends))
    with pytest.raises(UndecidedError, match="contradict"):
        audit(HIDDEN_PAIR, SUM, of=[("a",)])
