# SPDX-License-Identifier: MIT
"""From files and data frames to counts by history; three shapes, clear refusals."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from telwerk.mse import messages
from telwerk.mse.messages import InvalidHistories

Shape = Literal["auto", "histories", "persons", "sightings"]
Columns = dict[str, list[Any]]  # cells are whatever the caller's frame holds
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
    """Lists and the number of people per history."""

    lists: tuple[str, ...]
    histories: tuple[History, ...]


def read_columns(path: Path) -> Columns:
    """Read a CSV or Parquet file into columns."""
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path)
    try:
        content = path.read_bytes()
    except OSError as problem:
        reason = messages.UNREADABLE.filled(file=path, reason=problem.strerror)
        raise InvalidHistories(reason) from None
    return csv_columns(content, path.name)


def csv_columns(content: bytes, name: str) -> Columns:
    """Take the columns of a CSV file in UTF-8, parted by commas, semicolons, tabs or bars."""
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = [row for row in reader if row]
    except (UnicodeDecodeError, csv.Error):
        raise InvalidHistories(messages.NOT_TEXT.filled(file=name)) from None
    if not rows:
        raise InvalidHistories(messages.EMPTY_FILE.filled(file=name))
    _require_equal_rows(rows, name)
    header = [title.strip() for title in rows[0]]
    columns = [(title, [row[i].strip() for row in rows[1:]]) for i, title in enumerate(header)]
    return dict(_named_columns(columns, name))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t|", key=first.count)


def _require_equal_rows(rows: Sequence[Sequence[str]], name: str) -> None:
    width = len(rows[0])
    if width == 1:
        raise InvalidHistories(messages.ONE_COLUMN.filled(file=name, column=rows[0][0]))
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            where = {"file": name, "row": number, "found": len(row), "expected": width}
            raise InvalidHistories(messages.RAGGED.filled(**where))


def _named_columns(
    columns: Sequence[tuple[str, list[str]]], name: str
) -> Sequence[tuple[str, list[str]]]:
    """Leave out the unnamed columns that programs add: row numbers before, nothing behind."""
    named = [
        (title, values)
        for place, (title, values) in enumerate(columns)
        if title or (place > 0 and any(values))
    ]
    titles = [title for title, _ in named]
    if len(set(titles)) < len(titles):
        raise InvalidHistories(messages.SAME_COLUMN.filled(file=name, columns=titles))
    return named


def _read_parquet(path: Path) -> Columns:
    try:
        from pyarrow import parquet
    except ImportError:
        raise InvalidHistories(messages.NO_PARQUET) from None
    try:
        table = parquet.read_table(path)
    except (OSError, ValueError) as problem:
        reason = messages.NOT_PARQUET.filled(file=path, reason=str(problem).rstrip("."))
        raise InvalidHistories(reason) from None
    return {str(name): table.column(name).to_pylist() for name in table.column_names}


def columns_of(table: Any) -> Columns:  # any data frame: none is a dependency
    """Turn a mapping of columns, or a pandas, polars or Arrow table, into columns."""
    if hasattr(table, "to_pydict"):
        table = table.to_pydict()
    if not isinstance(table, Mapping) and hasattr(table, "columns"):
        table = {name: table[name] for name in table.columns}
    if not isinstance(table, Mapping):
        raise TypeError("Expected a mapping of columns or a data frame.")
    columns = {str(name): list(values) for name, values in table.items()}
    if len({len(values) for values in columns.values()}) > 1:
        raise InvalidHistories(messages.UNEQUAL_COLUMNS)
    return columns


def counted(
    columns: Columns, *, shape: Shape, lists: tuple[str, ...], count: str | None
) -> Counted:
    """Recognise the shape and count the people per history."""
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
    """Tell whether a cell says that nobody knows."""
    return str(value).strip().lower() in UNKNOWN


def flag(value: object, name: str) -> int:
    """Read whether somebody stands on a list; an unknown flag is refused, not guessed."""
    text = str(value).strip().lower()
    if text in YES:
        return 1
    if text in NO:
        return 0
    raise InvalidHistories(messages.NOT_A_FLAG.filled(name=name, value=value))


def whole_number(value: object, row: int) -> int:
    """Read a count of people; text that could mean two numbers is refused, not guessed."""
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
