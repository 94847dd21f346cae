# SPDX-License-Identifier: EUPL-1.2
"""The parts of an XLSX or ODS file, unpacked within limits and packed again as they were checked.

What a file says of its own size may be a lie, so nothing is taken from it: parts are unpacked up to
the limit, and the reader gets a file that is made from what was unpacked. How far cells reach, and
how much a value that is repeated takes, is worked out before a reader makes room for it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from ketenzicht.sheets.tables import Limits, Unreadable

Parts = Mapping[str, bytes]

MOST_PARTS = 1_000
_WANTED = (".xml", ".rels", "mimetype")
_PROTECTED = 1  # the flag of an entry that wants a password
# A row, cell or value of a worksheet, whatever prefix its names have, and the place it says.
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c|v)\b([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,3})(\d{1,9})\s*["']""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_INDEX = re.compile(rb"\s*(\d{1,9})\s*</")
_STRING = re.compile(rb"<(?:[\w.-]+:)?si\s*(?:/>|\b.*?</(?:[\w.-]+:)?si>)", re.DOTALL)
# The same of a sheet of OpenDocument, where cells and rows are repeated by a number.
_ODS_TAG = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell)\b([^>]*?)(/?)>")
_REPEATED = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})["']""")
_HOLDS = re.compile(rb"\b(?:office|calcext):(?:string-|date-|time-|boolean-)?value\b")


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the filled cells of a sheet reach, and how many bytes their values take."""

    rows: int = 0
    columns: int = 0
    size: int = 0


def repacked(content: bytes, limits: Limits) -> bytes:
    """Return a file with the same parts of text, or refuse what is larger than it may be."""
    parts = _unpacked(content, limits)
    for extent in _extents(parts):
        limits.require_extent(extent.rows, extent.columns)
        limits.require_unpacked(extent.size)
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name), part)
    return made.getvalue()


def _unpacked(content: bytes, limits: Limits) -> Parts:
    parts: dict[str, bytes] = {}
    size = 0
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS:
                raise _damaged()
            for entry in entries:
                if entry.flag_bits & _PROTECTED:
                    raise Unreadable(_("This file has a password. Save it without one."))
                if entry.filename.endswith(_WANTED):
                    size += entry.file_size
                    limits.require_unpacked(size)
                    # Never more than the entry says, and with the checksum of all of it.
                    parts[entry.filename] = _text_of(archive.read(entry))
    except (BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error):
        raise _damaged() from None
    if not {"xl/workbook.xml", "content.xml"} & set(parts):
        raise Unreadable(
            _("This is no spreadsheet that can be read here. Save it as .xlsx, .ods or CSV.")
        )
    return parts


def _text_of(part: bytes) -> bytes:
    """Refuse text that is not written byte by byte, which would be read otherwise than checked."""
    if b"\x00" in part:
        raise _damaged()
    return part


def _damaged() -> Unreadable:
    return Unreadable(_("This file is damaged. Save it again from the spreadsheet and try again."))


def _extents(parts: Parts) -> Iterator[Extent]:
    strings = [
        len(found[0])
        for name, part in parts.items()
        if name.lower().endswith("sharedstrings.xml")
        for found in _STRING.finditer(part)
    ]
    for name, part in parts.items():
        if name == "content.xml":
            yield _of_opendocument(part)
        elif b"sheetData" in part:
            yield _of_worksheet(part, strings)


def _of_worksheet(part: bytes, strings: Sequence[int]) -> Extent:
    row = column = rows = columns = size = 0
    shared = False
    for tag in _TAG.finditer(part):
        place = _PLACE.search(tag[2])
        if tag[1] == b"row":
            row, column = int(place[2]) if place else row + 1, 0
        elif tag[1] == b"c":
            row, column = (int(place[2]), _column(place[1])) if place else (row, column + 1)
            rows, columns = max(rows, row), max(columns, column)
            shared = bool(_SHARED.search(tag[2]))
        elif shared:
            size += _length_of(part, tag.end(), strings)
    return Extent(rows, columns, size)


def _length_of(part: bytes, place: int, strings: Sequence[int]) -> int:
    """How long a string is of which only the number stands in the cell."""
    index = _INDEX.match(part, place)
    if index is None or int(index[1]) >= len(strings):
        raise _damaged()
    return strings[int(index[1])]


def _column(letters: bytes) -> int:
    """The number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


@dataclass(slots=True)
class _Sheets:
    """What was met of the sheets of a document; empty cells and rows at the end do not count."""

    rows: int = 0
    columns: int = 0
    size: int = 0
    above: int = 0  # rows up to and including this one
    times: int = 1  # this row
    before: int = 0  # cells of this row up to and including this one
    wide: int = 0  # and up to the last that is filled
    filled: int = 0  # bytes of this row
    begun: int = 0  # where this cell begins
    many: int = 1  # times this cell

    def row(self, times: int) -> None:
        self.times, self.before, self.wide, self.filled = times, 0, 0, 0

    def end_row(self) -> None:
        self.above += self.times
        self.rows = self.above if self.wide else self.rows
        self.columns = max(self.columns, self.wide)
        self.size += self.filled * self.times

    def cell(self, begun: int, many: int) -> None:
        self.begun, self.many, self.before = begun, many, self.before + many

    def end_cell(self, end: int) -> None:
        self.wide = self.before
        self.filled += self.many * (end - self.begun)


def _of_opendocument(part: bytes) -> Extent:
    met = _Sheets()
    for tag in _ODS_TAG.finditer(part):
        closing, kind, said, alone = tag.groups()
        repeated = _REPEATED.search(said)
        many = int(repeated[1]) if repeated else 1
        if kind == b"table-row":
            if not closing:
                met.row(many)
            if closing or alone:
                met.end_row()
            continue
        if not closing:
            met.cell(tag.start(), many)
        if closing or not alone or _HOLDS.search(said):
            met.end_cell(tag.end())
    return Extent(met.rows, met.columns, met.size)
