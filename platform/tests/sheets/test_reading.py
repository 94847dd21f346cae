# SPDX-License-Identifier: EUPL-1.2
"""A table is read whatever wrote it; what is none is refused in words."""

from __future__ import annotations

import codecs
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.sheets.reading import read_table
from ketenzicht.sheets.tables import Limits, Table, Unreadable
from ketenzicht.sheets.writing import Sheet, csv_for_machines, csv_for_spreadsheets, xlsx
from tests.sheets.files import document, ods_cell, ods_row, packed, workbook

LIMITS = Limits(size=100_000, rows=50, columns=10, unpacked=2_000_000)
ROWS = [["Naam", "één"], ["Coördinatie", 1], ["x;y", 2]]
TITLES = ("Naam", "één")
VALUES = [("Coördinatie", "1"), ("x;y", "2")]


def read(content: bytes) -> Table:
    return read_table(content, LIMITS)


def values(table: Table) -> list[tuple[object, ...]]:
    return [row.values for row in table.rows]


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    with override("en"), pytest.raises(Unreadable) as refused:
        read_table(content, limits)
    return str(refused.value.sentence)


def text(separator: str, *, first: str = "") -> str:
    lines = [separator.join(("Naam", "één")), separator.join(("Coördinatie", "1"))]
    return first + "\r\n".join([*lines, separator.join(('"x;y"', "2")), ""])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_whatever_separates_it_and_however_it_is_encoded(
    separator: str, encoding: str
) -> None:
    table = read(text(separator).encode(encoding))
    assert (table.titles, values(table)) == (TITLES, VALUES)


def test_text_of_excel_in_two_bytes_a_letter_is_read() -> None:
    table = read(codecs.BOM_UTF16_LE + text("\t").encode("utf-16-le"))
    assert (table.titles, values(table)) == (TITLES, VALUES)


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n'])
def test_a_first_line_that_names_the_separator_is_no_row(first: str) -> None:
    table = read(text(";", first=first).encode("cp1252"))
    assert (table.titles, values(table)) == (TITLES, VALUES)
    assert [row.number for row in table.rows] == [2, 3]


def test_a_workbook_of_excel_is_read_by_content_and_not_by_name() -> None:
    table = read(workbook(ROWS))
    assert (table.titles, values(table)) == (TITLES, [("Coördinatie", 1), ("x;y", 2)])


def test_a_document_of_libreoffice_is_read_with_its_thousands_of_empty_cells() -> None:
    empty = '<table:table-cell table:number-columns-repeated="16382"/>'
    below = ods_row(said='table:number-rows-repeated="1048573"', last=empty)
    table = read(document("".join(ods_row(*row, last=empty) for row in ROWS) + below))
    assert (table.titles, values(table)) == (TITLES, [("Coördinatie", 1), ("x;y", 2)])


def test_a_formula_gives_what_was_worked_out_when_it_was_saved() -> None:
    table = read(workbook([["a"], ["=1+1"]], formulas=True))
    assert values(table) == [(0,)]
    body = ods_row("a") + ods_row(last=ods_cell(2, 'table:formula="of:=1+1"'))
    assert values(read(document(body))) == [(2,)]


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    assert values(read(b"a,b\n=1+1,2\n")) == [("=1+1", "2")]
    assert values(read(workbook([["a"], ["=1+1"]]))) == [("=1+1",)]


def test_numbers_of_rows_are_those_of_the_spreadsheet() -> None:
    table = read(b"\r\na;b\r\n1;2\r\n\r\n3;4\r\n")
    assert [row.number for row in table.rows] == [3, 5]


def test_a_first_column_of_row_numbers_without_a_title_goes() -> None:
    table = read(b",a,b,\n0,1,2,\n1,3,4,\n")
    assert (table.titles, values(table)) == (("a", "b"), [("1", "2"), ("3", "4")])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2,3\n", "Row 2 has 3 values, and the first row has 2"),
        (b'a,b\n"1,2\n', "quotation mark in the wrong place near row"),
        (b"a,a\n1,2\n", "more than one column with the title a"),
        (b"a,,b\n1,2,3\n", "Row 2 has a value in column 2"),
        (b"\x00\x01\x02", "no table that can be read here"),
        (b"%PDF-1.7\n\x00\xff", "no table that can be read here"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "no table that can be read here"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "old Excel file, or one with a password",
        ),
        (b"PK\x03\x04not a zip", "is damaged"),
        (packed({"letter.xml": "<a/>"}), "no spreadsheet that can be read here"),
        (packed({"xl/workbook.xml": "<a/>"}), "is damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_refusal_is_in_dutch_for_a_dutch_reader() -> None:
    with override("nl"), pytest.raises(Unreadable) as refused:
        read(b"a,b\n1,2,3\n")
    assert str(refused.value.sentence) == "Rij 2 heeft 3 waarden, en de eerste rij heeft er 2."


TEXTS = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf"]), min_size=1
)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_what_we_write_is_read_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    sheet = Sheet("proef", ("a", "b"), rows)
    for write in (csv_for_machines, csv_for_spreadsheets, xlsx):
        assert values(read_table(write(sheet), LIMITS)) == rows


def test_numbers_and_days_are_read_back_from_a_workbook() -> None:
    written = (5, 1.5, date(2026, 11, 2), None, "x")
    table = read(xlsx(Sheet("proef", ("a", "b", "c", "d", "e"), [written])))
    assert values(table) == [(5, 1.5, date(2026, 11, 2), "", "x")]
