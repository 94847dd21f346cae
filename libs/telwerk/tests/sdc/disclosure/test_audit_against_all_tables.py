# SPDX-License-Identifier: MIT
"""The audit finds exactly what an attacker finds who tries every table of whole people."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Shown, fitting, worked_back
from tables_of_people import Hidden, hidden

from telwerk.sdc import Bounds, Key, Relation, audit


def most_of(cells: Mapping[Key, int | None]) -> int:
    """More than any cell can be whose sums with what is shown bound it."""
    return 2 * max(count or 0 for count in cells.values()) + 2


def attacked(
    cells: Mapping[Key, int | None], shown: Shown, sums: list[Relation]
) -> dict[Key, Bounds]:
    """What the attacker finds; a cell that grows with the limit is bounded by nothing."""
    most = most_of(cells)
    near, far = (worked_back(shown, sums, most=limit) for limit in (most, most + 1))
    return {
        key: Bounds(low, math.inf if far[key][1] > high else high)
        for key, (low, high) in near.items()
    }


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_bounds_are_those_of_all_tables_that_fit(number: int) -> None:
    @given(hidden(number=number))
    @settings(max_examples=60, deadline=None)
    def holds(made: Hidden) -> None:
        cells, shown, sums = made
        expected = attacked(cells, shown, sums)
        assert audit(shown, sums) == expected
        assert all(expected[key].low <= cells[key] <= expected[key].high for key in expected)

    holds()


@given(hidden())
@settings(max_examples=40, deadline=None)
def test_a_cell_without_width_is_the_same_in_every_table_that_fits(made: Hidden) -> None:
    cells, shown, sums = made
    known = [key for key, bounds in audit(shown, sums).items() if not bounds.at_least(1)]
    every = list(fitting(shown, sums, most=most_of(cells)))
    assert cells in every
    assert [key for key in known if {table[key] for table in every} != {cells[key]}] == []


@given(hidden(), st.data())
@settings(max_examples=40, deadline=None)
def test_hiding_one_more_cell_never_tells_more(made: Hidden, data: st.DataObject) -> None:
    _, shown, sums = made
    before = audit(shown, sums)
    more = data.draw(st.sampled_from(sorted(shown)))
    after = audit({**shown, more: None}, sums)
    assert all(after[k].low <= b.low and after[k].high >= b.high for k, b in before.items())


@given(hidden(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_cells_and_sums_changes_nothing(made: Hidden, chance) -> None:
    _, shown, sums = made
    keys, mixed = list(shown), list(sums)
    chance.shuffle(keys)
    chance.shuffle(mixed)
    assert audit({key: shown[key] for key in keys}, mixed) == audit(shown, sums)


@given(hidden())
@settings(max_examples=25, deadline=None)
def test_asking_about_some_cells_gives_what_asking_about_all_gives(made: Hidden) -> None:
    cells, shown, sums = made
    every = audit(shown, sums, of=list(cells))
    assert {k: every[k] for k in every if shown[k] is None} == audit(shown, sums)
    assert all(every[k] == Bounds(cells[k], cells[k]) for k in cells if shown[k] is not None)


ODD: dict[Key, int | None] = {
    ("a",): None, ("b",): None, ("c",): None, ("s",): None, ("t",): None, ("u",): None,
    ("ab",): 1, ("bc",): 1, ("ca",): 1, ("abc",): None,
}  # fmt: skip
ODD_SUMS = [
    Relation(("ab",), (("a",), ("b",), ("s",))),
    Relation(("bc",), (("b",), ("c",), ("t",))),
    Relation(("ca",), (("c",), ("a",), ("u",))),
    Relation(("abc",), (("a",), ("b",), ("c",))),
]


def test_people_come_whole_so_bounds_between_two_numbers_are_drawn_in() -> None:
    """With halves of people the sum could be 1.5, which looks wider than it is."""
    found = audit(ODD, ODD_SUMS)
    assert found[("abc",)] == Bounds(0, 1)
    assert attacked(ODD, ODD, ODD_SUMS) == found


def test_two_cells_that_only_their_sum_tells_can_be_anything_up_to_it() -> None:
    shown: dict[Key, int | None] = {(): 7, ("a",): None, ("b",): None, ("c",): 2}
    found = audit(shown, [Relation((), (("a",), ("b",), ("c",)))])
    assert found == {("a",): Bounds(0, 5), ("b",): Bounds(0, 5)}


def test_a_cell_hidden_alone_is_not_hidden() -> None:
    shown: dict[Key, int | None] = {(): 7, ("a",): None, ("b",): 5}
    assert audit(shown, [Relation((), (("a",), ("b",)))]) == {("a",): Bounds(2, 2)}


def test_a_second_table_of_the_same_people_can_give_a_cell_away() -> None:
    """Each table by itself keeps the cell; together they tell it."""
    shown: dict[Key, int | None] = {
        ("r",): 9, ("x", "a"): None, ("x", "b"): None, ("y", "a"): None, ("y", "b"): 6,
    }  # fmt: skip
    first = Relation(("r",), (("x", "a"), ("x", "b")))
    second = Relation(("r",), (("y", "a"), ("y", "b")))
    same = Relation(("x", "a"), (("y", "a"),))
    assert audit(shown, [first, second])[("x", "a")] == Bounds(0, 9)
    assert audit(shown, [first, second, same])[("x", "a")] == Bounds(3, 3)
