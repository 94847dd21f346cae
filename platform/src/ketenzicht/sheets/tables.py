# SPDX-License-Identifier: EUPL-1.2
"""A table that was read, how large one may be, and the refusal of one that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ketenzicht.core.errors import Refused
from ketenzicht.sheets.cells import EMPTY, Value


class Unreadable(Refused):
    """A file that is not the table that was asked for; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: in bytes, in rows and columns, and in bytes once unpacked."""

    size: int
    rows: int
    columns: int
    unpacked: int = 20_000_000

    def require_size(self, content: bytes) -> None:
        """Refuse a file of more bytes."""
        if len(content) > self.size:
            raise Unreadable(_("This file is too large."))

    def require_extent(self, rows: int, columns: int) -> None:
        """Refuse a table of more rows or columns; the row of titles is counted too."""
        if rows > self.rows + 1:
            words = _("This table has more than %(most)s rows. Send it in parts.")
            raise Unreadable(words % {"most": self.rows})
        if columns > self.columns:
            words = _("This table has more than %(most)s columns. Leave some out.")
            raise Unreadable(words % {"most": self.columns})

    def require_unpacked(self, size: int) -> None:
        """Refuse a file that holds more once it is unpacked."""
        if size > self.unpacked:
            raise Unreadable(_("This file holds too much once it is unpacked."))


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one row, and its number as the spreadsheet shows it."""

    number: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Titles, and a value for each of them in every row."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(lines: Iterable[Sequence[Value]]) -> Table:
    """Return lines as a table: the first that is not empty has the titles, empty ones go."""
    filled = [
        Row(number, tuple(line))
        for number, line in enumerate(lines, start=1)
        if any(value != EMPTY for value in line)
    ]
    if not filled:
        raise Unreadable(_("This file is empty. The first row must hold the titles."))
    head, rows = filled[0], filled[1:]
    kept = _titled(head, rows)
    titles = tuple(str(head.values[place]).strip() for place in kept)
    _require_once(titles)
    return Table(titles, tuple(_kept(row, kept) for row in rows))


def _titled(head: Row, rows: Sequence[Row]) -> list[int]:
    """Places of the columns with a title; a column without one goes when it says nothing."""
    places = range(max(len(row.values) for row in (head, *rows)))
    for place in places[1:]:  # programs put numbers of rows in a first column without a title
        filled = next((row.number for row in rows if _at(row, place) != EMPTY), None)
        if filled and _at(head, place) == EMPTY:
            words = _("Row %(row)s has a value in column %(column)s, and that has no title.")
            raise Unreadable(words % {"row": filled, "column": place + 1})
    return [place for place in places if _at(head, place) != EMPTY]


def _require_once(titles: Sequence[str]) -> None:
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        words = _("There is more than one column with the title %(title)s.")
        raise Unreadable(words % {"title": twice[0]})


def _kept(row: Row, places: Sequence[int]) -> Row:
    return Row(row.number, tuple(_at(row, place) for place in places))


def _at(row: Row, place: int) -> Value:
    return row.values[place] if place < len(row.values) else EMPTY
