# SPDX-License-Identifier: MIT
"""Reading and writing the plain files that go in and out: CSV and Parquet."""

import codecs
import csv
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from blindkoppel.errors import TableError, TableWarning
from blindkoppel.private import truncate_private
from blindkoppel.reading.cells import plain_cell, safe_cell

if TYPE_CHECKING:
    import duckdb

Row = dict[str, str]
Columns = dict[str, list[str]]

_SEPARATORS = ",;\t|"  # spreadsheets in Dutch write semicolons
_PARQUET = b"PAR1"
_AT_ONCE = 1 << 16
# The mark at the beginning of a file that tells its encoding.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WESTERN = "cp1252"  # what spreadsheets in western Europe write when they do not write UTF-8
_WHAT_TO_GIVE = "give a CSV file in UTF-8 or a Parquet file"


def _encoding(path: Path) -> str:
    """The encoding of a text file: by its mark, else UTF-8, else Western European."""
    with path.open("rb") as file:
        start = file.read(_AT_ONCE)
        for mark, encoding in _MARKS.items():
            if start.startswith(mark):
                return encoding
        if b"\0" in start:
            raise TableError(f"{path.name} is no text: {_WHAT_TO_GIVE}")
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(_AT_ONCE):
                pass
    except UnicodeDecodeError:
        warnings.warn(
            f"{path.name} is not in UTF-8; it was read as Windows-1252 (Western European). "
            "Save it in UTF-8 when names look wrong",
            TableWarning,
            stacklevel=2,
        )
        return WESTERN
    return "utf-8"


def _csv_lines(path: Path) -> Iterator[list[str]]:
    """The lines of a CSV file, all as long as the first."""
    with path.open(encoding=_encoding(path), newline="") as file:
        separator = max(_SEPARATORS, key=file.readline().count)
        file.seek(0)
        reader = csv.reader(file, delimiter=separator)
        names = [plain_cell(name.strip()) for name in next(reader, [])]
        yield names
        for line in reader:
            if line and len(line) != len(names):
                raise TableError(
                    f"{path.name}, line {reader.line_num}: {len(line)} fields where the first "
                    f"line names {len(names)}; put text with a separator in it in quotes"
                )
            if line:
                yield [plain_cell(value) for value in line]


def _columns(names: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Columns:
    """Rows as columns; equal values of a column are one string in memory."""
    columns: list[list[str]] = [[] for _ in names]
    seen: list[dict[str, str]] = [{"": ""} for _ in names]
    for row in rows:
        for column, known, value in zip(columns, seen, row, strict=True):
            text = value or ""
            column.append(known.setdefault(text, text))
    return dict(zip(names, columns, strict=True))


def _csv_columns(path: Path) -> Columns:
    lines = _csv_lines(path)
    names = next(lines)
    if not any(names):
        raise TableError(f"{path.name} is empty: the first line must name the columns")
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise TableError(f"{path.name} has more than one column {', '.join(twice)}")
    columns = _columns(names, lines)
    columns.pop("", None)  # row numbers, or a separator at the end of every line
    return columns


def _fetched(found: "duckdb.DuckDBPyConnection") -> Iterator[tuple[str | None, ...]]:
    while rows := found.fetchmany(_AT_ONCE):
        yield from rows


def _parquet_columns(path: Path) -> Columns:
    # Loading the engine takes as long as all the rest; who reads CSV need not wait for it.
    import duckdb

    try:
        with duckdb.connect() as engine:
            found = engine.execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)", [str(path)])
            names = [column[0] for column in found.description or ()]
            return _columns(names, _fetched(found))
    except duckdb.Error as error:
        raise TableError(f"{path.name} cannot be read as a Parquet file") from error


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix == ".parquet" or file.read(len(_PARQUET)) == _PARQUET


def read_columns(path: Path, required: Sequence[str] = ()) -> Columns:
    r"""The columns of a CSV or Parquet file as text; an empty field is an empty string.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    required : Sequence[str]
        Columns that have to be there.

    Returns
    -------
    Columns
        Values by column name.

    Raises
    ------
    TableError
        If there is no such file, it cannot be read, or a column is missing.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "people.csv"
    >>> _ = path.write_text("id;name\n1;Maria Petrova\n")
    >>> read_columns(path)
    {'id': ['1'], 'name': ['Maria Petrova']}
    """
    if not path.exists():
        raise TableError(f"{path} does not exist")
    try:
        columns = _parquet_columns(path) if _is_parquet(path) else _csv_columns(path)
    except (OSError, UnicodeError, csv.Error) as error:
        raise TableError(
            f"{path.name} cannot be read as {path.suffix.lstrip('.') or 'a table'}: {_WHAT_TO_GIVE}"
        ) from error
    require_columns(columns, required, path.name)
    return columns


def require_columns(columns: Iterable[str], required: Sequence[str], name: str) -> None:
    """A check that a table has these columns; ``name`` is what the refusal calls it.

    Parameters
    ----------
    columns : Iterable[str]
        The columns there are.
    required : Sequence[str]
        Columns that have to be there.
    name : str
        What an error message calls it.

    Raises
    ------
    TableError
        If one is missing.

    Examples
    --------
    >>> require_columns(["id", "name"], ["name"], "people.csv")
    """
    there = list(columns)
    if missing := [column for column in required if column not in there]:
        raise TableError(f"{name} has no column {', '.join(missing)}; it has {', '.join(there)}")


def read_rows(path: Path, required: Sequence[str] = ()) -> list[Row]:
    r"""The rows of a CSV or Parquet file as text by column name.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    required : Sequence[str]
        Columns that have to be there.

    Returns
    -------
    list[Row]
        One dictionary per row.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "people.csv"
    >>> _ = path.write_text("id,name\n1,Maria Petrova\n")
    >>> read_rows(path)
    [{'id': '1', 'name': 'Maria Petrova'}]
    """
    columns = read_columns(path, required)
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, values, strict=True)) for values in rows]


def write_columns(path: Path, columns: Mapping[str, Sequence[str]]) -> None:
    """Writes columns as CSV, readable by the owner only.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    columns : Mapping[str, Sequence[str]]
        Values by column name, as many in every column as there are records.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "people.csv"
    >>> write_columns(path, {"id": ["1"], "name": ["Maria Petrova"]})
    >>> path.read_text().split()
    ['id,name', '1,Maria', 'Petrova']
    """
    rows = zip(*columns.values(), strict=True)
    write_rows(path, (dict(zip(columns, values, strict=True)) for values in rows), list(columns))


def write_rows(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Writes rows as CSV with these columns, in this order, readable by the owner only.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    rows : Iterable[Mapping[str, object]]
        What is written, by column name.
    columns : Sequence[str]
        The columns, in order.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "people.csv"
    >>> write_rows(path, [{"id": 1}], ["id"])
    >>> path.read_text().split()
    ['id', '1']
    """
    truncate_private(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(safe_cell, columns))
        writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
