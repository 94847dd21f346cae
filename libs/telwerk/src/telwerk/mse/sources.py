# SPDX-License-Identifier: MIT
"""From files and data frames to counts by history; three shapes, clear refusals."""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

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


_NO_COLUMN = "There is no column {name!r}; the columns are {columns}."


class InvalidHistories(ValueError):
    """The input cannot be a table of capture histories; the message says why."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Lists and the number of people per history."""

    lists: tuple[str, ...]
    histories: tuple[History, ...]


def read_columns(path: Path) -> Columns:
    """Read a CSV or Parquet file into columns."""
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path)
    rows = _csv_rows(path)
    if not rows:
        raise InvalidHistories(f"{path.name} is empty; expected a header and rows of counts.")
    _refuse_ragged(rows, path.name)
    header = [name.strip() for name in rows[0]]
    columns = [(name, [row[i].strip() for row in rows[1:]]) for i, name in enumerate(header)]
    return dict(_named_columns(columns, path.name))


def _csv_rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sample = file.read(4096)
            file.seek(0)
            return [row for row in csv.reader(file, delimiter=_delimiter(sample)) if row]
    except UnicodeDecodeError:
        raise InvalidHistories(f"{path.name} is not UTF-8 text; save it so.") from None
    except OSError as problem:
        raise InvalidHistories(f"{path} cannot be read: {problem.strerror}.") from None


def _delimiter(sample: str) -> str:
    first = sample.splitlines()[0] if sample else ""
    return max(",;\t|", key=first.count)


def _refuse_ragged(rows: Sequence[Sequence[str]], name: str) -> None:
    width = len(rows[0])
    if width == 1:
        raise InvalidHistories(
            f"{name} has one column, {rows[0][0]!r}. Separate columns by a comma, a semicolon "
            "or a tab, and begin with a row of names."
        )
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            raise InvalidHistories(f"{name}, row {number}: {len(row)} values for {width} columns.")


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
        raise InvalidHistories(f"{name} has two columns with the same name: {titles}.")
    return named


def _read_parquet(path: Path) -> Columns:
    try:
        from pyarrow import parquet  # type: ignore[import-untyped]  # has no types
    except ImportError:
        raise InvalidHistories(
            "Reading Parquet needs pyarrow: install telwerk[parquet], or save the file as CSV."
        ) from None
    try:
        table = parquet.read_table(path)
    except (OSError, ValueError) as problem:
        raise InvalidHistories(f"{path} cannot be read as Parquet: {problem}.") from None
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
        raise InvalidHistories("The columns are not of equal length.")
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
        raise InvalidHistories(
            "There is no column with counts. Add a column named count, name it with the option "
            "for the count column, or say that each row is a person (shape persons)."
        )
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
        raise InvalidHistories(_NO_COLUMN.format(name=count, columns=list(columns)))
    return count


def _list_columns(columns: Columns, lists: tuple[str, ...], count: str | None) -> tuple[str, ...]:
    missing = [name for name in lists if name not in columns]
    if missing:
        raise InvalidHistories(
            f"There is no column {missing[0]!r}; the columns are {list(columns)}."
        )
    person = _named(columns, PERSON_NAMES)
    return lists or tuple(name for name in columns if name not in (count, person))


def _from_histories(columns: Columns, lists: tuple[str, ...], count: str) -> Counted:
    numbers = [whole_number(value, row) for row, value in enumerate(columns[count], start=1)]
    rows = list(zip(_flag_rows(columns, lists), numbers, strict=True))
    repeated = [flags for flags, times in Counter(f for f, _ in rows).items() if times > 1]
    left_over = set(columns) - {count, *lists}  # other columns are summed over
    if repeated and not left_over:
        text = "".join(map(str, repeated[0]))
        raise InvalidHistories(
            f"History {text} stands in the table more than once. Give each history one row; "
            "if there are more columns than lists, name the lists."
        )
    return Counted(lists, tuple(rows))


def _from_persons(columns: Columns, lists: tuple[str, ...]) -> Counted:
    return Counted(lists, tuple(Counter(_flag_rows(columns, lists)).items()))


def _from_sightings(columns: Columns, lists: tuple[str, ...]) -> Counted:
    person, source = _named(columns, PERSON_NAMES), _named(columns, LIST_NAMES)
    if person is None or source is None:
        raise InvalidHistories("Sightings need a column person and a column list.")
    names = lists or tuple(sorted({str(value) for value in columns[source]}))
    position = {name: index for index, name in enumerate(names)}
    seen: dict[Any, set[int]] = {}
    _refuse_gaps(columns, person, source)
    for who, where in zip(columns[person], columns[source], strict=True):
        if str(where) in position:
            seen.setdefault(who, set()).add(position[str(where)])
    tally = Counter(tuple(int(i in on) for i in range(len(names))) for on in seen.values())
    return Counted(names, tuple(tally.items()))


def _refuse_gaps(columns: Columns, *names: str) -> None:
    for name in names:
        for row, value in enumerate(columns[name], start=1):
            if unknown(value):
                raise InvalidHistories(
                    f"Row {row}: {name} is empty. A sighting is of somebody, on some list; "
                    "leave the row out or fill it in."
                )


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
    raise InvalidHistories(
        f"Column {name!r} holds {value!r}, but a list holds only 0 and 1. If {name!r} is the "
        "column with counts, call it count; if it is no list, name the lists."
    )


def whole_number(value: object, row: int) -> int:
    """Read a count of people; text that could mean two numbers is refused, not guessed."""
    text = str(value).strip()
    if isinstance(value, str) and GROUPED.fullmatch(text):
        raise InvalidHistories(
            f"Row {row}: the count {value!r} may mean thousands or a fraction; write only digits."
        )
    try:
        number = float(text)
    except ValueError:
        raise InvalidHistories(f"Row {row}: the count {value!r} is not a number.") from None
    if number < 0:
        raise InvalidHistories(f"Row {row}: the count {value} is negative; expected 0 or more.")
    if not math.isfinite(number) or number != int(number):
        raise InvalidHistories(f"Row {row}: the count {value} is not a whole number of people.")
    if number > MOST_PEOPLE:
        raise InvalidHistories(
            f"Row {row}: the count {value} is more people than there are on earth."
        )
    return int(number)
