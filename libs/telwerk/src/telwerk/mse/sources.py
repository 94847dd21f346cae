# SPDX-License-Identifier: MIT
"""From files and data frames to counts by history; three shapes, clear refusals."""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Shape = Literal["auto", "histories", "persons", "sightings"]
Columns = dict[str, list[Any]]  # cells are whatever the caller's frame holds
History = tuple[tuple[int, ...], int]

COUNT_NAMES = ("count", "counts", "freq", "frequency", "aantal")
PERSON_NAMES = ("person", "person_id", "persoon", "id")
LIST_NAMES = ("list", "lijst", "source", "bron")


@dataclass(frozen=True, slots=True)
class Counted:
    """Lists and the number of people per history."""

    lists: tuple[str, ...]
    histories: tuple[History, ...]


def read_columns(path: Path) -> Columns:
    """Read a CSV or Parquet file into columns."""
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(4096)
        file.seek(0)
        rows = [row for row in csv.reader(file, delimiter=_delimiter(sample)) if row]
    if not rows:
        raise ValueError(f"{path.name} is empty; expected a header and rows of counts.")
    header = [name.strip() for name in rows[0]]
    _refuse_ragged(rows, len(header), path.name)
    return {name: [row[i].strip() for row in rows[1:]] for i, name in enumerate(header)}


def _delimiter(sample: str) -> str:
    first = sample.splitlines()[0] if sample else ""
    return max(",;\t", key=first.count)


def _refuse_ragged(rows: Sequence[Sequence[str]], width: int, name: str) -> None:
    if len(set(rows[0])) < width:
        raise ValueError(f"{name} has two columns with the same name: {list(rows[0])}.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            raise ValueError(f"{name}, row {number}: {len(row)} values for {width} columns.")


def _read_parquet(path: Path) -> Columns:
    try:
        from pyarrow import parquet  # type: ignore[import-untyped]  # has no types
    except ImportError:
        raise ValueError(
            "Reading Parquet needs pyarrow: install telwerk[parquet], or save the file as CSV."
        ) from None
    table = parquet.read_table(path)
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
        raise ValueError("The columns are not of equal length.")
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
    column = count_column(columns, count)
    if column is None:
        raise ValueError(
            "There is no column with counts. Add a column named count, name it with the option "
            "for the count column, or say that each row is a person (shape persons)."
        )
    return _from_histories(columns, _list_columns(columns, lists, column), column)


def _recognised(columns: Columns, lists: tuple[str, ...], count: str | None) -> Shape:
    if count is not None or count_column(columns, None) is not None:
        return "histories"
    if _named(columns, PERSON_NAMES) and _named(columns, LIST_NAMES):
        return "sightings"
    names = _list_columns(columns, lists, None)
    rows = list(zip(*(columns[name] for name in names), strict=True))
    # Distinct rows are a table of histories that lost its counts; taking each
    # row for one person would give a number, and a wrong one.
    return "histories" if len(set(rows)) == len(rows) else "persons"


def _named(columns: Columns, candidates: Iterable[str]) -> str | None:
    lowered = {name.lower(): name for name in columns}
    return next((lowered[name] for name in candidates if name in lowered), None)


def count_column(columns: Columns, count: str | None) -> str | None:
    """Give the column with counts: the one that is named, or one with a usual name."""
    if count is None:
        return _named(columns, COUNT_NAMES)
    if count not in columns:
        raise ValueError(f"There is no column {count!r}; the columns are {list(columns)}.")
    return count


def _list_columns(columns: Columns, lists: tuple[str, ...], count: str | None) -> tuple[str, ...]:
    missing = [name for name in lists if name not in columns]
    if missing:
        raise ValueError(f"There is no column {missing[0]!r}; the columns are {list(columns)}.")
    person = _named(columns, PERSON_NAMES)
    return lists or tuple(name for name in columns if name not in (count, person))


def _from_histories(columns: Columns, lists: tuple[str, ...], count: str) -> Counted:
    numbers = [_whole(value, row) for row, value in enumerate(columns[count], start=1)]
    rows = list(zip(_flag_rows(columns, lists), numbers, strict=True))
    repeated = [flags for flags, times in Counter(f for f, _ in rows).items() if times > 1]
    left_over = set(columns) - {count, *lists}  # other columns are summed over
    if repeated and not left_over:
        text = "".join(map(str, repeated[0]))
        raise ValueError(
            f"History {text} stands in the table more than once. Give each history one row; "
            "if there are more columns than lists, name the lists."
        )
    return Counted(lists, tuple(rows))


def _from_persons(columns: Columns, lists: tuple[str, ...]) -> Counted:
    return Counted(lists, tuple(Counter(_flag_rows(columns, lists)).items()))


def _from_sightings(columns: Columns, lists: tuple[str, ...]) -> Counted:
    person, source = _named(columns, PERSON_NAMES), _named(columns, LIST_NAMES)
    if person is None or source is None:
        raise ValueError("Sightings need a column person and a column list.")
    names = lists or tuple(sorted({str(value) for value in columns[source]}))
    position = {name: index for index, name in enumerate(names)}
    seen: dict[Any, set[int]] = {}
    for who, where in zip(columns[person], columns[source], strict=True):
        if str(where) in position:
            seen.setdefault(who, set()).add(position[str(where)])
    tally = Counter(tuple(int(i in on) for i in range(len(names))) for on in seen.values())
    return Counted(names, tuple(tally.items()))


def _flag_rows(columns: Columns, lists: tuple[str, ...]) -> list[tuple[int, ...]]:
    flags = [[_flag(value, name) for value in columns[name]] for name in lists]
    return list(zip(*flags, strict=True))


def _flag(value: object, name: str) -> int:
    text = str(value).strip().lower()
    if text in ("1", "1.0", "true"):
        return 1
    if text in ("0", "0.0", "false"):
        return 0
    raise ValueError(
        f"Column {name!r} holds {value!r}, but a list holds only 0 and 1. If {name!r} is the "
        "column with counts, call it count; if it is no list, name the lists."
    )


def _whole(value: object, row: int) -> int:
    try:
        number = float(str(value))
    except ValueError:
        raise ValueError(f"Row {row}: the count {value!r} is not a number.") from None
    if number < 0:
        raise ValueError(f"Row {row}: the count {value} is negative; expected 0 or more.")
    if not math.isfinite(number) or number != int(number):
        raise ValueError(f"Row {row}: the count {value} is not a whole number of people.")
    return int(number)
