# SPDX-License-Identifier: EUPL-1.2
"""Which column holds what, and a dry run over all rows: what is right, and what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ketenzicht.core.errors import Refused
from ketenzicht.sheets.cells import Value
from ketenzicht.sheets.tables import Row, Table

#: How many faults are named; who has more has made one fault many times.
MOST_SAID = 8


class WrongValue(Exception):
    """A value that a column does not take; says why in words, without the value."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class WrongRows(Refused):
    """Rows that cannot be taken; a sentence for each of the first of them."""

    def __init__(self, sentences: Sequence[str], *, field: str | None = None) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences), field=field)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is wanted: its name, what makes a value of a cell, and its other titles."""

    name: str
    convert: Callable[[Value], object]
    titles: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell; without a row, with the column itself."""

    row: int | None
    column: str
    words: str

    def __str__(self) -> str:
        if self.row is None:
            return self.words
        said = {"row": self.row, "column": self.column, "words": self.words}
        return _("Row %(row)s, column “%(column)s”: %(words)s") % said


@dataclass(frozen=True, slots=True)
class Checked:
    """What a dry run found: values by column for every row, and what is wrong."""

    rows: tuple[Mapping[str, object], ...]
    problems: tuple[Problem, ...]

    def require_right(self, *, field: str | None = None) -> None:
        """Refuse a table with anything wrong in it, and say where."""
        if not self.problems:
            return
        said = [str(problem) for problem in self.problems[:MOST_SAID]]
        if more := len(self.problems) - len(said):
            said.append(_("And %(more)s more.") % {"more": more})
        raise WrongRows(said, field=field)


def matched(
    table: Table, columns: Sequence[Column], chosen: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Return the place of every column: the title that was chosen for it, or one that is usual."""
    places = {_folded(title): place for place, title in enumerate(table.titles)}
    found = {}
    for column in columns:
        own = (chosen or {}).get(column.name)
        names = (own,) if own else (column.name, *column.titles)
        hits = [places[_folded(name)] for name in names if _folded(name) in places]
        if hits:
            found[column.name] = hits[0]
    return found


def checked(
    table: Table, columns: Sequence[Column], chosen: Mapping[str, str] | None = None
) -> Checked:
    """Make values of all cells without keeping any of them anywhere: a dry run."""
    places = matched(table, columns, chosen)
    problems = [
        Problem(None, column.name, _("There is no column “%(title)s”.") % {"title": column.name})
        for column in columns
        if column.required and column.name not in places
    ]
    rows = []
    for row in table.rows:
        values: dict[str, object] = {}
        for column, value in _converted(row, columns, places):
            if isinstance(value, WrongValue):
                title = table.titles[places[column]]
                problems.append(Problem(row.number, title, value.words))
            else:
                values[column] = value
        rows.append(values)
    return Checked(tuple(rows), tuple(problems))


def _converted(
    row: Row, columns: Sequence[Column], places: Mapping[str, int]
) -> Iterator[tuple[str, object]]:
    for column in columns:
        if column.name in places:
            try:
                yield column.name, column.convert(row.values[places[column.name]])
            except WrongValue as wrong:
                yield column.name, wrong


def _folded(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())
