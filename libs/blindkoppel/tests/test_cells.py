# SPDX-License-Identifier: MIT
"""No cell that is written is run by a spreadsheet, and each is read back as it was."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindkoppel.cli import main
from blindkoppel.reading.cells import plain_cell, safe_cell
from blindkoppel.reading.tables import read_columns, write_columns

RUN = (
    *("=1+1", "+1", "-1", "@SUM(A1)", '=cmd|"/C calc"!A0'),
    *("\t=1", "\r=1", "\n=1", "\x00=1", "\tword", "\rword", "\nword"),
    *(" =1+1", "\u00a0=1", "\u2003-1", "\u200b=1", "\ufeff=1", "  \r\n@x"),
    *("＝1+1", "＋1", "－1", "＠x", "﹢1", "﹣1", "﹦1", "﹫x", "\u2212cmd", " ＝1"),
    *("'=1", "''+1"),
)
LEFT_ALONE = ("", "een", "'s-Gravenhage", "'t Hart", "06-12345678", "a=b", "a\n=b", "–", "€ 5", "1")


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_could_run_gets_a_mark(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_no_spreadsheet_runs_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_numbers_are_written_as_they_are():
    assert [safe_cell(value) for value in (-5, 0.5, None)] == ["-5", "0.5", ""]


@given(st.text())
def test_every_text_comes_back_as_it_was(text):
    assert plain_cell(safe_cell(text)) == text


def test_a_table_is_read_back_as_it_was_written(tmp_path):
    path, table = tmp_path / "table.csv", {"id": ["=1+1", "+31"], "name": ["－x", "'t Hart"]}
    write_columns(path, table)
    assert read_columns(path) == table
    with path.open(newline="") as file:
        assert list(csv.reader(file))[1:] == [["'=1+1", "'－x"], ["'+31", "'t Hart"]]


def test_a_name_of_a_record_that_is_a_formula_runs_in_no_list_of_pairs(tmp_path, capsys):
    rows = "case,given,surname,dob\n=HYPERLINK(1),Jan,Bakker,1990-01-02\n"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(rows)
    out = tmp_path / "pairs.csv"
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    assert main(["match", *files, "--id", "case", "--out", str(out)]) == 0
    capsys.readouterr()
    assert out.read_text().splitlines()[1].startswith("'=HYPERLINK(1),'=HYPERLINK(1),")
