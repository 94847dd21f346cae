# SPDX-License-Identifier: EUPL-1.2
"""How far the filled cells of a spreadsheet reach, worked out before a reader makes room for them.

A reader holds a sheet as a full table from the first cell to the last: one cell far away, a cell
that is repeated a million times, or a long text that every cell points at makes a large table of a
small file. Read with an XML parser, as patterns would see other tags than the reader does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

Parts = Mapping[str, bytes]
Attributes = Mapping[str, str]

_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]{1,9}")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_VALUES = ("office:value", "office:string-value", "office:date-value", "office:time-value",
           "office:boolean-value")  # fmt: skip


class NotReadable(Exception):
    """Text that is no XML, or defines things, or points at what is not there."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the filled cells of a sheet reach, and how many bytes their values take."""

    rows: int
    columns: int
    size: int


class _Seen(Protocol):
    """What takes note of elements as they begin and end, at which byte."""

    def begin(self, name: str, said: Attributes, place: int) -> None: ...
    def end(self, name: str, place: int) -> None: ...
    def text(self, text: str) -> None: ...


def extents_of(parts: Parts) -> list[Extent]:
    """Return the extent of every sheet in the parts of a file."""
    strings = _Strings()
    for name, part in parts.items():
        if name.lower().endswith("sharedstrings.xml"):
            _read(part, strings)
    found: list[Extent] = []
    for name, part in parts.items():
        if name == "content.xml":
            document = _Document()
            _read(part, document)
            found.append(Extent(document.rows, document.columns, document.size))
        elif b"sheetData" in part:
            sheet = _Worksheet(strings.sizes)
            _read(part, sheet)
            found.append(Extent(sheet.rows, sheet.columns, sheet.size))
    return found


def _read(part: bytes, seen: _Seen) -> None:
    parser = expat.ParserCreate()

    def begin(name: str, said: Attributes) -> None:
        seen.begin(name, said, parser.CurrentByteIndex)

    def end(name: str) -> None:
        seen.end(name, parser.CurrentByteIndex)

    def defines(*_said: object) -> None:
        raise NotReadable

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = seen.text
    parser.StartDoctypeDeclHandler = defines
    try:
        parser.Parse(part, True)  # noqa: FBT003  because it is the parser's own flag for the end
    except (expat.ExpatError, ValueError):
        raise NotReadable from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass(slots=True)
class _Strings:
    """The sizes of the texts that cells of a workbook point at."""

    sizes: list[int] = field(default_factory=list)
    begun: int = 0

    def begin(self, name: str, said: Attributes, place: int) -> None:
        if _local(name) == "si":
            self.begun = place

    def end(self, name: str, place: int) -> None:
        if _local(name) == "si":
            self.sizes.append(place - self.begun)

    def text(self, text: str) -> None:
        """Nothing is kept of texts but their size."""


@dataclass(slots=True)
class _Worksheet:
    """A sheet of a workbook; a cell without a place stands behind the one before it."""

    strings: Sequence[int]
    rows: int = 0
    columns: int = 0
    size: int = 0
    row: int = 0
    column: int = 0
    shared: bool = False
    value: str | None = None

    def begin(self, name: str, said: Attributes, place: int) -> None:
        kind = _local(name)
        if kind == "row":
            self.row, self.column = _number(said["r"]) if "r" in said else self.row + 1, 0
        elif kind == "c":
            self._cell(said)
        elif kind == "v" and self.shared:
            self.value = ""

    def _cell(self, said: Attributes) -> None:
        self.column += 1
        if "r" in said:
            found = _PLACE.fullmatch(said["r"])
            if found is None:
                raise NotReadable
            self.row, self.column = int(found[2]), _number_of(found[1])
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        self.shared = said.get("t") == "s"

    def end(self, name: str, place: int) -> None:
        if _local(name) == "v" and self.value is not None:
            at, self.value = _number(self.value.strip()), None
            if at >= len(self.strings):
                raise NotReadable
            self.size += self.strings[at]

    def text(self, text: str) -> None:
        if self.value is not None:
            self.value += text


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise NotReadable
    return int(text)


def _number_of(letters: str) -> int:
    """The number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


@dataclass(slots=True)
class _Document:
    """The sheets of a document, where cells and rows are repeated by a number.

    Empty cells and rows behind the last filled one, which every sheet has by the thousand, do not
    count.
    """

    rows: int = 0
    columns: int = 0
    size: int = 0
    above: int = 0  # rows up to and including this one
    times: int = 1  # this row is there so often
    before: int = 0  # cells of this row up to and including this one
    wide: int = 0  # and up to the last that is filled
    filled: int = 0  # bytes in this row
    many: int = 1  # this cell is there so often
    begun: int = 0
    holds: bool = False

    def begin(self, name: str, said: Attributes, place: int) -> None:
        if name == "table:table":
            self.above = 0
        elif name == "table:table-row":
            self.times = _number(said.get("table:number-rows-repeated", "1"))
            self.above += self.times
            self.before = self.wide = self.filled = 0
        elif name in _CELLS:
            self.many = _number(said.get("table:number-columns-repeated", "1"))
            self.before += self.many
            self.begun, self.holds = place, any(value in said for value in _VALUES)
        else:
            self.holds = True

    def end(self, name: str, place: int) -> None:
        if name in _CELLS and self.holds:
            self.wide = self.before
            self.filled += self.many * (place - self.begun)
        elif name == "table:table-row" and self.wide:
            self.rows = max(self.rows, self.above)
            self.columns = max(self.columns, self.wide)
            self.size += self.filled * self.times

    def text(self, text: str) -> None:
        """Nothing is kept of texts but their size."""
