# SPDX-License-Identifier: EUPL-1.2
"""Who may have a CSV for a program may have the same rows for a spreadsheet."""

from __future__ import annotations

import codecs
import html
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ketenzicht.sheets.downloads import FORMATS, Format, download
from ketenzicht.sheets.reading import read_table
from ketenzicht.sheets.tables import Limits
from ketenzicht.sheets.writing import Sheet, csv_for_machines, csv_for_spreadsheets, xlsx
from tests.sheets.files import unpacked
from tests.sheets.test_cells import LEFT_ALONE, RUN

LIMITS = Limits(size=2_000_000, rows=500, columns=40)
SHEET = Sheet("proef", ("naam", "één", "deel"), [("Coördinatie", 1200, 0.5), ("a;b,c", None, -1)])


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def test_every_csv_on_the_site_has_its_brothers_for_spreadsheets() -> None:
    every = set(routes(get_resolver().url_patterns))
    csv = {route.removesuffix(".csv") for route in every if route.endswith(".csv")}
    csv = {route for route in csv if not route.endswith(".excel")}
    assert len(csv) >= 3
    for kind in FORMATS:
        assert {route + kind.ending for route in csv} <= every


def test_a_machine_gets_commas_and_points_without_a_mark() -> None:
    assert csv_for_machines(SHEET).decode() == (
        'naam,één,deel\r\nCoördinatie,1200,0.5\r\n"a;b,c",,-1\r\n'
    )


def test_a_dutch_spreadsheet_gets_a_mark_semicolons_and_commas() -> None:
    content = csv_for_spreadsheets(SHEET)
    assert content.startswith(codecs.BOM_UTF8)
    assert content.decode("utf-8-sig") == (
        'naam;één;deel\r\nCoördinatie;1200;0,5\r\n"a;b,c";;-1\r\n'
    )


def test_excel_gets_numbers_as_numbers_and_nothing_else_than_values() -> None:
    content = xlsx(SHEET)
    rows = [row.values for row in read_table(content, LIMITS).rows]
    assert rows == [("Coördinatie", 1200, 0.5), ("a;b,c", "", -1)]
    parts = unpacked(content)
    assert b"<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert b"2000-01-01" in parts["docProps/core.xml"]


def test_all_kinds_of_values_can_be_written(now: datetime) -> None:
    sheet = Sheet("proef", tuple("abcde"), [(True, Decimal("1.5"), date(2026, 11, 2), now, "x")])
    assert csv_for_machines(sheet).decode().split("\r\n")[1] == (f"True,1.5,2026-11-02,{now},x")
    # Of a moment a spreadsheet keeps what the clock on the wall shows.
    moment = now.astimezone(ZoneInfo("Europe/Amsterdam")).replace(tzinfo=None)
    row = read_table(xlsx(sheet), LIMITS).rows[0].values
    assert row == (True, 1.5, date(2026, 11, 2), moment, "x")


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)
def test_nothing_in_any_file_runs_as_a_formula(kind: Format) -> None:
    texts = [text for text in (*RUN, *LEFT_ALONE) if "\x00" not in text and text.strip()]
    content = kind.write(Sheet("proef", ["=titel", "b"], [(text, 1) for text in texts]))
    # As it stands in the file, before our own reader takes the mark away.
    for text in texts:
        marked = f"'{text}" if text in RUN else text
        shown = content.decode() if kind.ending != ".xlsx" else strings(content)
        assert marked.replace('"', '""') in shown or marked in shown


def strings(content: bytes) -> str:
    return html.unescape(unpacked(content)["xl/sharedStrings.xml"].decode()).replace(
        "_x000D_", "\r"
    )


def test_a_text_that_is_too_long_for_a_cell_is_not_cut_off() -> None:
    with pytest.raises(ValueError, match="more than a spreadsheet holds"):
        xlsx(Sheet("proef", ["a"], [["x" * 40_000]]))


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)
def test_a_file_has_its_own_name_and_kind(kind: Format) -> None:
    answer = download(SHEET, kind)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="proef{kind.ending}"'
    assert answer.headers["Content-Type"] == kind.content_type


@pytest.mark.django_db
def test_the_figures_page_offers_each_series_in_three_ways(client: Client) -> None:
    page = client.get("/cijfers/").content.decode()
    for kind in FORMATS:
        address = reverse(f"publishing-public:series-{kind.key}", args=["estimate"])
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_a_series_says_the_same_in_every_file(client: Client) -> None:
    tables = [
        read_table(
            client.get(
                reverse(f"publishing-public:series-{kind.key}", args=["registered_rapporteur"])
            ).content,
            LIMITS,
        )
        for kind in FORMATS
    ]
    machine, _excel, book = tables
    assert machine.titles == book.titles
    assert [str(row.values[2]) for row in book.rows] == [row.values[2] for row in machine.rows]
    assert len(machine.rows) == len(book.rows) > 10
