# SPDX-License-Identifier: MIT
"""Columns of files and of data frames."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from telwerk.mse import messages
from telwerk.mse.messages import InvalidHistories

Columns = dict[str, list[Any]]  # cells are whatever the caller's frame holds


def read_columns(path: Path) -> Columns:
    """Read a CSV or Parquet file into columns.

    Parameters
    ----------
    path
        File ending in ``.csv`` or ``.parquet``.

    Returns
    -------
    Columns
        Values by the name of the column.

    Raises
    ------
    InvalidHistories
        When the file cannot be read.
    """
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path)
    try:
        content = path.read_bytes()
    except OSError as problem:
        reason = messages.UNREADABLE.filled(file=path, reason=problem.strerror)
        raise InvalidHistories(reason) from None
    return csv_columns(content, path.name)


def csv_columns(content: bytes, name: str) -> Columns:
    """Take the columns of a CSV file in UTF-8, parted by commas, semicolons, tabs or bars.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        Name of the file, for messages.

    Returns
    -------
    Columns
        Texts by the name of the column.

    Raises
    ------
    InvalidHistories
        When it is not UTF-8, has one column, or has rows of unequal length.

    Examples
    --------
    >>> csv_columns(b"a;b\\n1;0\\n", "lists.csv")
    {'a': ['1'], 'b': ['0']}
    """
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
    """Turn a mapping of columns, or a pandas, polars or Arrow table, into columns.

    Parameters
    ----------
    table
        A mapping of columns, or a pandas, polars or Arrow table.

    Returns
    -------
    Columns
        Values by the name of the column.

    Raises
    ------
    TypeError
        When it is no table.
    InvalidHistories
        When the columns are not equally long.
    """
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
