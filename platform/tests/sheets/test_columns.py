# SPDX-License-Identifier: EUPL-1.2
"""Which column holds what, and a dry run that says what is wrong where, and keeps nothing."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from ketenzicht.sheets.cells import Value, as_text
from ketenzicht.sheets.columns import (
    MOST_SAID,
    Column,
    Problem,
    WrongRows,
    WrongValue,
    checked,
    matched,
)
from ketenzicht.sheets.reading import read_table
from ketenzicht.sheets.tables import Limits, Table
from tests.sheets.files import workbook

LIMITS = Limits(size=100_000, rows=100, columns=10)


def whole_number(value: Value) -> object:
    if not as_text(value).isdecimal():
        raise WrongValue("this is no whole number.")
    return int(as_text(value))


NAME = Column("name", as_text, titles=("naam", "Naam organisatie"))
PLACES = Column("places", whole_number, titles=("plekken",))
NOTE = Column("note", as_text, required=False)
WANTED = (NAME, PLACES, NOTE)


def table(text: str) -> Table:
    return read_table(text.encode(), LIMITS)


@pytest.mark.parametrize("head", ["name;places", "NAAM; Plekken ", "naam-organisatie;plekken"])
def test_a_column_is_known_by_any_of_its_titles(head: str) -> None:
    assert matched(table(f"{head}\nShelter;4\n"), WANTED) == {"name": 0, "places": 1}


def test_the_title_that_was_chosen_goes_before_a_usual_one() -> None:
    read = table("naam;plekken;vrij\nShelter;4;1\n")
    assert matched(read, WANTED, {"places": "vrij"}) == {"name": 0, "places": 2}
    assert checked(read, WANTED, {"places": "vrij"}).rows == ({"name": "Shelter", "places": 1},)


def test_a_right_table_gives_values_by_column() -> None:
    found = checked(table("naam;plekken;note\nShelter;4;x\nHuis;0;\n"), WANTED)
    assert found.rows == (
        {"name": "Shelter", "places": 4, "note": "x"},
        {"name": "Huis", "places": 0, "note": ""},
    )
    assert found.problems == ()
    found.require_right()


def test_a_wrong_cell_is_named_by_row_and_title_as_the_sheet_has_them() -> None:
    found = checked(table("sep=;\nnaam;plekken\nShelter;4\n\nHuis;veel\n"), WANTED)
    assert found.problems == (Problem(4, "plekken", "this is no whole number."),)
    with override("en"), pytest.raises(WrongRows) as refused:
        found.require_right(field="file")
    assert refused.value.sentences == ("Row 4, column “plekken”: this is no whole number.",)
    assert refused.value.field == "file"


def test_a_column_that_is_not_there_is_said_once() -> None:
    with override("nl"), pytest.raises(WrongRows) as refused:
        checked(table("naam\nShelter\nHuis\n"), WANTED).require_right()
    assert refused.value.sentences == ("Er is geen kolom ‘places’.",)


def test_many_wrong_cells_are_counted_and_the_first_are_said() -> None:
    rows = "".join(f"Huis {number};veel\n" for number in range(MOST_SAID + 3))
    with override("en"), pytest.raises(WrongRows) as refused:
        checked(table(f"naam;plekken\n{rows}"), WANTED).require_right()
    assert len(refused.value.sentences) == MOST_SAID + 1
    assert refused.value.sentences[-1] == "And 3 more."


def test_what_is_wrong_never_repeats_the_value() -> None:
    found = checked(table("naam;plekken\nShelter;geheim adres\n"), WANTED)
    assert "geheim" not in " ".join(map(str, found.problems))


def test_rows_of_a_workbook_are_checked_like_rows_of_text() -> None:
    read = read_table(workbook([["naam", "plekken"], ["Shelter", 4.0], ["Huis", 1.5]]), LIMITS)
    found = checked(read, WANTED)
    assert found.rows[0] == {"name": "Shelter", "places": 4}
    assert [problem.row for problem in found.problems] == [3]
