# SPDX-License-Identifier: EUPL-1.2
"""Values for files that people open in a spreadsheet."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\x00")


def cell(value: object) -> str:
    """Return a value that no spreadsheet will run as a formula; nothing is an empty cell."""
    if value is None:
        return ""
    text = str(value)
    is_text = not isinstance(value, int | float)
    return f"'{text}" if is_text and text.startswith(FORMULA) else text
