# SPDX-License-Identifier: MIT
"""One cell of a CSV file: written so that no spreadsheet runs it, and read as what it was."""

import unicodedata

# What a formula begins with; full-width and small forms of these are folded into them.
_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
# A spreadsheet may take these for the end of a cell, and what follows for the next.
_BREAKS = ("\t", "\r", "\n", "\x00")
_MARK = "'"


def safe_cell(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula; nothing is empty.

    Parameters
    ----------
    value : object
        What is written. Numbers stay what they are.

    Returns
    -------
    str
        The text, with an apostrophe before it where a spreadsheet could run it.

    References
    ----------
    OWASP, "CSV Injection".

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("'t Hart"), safe_cell(-5)
    ("'=1+1", "'t Hart", '-5')
    """
    if value is None:
        return ""
    text = str(value)
    return _MARK + text if not isinstance(value, int | float) and _runs(text) else text


def plain_cell(text: str) -> str:
    """The text of a cell as it was before ``safe_cell`` marked it.

    Parameters
    ----------
    text : str
        The text in the file.

    Returns
    -------
    str
        The same text, without the mark if there is one.

    Examples
    --------
    >>> plain_cell("'=1+1"), plain_cell("'t Hart")
    ('=1+1', "'t Hart")
    """
    return text[1:] if text.startswith(_MARK) and _runs(text) else text


def _runs(text: str) -> bool:
    """Whether a spreadsheet could take this for a formula, marks before it left aside."""
    bare = text.lstrip(_MARK)
    if bare.startswith(_BREAKS):
        return True
    first = next((letter for letter in bare if not _unseen(letter)), "")
    return unicodedata.normalize("NFKC", first) in _SIGNS


def _unseen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}
