# SPDX-License-Identifier: MIT
"""Reading and writing the plain files that go in and out: CSV and Parquet."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from blindkoppel.errors import TableError
from blindkoppel.private import truncate_private

Row = dict[str, str]
Columns = dict[str, list[str]]

_SEPARATORS = ",;\t"  # spreadsheets in Dutch write semicolons


def _csv_lines(path: Path) -> Iterator[list[str]]:
    """The lines of a CSV file, all as long as the first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        separator = max(_SEPARATORS, key=file.readline().count)
        file.seek(0)
        reader = csv.reader(file, delimiter=separator)
        names = next(reader, [])
        yield names
        for line in reader:
            if line and len(line) != len(names):
                raise TableError(
                    f"{path.name}, line {reader.line_num}: {len(line)} fields where the first "
                    f"line names {len(names)}; put text with a separator in it in quotes"
                )
            if line:
                yield line


def _csv_columns(path: Path) -> Columns:
    names, *lines = _csv_lines(path)
    if not any(names):
        raise TableError(f"{path.name} is empty: the first line must name the columns")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise TableError(f"{path.name} has more than one column {', '.join(twice)}")
    values = zip(*lines, strict=True) if lines else ([] for _ in names)
    return {name: list(column) for name, column in zip(names, values, strict=True)}


def _parquet_columns(path: Path) -> Columns:
    # Loading the engine takes as long as all the rest; who reads CSV need not wait for it.
    import duckdb

    try:
        with duckdb.connect() as engine:
            found = engine.execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)", [str(path)])
            names = [column[0] for column in found.description or ()]
            values = found.fetchall()
    except duckdb.Error as error:
        raise TableError(f"{path.name} cannot be read as a Parquet file") from error
    columns = zip(*values, strict=True) if values else ([] for _ in names)
    return {
        name: ["" if value is None else value for value in column]
        for name, column in zip(names, columns, strict=True)
    }


def read_columns(path: Path, required: Sequence[str] = ()) -> Columns:
    """A CSV or Parquet file as columns of text; an empty field is an empty string."""
    if not path.exists():
        raise TableError(f"{path} does not exist")
    reader = _parquet_columns if path.suffix == ".parquet" else _csv_columns
    try:
        columns = reader(path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(
            f"{path.name} cannot be read as {path.suffix.lstrip('.') or 'a table'}: "
            "give a CSV file in UTF-8 or a Parquet file"
        ) from error
    require_columns(columns, required, path.name)
    return columns


def require_columns(columns: Iterable[str], required: Sequence[str], name: str) -> None:
    """Refuse a table without these columns; ``name`` is what the refusal calls it."""
    there = list(columns)
    if missing := [column for column in required if column not in there]:
        raise TableError(f"{name} has no column {', '.join(missing)}; it has {', '.join(there)}")


def read_rows(path: Path, required: Sequence[str] = ()) -> list[Row]:
    """The same as a list of rows."""
    columns = read_columns(path, required)
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, values, strict=True)) for values in rows]


def write_rows(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Write rows as CSV with these columns, in this order, readable by the owner only."""
    truncate_private(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
