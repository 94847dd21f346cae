# SPDX-License-Identifier: EUPL-1.2
"""XLSX and ODS: the first sheet with something in it, values only."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ketenzicht.sheets.cells import Value, day_of, plain, whole
from ketenzicht.sheets.tables import Limits, Unreadable
from ketenzicht.sheets.unpacking import repacked

ZIP = b"PK\x03\x04"
#: An Excel file of before 2007, and every Excel file with a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def lines_of(content: bytes, limits: Limits) -> Sequence[Sequence[Value]]:
    """Give the lines of a spreadsheet; of a formula what was worked out when it was saved."""
    safe = repacked(content, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(safe)) as book:
            lines = _first_filled(book)
    except CalamineError:
        raise Unreadable(
            _("This file is damaged. Save it again from the spreadsheet and try again.")
        ) from None
    limits.require_extent(len(lines), max(map(len, lines), default=0))
    return [[_value(value) for value in line] for line in lines]


def _first_filled(book: CalamineWorkbook) -> Sequence[Sequence[object]]:
    for about in book.sheets_metadata:
        seen = about.visible == SheetVisibleEnum.Visible
        if seen and about.typ == SheetTypeEnum.WorkSheet:
            sheet: CalamineSheet = book.get_sheet_by_name(about.name)
            if lines := sheet.to_python(skip_empty_area=False):
                return lines
    return []


def _value(value: object) -> Value:
    if isinstance(value, str):
        return plain(value.strip())
    if isinstance(value, timedelta):
        return str(value)
    return day_of(whole(value))  # type: ignore[arg-type]  # the reader gives no other kinds
