# SPDX-License-Identifier: EUPL-1.2
"""Three ways to write the same rows, values only: for machines, and two for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ketenzicht.core.clock import local
from ketenzicht.sheets.cells import cell

#: Nothing in a file says when it was made.
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  because a spreadsheet keeps moments without a zone
_WIDEST = 60
_AS_TYPED = {
    "default_date_format": "dd-mm-yyyy",
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows to write: the name of the file without its ending, the titles, and the values."""

    name: str
    titles: Sequence[str]
    rows: Iterable[Iterable[object]]


def csv_for_machines(sheet: Sheet) -> bytes:
    """Write CSV as programs read it: commas, points in numbers, UTF-8 without a mark."""
    return _csv(sheet, ",", cell).encode("utf-8")


def csv_for_spreadsheets(sheet: Sheet) -> bytes:
    """Write CSV as a Dutch spreadsheet opens it: a mark, semicolons, commas in numbers."""
    return _csv(sheet, ";", _with_comma).encode("utf-8-sig")


def xlsx(sheet: Sheet) -> bytes:
    """Write an XLSX file with numbers and days as such, and everything else as text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _AS_TYPED) as book:
        book.set_properties({"created": _NO_MOMENT})
        page = book.add_worksheet(sheet.name[:31])
        head = book.add_format({"bold": True})
        rows = [list(row) for row in sheet.rows]
        for column, title in enumerate(sheet.titles):
            page.write_string(0, column, cell(title), head)
            page.set_column(column, column, _width(title, rows, column))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(page, number, column, value)
        page.freeze_panes(1, 0)
    return made.getvalue()


def _csv(sheet: Sheet, separator: str, text: Callable[[object], str]) -> str:
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=separator)
    writer.writerow(map(cell, sheet.titles))
    writer.writerows([text(value) for value in row] for row in sheet.rows)
    return made.getvalue()


def _with_comma(value: object) -> str:
    fraction = isinstance(value, float | Decimal)
    return str(value).replace(".", ",") if fraction else cell(value)


def _width(title: str, rows: Sequence[Sequence[object]], column: int) -> int:
    longest = max((len(str(row[column])) for row in rows if column < len(row)), default=0)
    return min(max(len(title), longest) + 2, _WIDEST)


def _write(page: Worksheet, row: int, column: int, value: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        kept = page.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        kept = page.write_number(row, column, value)
    elif isinstance(value, date):
        kept = page.write_datetime(row, column, _local(value))
    else:
        kept = page.write_string(row, column, cell(value))
    if kept:
        raise ValueError("more than a spreadsheet holds in one sheet or in one cell")


def _local(value: date) -> date:
    """A moment as the clock on the wall shows it, which is all a spreadsheet keeps of it."""
    return local(value).replace(tzinfo=None) if isinstance(value, datetime) else value
