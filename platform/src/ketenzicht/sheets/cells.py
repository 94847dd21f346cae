# SPDX-License-Identifier: EUPL-1.2
"""One cell: written so that no spreadsheet runs it, and read back as what it was."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time

#: What a cell holds that was read; nothing is an empty text.
Value = str | int | float | date | time
EMPTY = ""

#: What a formula begins with; full-width and small forms of these are folded into them.
SIGNS = frozenset("=+-@\N{MINUS SIGN}")
#: A spreadsheet may take these for the end of a cell, and what follows for the next.
BREAKS = ("\t", "\r", "\n", "\x00")
MARK = "'"


def cell(value: object) -> str:
    """Return a value as text that no spreadsheet will run as a formula; nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return MARK + text if _runs(text) else text


def plain(text: str) -> str:
    """Return what a text was before `cell` marked it."""
    return text[1:] if text.startswith(MARK) and _runs(text) else text


def as_text(value: Value) -> str:
    """Return a value that was read, as somebody would type it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def whole(value: Value) -> Value:
    """Return a number without a fraction as a whole number: a spreadsheet holds no others."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def day_of(value: Value) -> Value:
    """Return a moment at midnight as its day, which is how a spreadsheet keeps days."""
    midnight = isinstance(value, datetime) and value.time() == time.min
    return value.date() if isinstance(value, datetime) and midnight else value


def _runs(text: str) -> bool:
    """Tell whether a spreadsheet could take this for a formula, marks before it left aside."""
    if text[:1].isascii() and text[:1].isalnum():
        return False  # nearly every cell of a long file
    bare = text.lstrip(MARK)
    if bare.startswith(BREAKS):
        return True
    first = next((letter for letter in bare if not _unseen(letter)), "")
    return unicodedata.normalize("NFKC", first) in SIGNS


def _unseen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}
