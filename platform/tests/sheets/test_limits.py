# SPDX-License-Identifier: EUPL-1.2
"""A small file cannot make the reader hold a large table."""

from __future__ import annotations

import time
from zipfile import ZIP_DEFLATED

import pytest
from django.utils.translation import override

from ketenzicht.sheets import unpacking
from ketenzicht.sheets.reading import read_table
from ketenzicht.sheets.tables import Limits, Unreadable
from tests.sheets.files import (
    changed,
    document,
    lying,
    ods_cell,
    ods_row,
    packed,
    unpacked,
    workbook,
)

LIMITS = Limits(size=100_000, rows=50, columns=10, unpacked=2_000_000)
SMALL = workbook([["a", "b"], ["x", "y"]])
SHEET = "xl/worksheets/sheet1.xml"
LARGE = "This file holds too much once it is unpacked."


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    # Of the processor, so that what else the machine does is not counted.
    began = time.thread_time()
    with override("en"), pytest.raises(Unreadable) as refused:
        read_table(content, limits)
    assert time.thread_time() - began < 5
    return str(refused.value.sentence)


def test_as_much_as_is_allowed_is_read() -> None:
    rows = [["a"] * 9 + ["b"], *[[1] * 10 for _ in range(50)]]
    titled = [[f"k{n}" for n in range(10)], *rows[1:]]
    assert len(read_table(workbook(titled), LIMITS).rows) == 50


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 100_001, "too large"),
        (b"a\n" + b"1\n" * 51, "more than 50 rows"),
        (b"," * 10 + b"\n", "more than 10 columns"),
        (workbook([["a"]] * 52), "more than 50 rows"),
        (workbook([["a"] * 11]), "more than 10 columns"),
        (document(ods_row("a") * 52), "more than 50 rows"),
        (document(ods_row(*["a"] * 11)), "more than 10 columns"),
    ],
)
def test_one_more_than_is_allowed_is_refused(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_bomb_of_zeros_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(unpacked(SMALL) | {"xl/styles.xml": b" " * 50_000_000}, method=ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert refusal(bomb) == LARGE


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    bomb = lying(SMALL, "xl/styles.xml", b" " * 50_000_000, says=1_000)
    assert len(bomb) < 100_000
    assert "damaged" in refusal(bomb)


@pytest.mark.parametrize(
    "place", [b'r="XFD1048576"', b"r='XFD1048576'", b' r = "XFD1048576"', b'r="xfd1048576"']
)
def test_one_cell_far_away_makes_no_large_table(place: bytes) -> None:
    assert "more than" in refusal(changed(SMALL, SHEET, b'r="B2"', place))


@pytest.mark.parametrize("before", [b'x=">" ', b"x='>' ", b'x="/>" ', b'x="<" '])
def test_a_place_behind_a_sign_that_ends_a_tag_is_found(before: bytes) -> None:
    content = changed(SMALL, SHEET, b'r="B2"', before + b'r="XFD1048576"')
    said = refusal(content)
    assert "more than" in said or "damaged" in said


@pytest.mark.parametrize(
    ("name", "repeated"),
    [
        ("xl/sharedStrings.xml", b"<si>"),
        ("xl/sharedStrings.xml", b"<si "),
        (SHEET, b"<c "),
        (SHEET, b'<c "'),
        (SHEET, b"<v>"),
    ],
)
def test_what_never_ends_takes_no_long_time(name: str, repeated: bytes) -> None:
    opened = b"<sst><sheetData>" + repeated * 300_000
    assert "damaged" in refusal(packed(unpacked(SMALL) | {name: opened}))


def test_entities_that_make_more_of_themselves_are_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = changed(SMALL, SHEET, b"<worksheet", laughs + b"<worksheet")
    assert "damaged" in refusal(content)


def test_cells_without_a_place_are_counted() -> None:
    many = b"".join(b"<c><v>1</v></c>" for _ in range(11))
    assert "more than 10 columns" in refusal(changed(SMALL, SHEET, b"</row>", many + b"</row>"))


def test_a_text_that_many_cells_share_counts_for_each() -> None:
    titles, long = [f"k{n}" for n in range(9)], "x" * 30_000
    content = workbook([titles, *[[long] * 9 for _ in range(50)]])
    assert len(content) < 100_000
    assert refusal(content) == LARGE
    assert len(read_table(workbook([["k"], *[[long] for _ in range(50)]]), LIMITS).rows) == 50


@pytest.mark.parametrize("number", [b"99", b"x", b"", b"1_0", b"-1", "３".encode()])
def test_a_number_of_a_shared_text_that_is_none_is_refused(number: bytes) -> None:
    old = b'<c r="B2" t="s"><v>3</v>'
    content = changed(SMALL, SHEET, old, b'<c r="B2" t="s"><v>' + number + b"</v>")
    assert "damaged" in refusal(content)


@pytest.mark.parametrize("many", ["-9999999", "1_0", "", "x"])
def test_a_cell_that_is_there_no_number_of_times_is_refused(many: str) -> None:
    cell = ods_cell("a", f'table:number-columns-repeated="{many}"')
    assert "damaged" in refusal(document(ods_row(last=cell)))


def test_a_sheet_written_in_two_bytes_a_letter_is_refused() -> None:
    parts = unpacked(SMALL)
    parts[SHEET] = parts[SHEET].decode().encode("utf-16")
    assert "damaged" in refusal(packed(parts))


@pytest.mark.parametrize(
    "body",
    [
        ods_row(last=ods_cell("a", 'table:number-columns-repeated="100000000"')),
        ods_row("a", said='table:number-rows-repeated="100000000"'),
        ods_row(
            "a", last='<table:table-cell table:number-columns-repeated="99999"/>' + ods_cell("b")
        ),
        ods_row("a") + ods_row(said='table:number-rows-repeated="9999999"') + ods_row("b"),
    ],
)
def test_a_cell_of_a_document_that_is_repeated_makes_no_large_table(body: str) -> None:
    assert "more than" in refusal(document(body))


def test_a_long_text_that_a_document_repeats_counts_for_each() -> None:
    cell = ods_cell("x" * 20_000, 'table:number-columns-repeated="10"')
    body = ods_row(said='table:number-rows-repeated="50"', last=cell)
    assert refusal(document(body)) == LARGE


def test_a_file_of_very_many_parts_is_refused() -> None:
    parts = unpacked(SMALL) | {f"x{n}.xml": b"" for n in range(unpacking.MOST_PARTS)}
    assert "damaged" in refusal(packed(parts), Limits(size=1_000_000, rows=5, columns=5))


def test_pictures_and_macros_are_not_unpacked() -> None:
    content = packed(unpacked(SMALL) | {"xl/vbaProject.bin": bytes(50_000_000)})
    assert len(read_table(content, LIMITS).rows) == 1
    repacked = unpacked(unpacking.repacked(content, LIMITS))
    assert "xl/vbaProject.bin" not in repacked
    assert SHEET in repacked


def test_a_file_with_a_password_is_refused() -> None:
    raw = bytearray(packed({"xl/workbook.xml": b"<a/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + offset] |= 1
    assert "password" in refusal(bytes(raw))
