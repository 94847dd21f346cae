# SPDX-License-Identifier: MIT
"""Tables add up: cells, margins and grand total, alone and together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_of_people import Tables, one_table, tables

from telwerk.localised import LocalisedError
from telwerk.sdc import InconsistentError, Relation, crossed, linked
from telwerk.sdc.tables.relations import matrix

Counts = dict[tuple[str, str], int]


@given(one_table(most=40))
def test_every_margin_is_the_sum_of_its_cells(counts: Counts) -> None:
    cells, sums = crossed(counts, name="t")
    rows, columns = ({key[i] for key in counts} for i in (0, 1))
    assert cells[()] == sum(counts.values())
    assert all(cells[("t", r, c)] == counts[r, c] for r, c in counts)
    assert all(cells[(r,)] == sum(counts[r, c] for c in columns) for r in rows)
    assert all(cells[("t", "", c)] == sum(counts[r, c] for r in rows) for c in columns)
    assert len(cells) == (len(rows) + 1) * (len(columns) + 1)
    assert len(sums) == len(rows) + len(columns) + 1


@given(tables(number=3, most=40))
@settings(max_examples=50)
def test_every_sum_holds_in_every_table_that_is_joined(made: Tables) -> None:
    cells, sums = made
    found = matrix(list(cells), sums) @ np.array([float(n) for n in cells.values()])
    assert found.tolist() == [0.0] * len(sums)


@given(tables(number=3))
@settings(max_examples=50)
def test_tables_of_the_same_people_share_their_rows_and_each_sum_once(made: Tables) -> None:
    cells, sums = made
    assert len({(s.total, s.parts) for s in sums}) == len(sums)
    totals = [s.total for s in sums]
    shared = [key for key in cells if len(key) == 1]
    assert all(totals.count(key) == 3 for key in shared)
    assert totals.count(()) == 1


@given(one_table(), st.integers(1, 5))
@settings(max_examples=25)
def test_a_table_that_counts_somebody_more_is_refused(counts: Counts, more: int) -> None:
    other = {(row, f"o{column}"): n for (row, column), n in counts.items()}
    first = next(iter(other))
    other[first] += more
    with pytest.raises(InconsistentError, match="disagree"):
        linked([crossed(counts, name="x"), crossed(other, name="y")])


def test_the_refusal_speaks_both_languages() -> None:
    one, other = crossed({("r", "a"): 1}, name="x"), crossed({("r", "b"): 2}, name="y")
    with pytest.raises(LocalisedError) as refused:
        linked([one, other])
    assert "Maak ze uit dezelfde gegevens" in refused.value.text.nl
    assert "Make them from the same records" in str(refused.value)


def test_an_empty_combination_counts_nobody() -> None:
    cells, _ = crossed({("r", "a"): 3, ("s", "b"): 4}, name="t")
    assert (cells[("t", "r", "b")], cells[("t", "s", "a")]) == (0, 0)


def test_no_table_has_one_cell_the_total_of_nobody() -> None:
    assert linked([]) == ({}, [])
    assert crossed({}, name="t") == ({(): 0}, [Relation((), ())])


def test_a_sum_is_a_row_with_its_parts_and_less_its_total() -> None:
    keys = [("a",), ("b",), ()]
    assert matrix(keys, [Relation((), (("a",), ("b",)))]).tolist() == [[1.0, 1.0, -1.0]]
