# SPDX-License-Identifier: MIT
"""From files and data frames to counts by history; three shapes, clear refusals."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from telwerk.mse import messages
from telwerk.mse.lists.columns import Columns
from telwerk.mse.messages import InvalidHistories

Shape = Literal["auto", "histories", "persons", "sightings"]
History = tuple[tuple[int, ...], int]
COUNT_NAMES = (
    *("count", "counts", "freq", "frequency", "n", "number", "people"),
    *("aantal", "aantallen", "frequentie", "personen", "mensen"),
)
PERSON_NAMES = ("person", "person_id", "persoon", "id")
LIST_NAMES = ("list", "lijst", "source", "bron")
YES = ("1", "1.0", "true", "t", "yes", "ja")
NO = ("0", "0.0", "false", "f", "no", "nee")
# more people than the world has: a count in the wrong column, or no count at all
MOST_PEOPLE = 10**10
UNKNOWN = ("", "na", "nan", "none", "null", "?")
GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")


@dataclass(frozen=True, slots=True)
class Counted:
    """Lists and the number of people per history.

    Attributes
    ----------
    lists
        Names of the lists.
    histories
        Pairs of flags and a number of people.
    """

    lists: tuple[str, ...]
    histories: tuple[History, ...]


def counted(
    columns: Columns, *, shape: Shape, lists: tuple[str, ...], count: str | None
) -> Counted:
    """Recognise the shape and count the people per history.

    Parameters
    ----------
    columns
        Values by the name of the column.
    shape
        What a row is; ``auto`` to recognise it.
    lists
        Columns that are lists; all when empty.
    count
        Column with counts, when it has no usual name.

    Returns
    -------
    Counted
        People per history.

    Raises
    ------
    InvalidHistories
        When there are no counts, or a history stands there twice.
    """
    shape = _recognised(columns, lists, count) if shape == "auto" else shape
    if shape == "sightings":
        return _from_sightings(columns, lists)
    if shape == "persons":
        return _from_persons(columns, _list_columns(columns, lists, None))
    column = count_column(columns, count, lists)
    if column is None:
        raise InvalidHistories(messages.NO_COUNTS)
    return _from_histories(columns, _list_columns(columns, lists, column), column)


def _recognised(columns: Columns, lists: tuple[str, ...], count: str | None) -> Shape:
    if count_column(columns, count, lists) is not None:
        return "histories"
    if _named(columns, PERSON_NAMES):
        return "sightings" if _named(columns, LIST_NAMES) else "persons"
    names = _list_columns(columns, lists, None)
    rows = list(zip(*(columns[name] for name in names), strict=True))
    # Distinct rows are a table of histories that lost its counts; taking each
    # row for one person would give a number, and a wrong one.
    return "histories" if len(set(rows)) == len(rows) else "persons"


def _named(columns: Columns, candidates: Iterable[str]) -> str | None:
    lowered = {name.lower(): name for name in columns}
    return next((lowered[name] for name in candidates if name in lowered), None)


def count_column(columns: Columns, count: str | None, others: Iterable[str]) -> str | None:
    """Give the column with counts: the one that is named, or one with a usual name.

    ``others`` are columns that are known to be something else.

    Parameters
    ----------
    columns
        Values by the name of the column.
    count
        The column that is named, if any.
    others
        Columns that are something else.

    Returns
    -------
    str | None
        Its name, or None.

    Raises
    ------
    InvalidHistories
        When the column that is named is not there.
    """
    if count is None:
        return _named({n: v for n, v in columns.items() if n not in set(others)}, COUNT_NAMES)
    if count not in columns:
        raise InvalidHistories(messages.NO_COLUMN.filled(name=count, columns=list(columns)))
    return count


def _list_columns(columns: Columns, lists: tuple[str, ...], count: str | None) -> tuple[str, ...]:
    missing = [name for name in lists if name not in columns]
    if missing:
        raise InvalidHistories(messages.NO_COLUMN.filled(name=missing[0], columns=list(columns)))
    person = _named(columns, PERSON_NAMES)
    return lists or tuple(name for name in columns if name not in (count, person))


def _from_histories(columns: Columns, lists: tuple[str, ...], count: str) -> Counted:
    numbers = [whole_number(value, row) for row, value in enumerate(columns[count], start=1)]
    rows = list(zip(_flag_rows(columns, lists), numbers, strict=True))
    repeated = [flags for flags, times in Counter(f for f, _ in rows).items() if times > 1]
    left_over = set(columns) - {count, *lists}  # other columns are summed over
    if repeated and not left_over:
        text = "".join(map(str, repeated[0]))
        raise InvalidHistories(messages.REPEATED.filled(history=text))
    return Counted(lists, tuple(rows))


def _from_persons(columns: Columns, lists: tuple[str, ...]) -> Counted:
    return Counted(lists, tuple(Counter(_flag_rows(columns, lists)).items()))


def _from_sightings(columns: Columns, lists: tuple[str, ...]) -> Counted:
    person, source = _named(columns, PERSON_NAMES), _named(columns, LIST_NAMES)
    if person is None or source is None:
        raise InvalidHistories(messages.NOT_SIGHTINGS)
    names = lists or tuple(sorted({str(value) for value in columns[source]}))
    position = {name: index for index, name in enumerate(names)}
    seen: dict[Any, set[int]] = {}
    _require_no_gaps(columns, person, source)
    for who, where in zip(columns[person], columns[source], strict=True):
        if str(where) in position:
            seen.setdefault(who, set()).add(position[str(where)])
    tally = Counter(tuple(int(i in on) for i in range(len(names))) for on in seen.values())
    return Counted(names, tuple(tally.items()))


def _require_no_gaps(columns: Columns, *names: str) -> None:
    for name in names:
        for row, value in enumerate(columns[name], start=1):
            if unknown(value):
                raise InvalidHistories(messages.GAP.filled(row=row, name=name))


def _flag_rows(columns: Columns, lists: tuple[str, ...]) -> list[tuple[int, ...]]:
    flags = [[flag(value, name) for value in columns[name]] for name in lists]
    return list(zip(*flags, strict=True))


def unknown(value: object) -> bool:
    """Tell whether a cell is a missing value.

    Parameters
    ----------
    value
        The cell, whatever its type.

    Returns
    -------
    bool
        True when it is empty or says NA.
    """
    return str(value).strip().lower() in UNKNOWN


def flag(value: object, name: str) -> int:
    """Read whether somebody stands on a list; an unknown flag is refused, not guessed.

    Parameters
    ----------
    value
        The cell, whatever its type.
    name
        Name of the column, for the message.

    Returns
    -------
    int
        0 or 1.

    Raises
    ------
    InvalidHistories
        When the cell is neither yes nor no.
    """
    text = str(value).strip().lower()
    if text in YES:
        return 1
    if text in NO:
        return 0
    raise InvalidHistories(messages.NOT_A_FLAG.filled(name=name, value=value))


def whole_number(value: object, row: int) -> int:
    """Read a count of people; text that could mean two numbers is refused, not guessed.

    Parameters
    ----------
    value
        The cell, whatever its type.
    row
        Number of the row, for the message.

    Returns
    -------
    int
        Number of people.

    Raises
    ------
    InvalidHistories
        When it is no whole number of people, or may mean two numbers.
    """
    text = str(value).strip()
    if isinstance(value, str) and GROUPED.fullmatch(text):
        raise InvalidHistories(messages.GROUPED.filled(row=row, value=value))
    try:
        number = float(text)
    except ValueError:
        raise InvalidHistories(messages.NOT_A_NUMBER.filled(row=row, value=value)) from None
    if number < 0:
        raise InvalidHistories(messages.NEGATIVE.filled(row=row, value=value))
    if not math.isfinite(number) or number != int(number):
        raise InvalidHistories(messages.NOT_WHOLE.filled(row=row, value=value))
    if number > MOST_PEOPLE:
        raise InvalidHistories(messages.TOO_MANY.filled(row=row, value=value))
    return int(number)
