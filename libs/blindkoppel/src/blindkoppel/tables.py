# SPDX-License-Identifier: MIT
"""Reading and writing the plain files that go in and out: CSV and Parquet."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from blindkoppel.errors import TableError
from blindkoppel.private import truncate_private

Row = dict[str, str]


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _csv_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _as_text(value) for name, value in row.items() if name is not None}


def _parquet_rows(path: Path) -> Iterator[Row]:
    with duckdb.connect() as engine:
        found = engine.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in found.description or ()]
        while batch := found.fetchmany(10_000):
            for values in batch:
                yield dict(zip(names, map(_as_text, values), strict=True))


def read_rows(path: Path, required: Sequence[str] = ()) -> list[Row]:
    """All rows of a CSV or Parquet file as text; an empty field is an empty string."""
    reader = _parquet_rows if path.suffix == ".parquet" else _csv_rows
    try:
        rows = list(reader(path))
    except (OSError, UnicodeDecodeError, csv.Error, duckdb.Error) as error:
        raise TableError(
            f"{path.name} cannot be read as {path.suffix.lstrip('.') or 'a table'}: "
            "give a CSV file in UTF-8 or a Parquet file"
        ) from error
    missing = [name for name in required if rows and name not in rows[0]]
    if missing:
        raise TableError(
            f"{path.name} has no column {', '.join(missing)}; it has {', '.join(rows[0])}"
        )
    return rows


def read_columns(path: Path) -> dict[str, list[str]]:
    """A CSV or Parquet file as columns of text; faster than rows for large files."""
    if path.suffix != ".parquet":
        rows = read_rows(path)
        return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
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


def write_rows(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Write rows as CSV with these columns, in this order, readable by the owner only."""
    truncate_private(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
