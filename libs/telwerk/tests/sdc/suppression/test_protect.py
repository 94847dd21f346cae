# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telwerk.sdc import Relation, UnprotectedError, audit, crossed, linked, protect

THRESHOLD = 10
WIDTH = 3

tables = st.integers(2, 4).flatmap(
    lambda rows: st.integers(2, 4).flatmap(
        lambda columns: st.lists(
            st.integers(0, 40), min_size=rows * columns, max_size=rows * columns
        ).map(
            lambda counts: {
                (f"r{i // columns}", f"c{i % columns}"): count for i, count in enumerate(counts)
            }
        )
    )
)


@given(tables)
@settings(max_examples=25, deadline=None)
def test_no_small_cell_can_be_worked_back(counts: dict[tuple[str, str], int]) -> None:
    cells, relations = crossed(counts, name="t")
    try:
        shown = protect(cells, relations, threshold=THRESHOLD, width=WIDTH)
    except UnprotectedError:
        return
    small = [key for key, count in cells.items() if count < THRESHOLD]
    assert [key for key in small if shown[key] is not None] == []
    found = audit(shown, relations)
    assert [key for key in small if found[key].width < WIDTH] == []
    assert all(found[key].low <= cells[key] <= found[key].high for key in found)


def test_hiding_only_the_small_cell_hides_nothing() -> None:
    cells, relations = crossed(
        {("r", "a"): 4, ("r", "b"): 30, ("s", "a"): 20, ("s", "b"): 25}, name="t"
    )
    naive = {key: None if count < THRESHOLD else count for key, count in cells.items()}
    assert audit(naive, relations)[("t", "r", "a")].width == 0
    shown = protect(cells, relations, threshold=THRESHOLD, width=WIDTH)
    assert audit(shown, relations)[("t", "r", "a")].width >= WIDTH


def test_two_tables_of_the_same_people_are_protected_together() -> None:
    by_form = crossed(
        {
            ("2024", "sexual"): 30,
            ("2024", "labour"): 4,
            ("2025", "sexual"): 25,
            ("2025", "labour"): 28,
        },
        name="form",
    )
    by_age = crossed(
        {
            ("2024", "minor"): 12,
            ("2024", "adult"): 22,
            ("2025", "minor"): 13,
            ("2025", "adult"): 40,
        },
        name="age",
    )
    cells, relations = linked([by_form, by_age])
    shown = protect(cells, relations, threshold=THRESHOLD, width=WIDTH)
    assert audit(shown, relations)[("form", "2024", "labour")].width >= WIDTH


def test_tables_that_disagree_are_refused() -> None:
    one = crossed({("2024", "a"): 30, ("2024", "b"): 30}, name="x")
    other = crossed({("2024", "c"): 50, ("2024", "d"): 50}, name="y")
    with pytest.raises(ValueError, match="disagree"):
        linked([one, other])


def test_a_lonely_small_cell_beside_its_shown_total_cannot_be_published() -> None:
    with pytest.raises(UnprotectedError):
        protect(
            {(): 4, ("a",): 4}, [Relation((), (("a",),))], threshold=10, impossible=frozenset({()})
        )
