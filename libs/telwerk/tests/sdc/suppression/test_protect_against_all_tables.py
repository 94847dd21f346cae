# SPDX-License-Identifier: MIT
"""What is shown lets nobody work back a small cell, whichever tables they try."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import worked_back
from tables_of_people import Tables, tables

from telwerk.sdc import Key, Relation, UnprotectedError, audit, crossed, protect

THRESHOLD, WIDTH = 3, 2
MOST = 40


def small(cells: dict[Key, int]) -> list[Key]:
    return [key for key, count in cells.items() if count < THRESHOLD]


@pytest.mark.parametrize("number", [1, 2])
def test_no_attacker_can_work_back_a_small_cell(number: int) -> None:
    @given(tables(number=number, most=6))
    @settings(max_examples=25, deadline=None)
    def holds(made: Tables) -> None:
        cells, sums = made
        shown = protect(cells, sums, threshold=THRESHOLD, width=WIDTH)
        top = max(cells.values()) + WIDTH + 1
        found = worked_back(shown, sums, most=top)
        assert [k for k in small(cells) if found[k][1] - found[k][0] < WIDTH] == []

    holds()


@given(tables(number=3, most=8))
@settings(max_examples=12, deadline=None)
def test_three_tables_are_safe_together_or_refused(made: Tables) -> None:
    cells, sums = made
    try:
        shown = protect(cells, sums, threshold=THRESHOLD, width=WIDTH)
    except UnprotectedError:
        return
    assert all(audit(shown, sums, of=small(cells))[k].at_least(WIDTH) for k in small(cells))


@given(tables(most=9))
@settings(max_examples=40, deadline=None)
def test_small_cells_are_hidden_and_what_is_shown_is_true(made: Tables) -> None:
    cells, sums = made
    shown = protect(cells, sums, threshold=THRESHOLD, width=WIDTH)
    assert list(shown) == list(cells)
    assert [key for key in small(cells) if shown[key] is not None] == []
    assert {k: n for k, n in shown.items() if n is not None}.items() <= cells.items()


@given(tables(most=9))
@settings(max_examples=25, deadline=None)
def test_nothing_more_is_hidden_than_is_needed(made: Tables) -> None:
    """To show any further cell again would let some small cell be worked back."""
    cells, sums = made
    shown = protect(cells, sums, threshold=THRESHOLD, width=WIDTH)
    extra = [k for k, n in shown.items() if n is None and k not in small(cells)]
    for key in extra:
        again = audit({**shown, key: cells[key]}, sums, of=small(cells))
        assert not all(bounds.at_least(WIDTH) for bounds in again.values())


@given(tables(most=9))
@settings(max_examples=25, deadline=None)
def test_tables_without_small_cells_are_shown_as_they_are(made: Tables) -> None:
    cells, sums = made
    more = {key: count * 10 for key, count in cells.items()}
    if all(count >= THRESHOLD for count in more.values()):
        assert protect(more, sums, threshold=THRESHOLD, width=WIDTH) == more
    assert protect(cells, sums, threshold=0, width=WIDTH) == cells


@given(tables(most=9), st.integers(1, 4))
@settings(max_examples=20, deadline=None)
def test_wider_bounds_are_kept_as_wide_as_asked(made: Tables, width: int) -> None:
    cells, sums = made
    shown = protect(cells, sums, threshold=THRESHOLD, width=width)
    assert all(b.at_least(width) for b in audit(shown, sums, of=small(cells)).values())


@given(tables(most=9))
@settings(max_examples=15, deadline=None)
def test_the_same_tables_are_hidden_the_same_way(made: Tables) -> None:
    cells, sums = made
    first = protect(cells, sums, threshold=THRESHOLD, width=WIDTH)
    assert protect(cells, sums, threshold=THRESHOLD, width=WIDTH) == first


def test_an_impossible_cell_stays_shown_and_takes_no_part() -> None:
    cells, sums = crossed(
        {("r", "a"): 0, ("r", "b"): 2, ("s", "a"): 9, ("s", "b"): 8, ("r", "c"): 7, ("s", "c"): 9},
        name="t",
    )
    never = frozenset({("t", "r", "a")})
    shown = protect(cells, sums, threshold=THRESHOLD, width=WIDTH, impossible=never)
    assert (shown[("t", "r", "a")], shown[("t", "r", "b")]) == (0, None)
    assert audit(shown, sums)[("t", "r", "b")].at_least(WIDTH)


def test_a_group_that_only_impossible_cells_could_hide_is_refused() -> None:
    cells: dict[Key, int] = {("t",): 2, ("a",): 2, ("b",): 0}
    sums = [Relation(("t",), (("a",), ("b",)))]
    with pytest.raises(UnprotectedError, match="cannot be hidden"):
        protect(cells, sums, threshold=3, width=2, impossible=frozenset({("t",), ("b",)}))
    shown = protect(cells, sums, threshold=3, width=2, impossible=frozenset({("b",)}))
    assert shown == {("t",): None, ("a",): None, ("b",): 0}


def test_a_margin_is_dearer_than_a_cell() -> None:
    """Readers lose less when a cell goes than when a total of theirs goes."""
    cells, sums = crossed({("r", "a"): 2, ("r", "b"): 20, ("s", "a"): 20, ("s", "b"): 20}, name="t")
    shown = protect(cells, sums, threshold=3, width=2)
    assert [key for key, n in shown.items() if n is None and len(key) < 3] == []
    assert sum(n is None for n in shown.values()) == 4
