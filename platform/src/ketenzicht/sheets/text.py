# SPDX-License-Identifier: EUPL-1.2
"""CSV as programs and Dutch spreadsheets write it: encoding and separator from the content."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ketenzicht.sheets.cells import plain
from ketenzicht.sheets.tables import Limits, Unreadable

SEPARATORS = ",;\t"
#: A first line in which a spreadsheet says what separates the columns.
_SAID = re.compile(r'"?sep=(?P<separator>[,;\t])"?\r?\n', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: What spreadsheets in western Europe write when they do not write UTF-8.
WESTERN = "cp1252"


def lines_of(content: bytes, limits: Limits) -> Iterator[list[str]]:
    """Give the lines of a CSV file, all as long as the first that is not empty."""
    text = _decoded(content)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said["separator"] if said else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width = 0
    try:
        for number, line in enumerate(reader, start=1):
            width = width or len(line)
            limits.require_extent(number, len(line))
            _require_width(number, line, width)
            yield [plain(value) for value in line]
    except csv.Error:
        words = _("There is a quotation mark in the wrong place near row %(row)s.")
        raise Unreadable(words % {"row": reader.line_num}) from None


def _decoded(content: bytes) -> str:
    mark = next((mark for mark in _MARKS if content.startswith(mark)), None)
    tries = [_MARKS[mark]] if mark else ["utf-8", WESTERN]
    for encoding in tries:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not text.lstrip().startswith("<"):
            return text
    raise Unreadable(
        _("This is no table that can be read here. Give a CSV, Excel (.xlsx) or ODS file.")
    )


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=_QUOTED.sub("", first).count)


def _require_width(number: int, line: list[str], width: int) -> None:
    if line and len(line) != width:
        words = _("Row %(row)s has %(found)s values, and the first row has %(expected)s.")
        raise Unreadable(words % {"row": number, "found": len(line), "expected": width})
