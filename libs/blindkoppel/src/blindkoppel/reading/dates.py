# SPDX-License-Identifier: MIT
"""Birth dates as officials and spreadsheets write them, in parts."""

import re
from collections.abc import Iterable

Parts = tuple[int, int, int]

UNKNOWN: Parts = (0, 0, 0)
_YEAR_FIRST = re.compile(r"(\d{4})(?:\D(\d{1,2}))?(?:\D(\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?(?!\d)")
_COMPACT_DAY_FIRST = re.compile(r"(\d{2})(\d{2})(\d{4})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBERS = re.compile(r"\d+")
# What spreadsheets make of whole numbers in a column with empty cells.
_DECIMALS = re.compile(r"\.0+$")
_MONTHS = {
    word: 1 + at
    for at, words in enumerate(
        ("jan", "feb", "mar mrt maa", "apr", "may mei", "jun", "jul", "aug", "sep", "oct okt",
         "nov", "dec")
    )
    for word in words.split()
}  # fmt: skip


def _checked(year: int, month: int, day: int) -> Parts:
    """What can be of these parts."""
    return (
        year if 1000 <= year <= 2150 else 0,
        month if month <= 12 else 0,
        day if day <= 31 else 0,
    )


def _with_month_name(text: str, month: int) -> Parts:
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    year = next((number for number in numbers if number > 31), 0)
    day = next((number for number in numbers if number <= 31), 0)
    return _checked(year, month, day)


def _compact(text: str) -> Parts | None:
    if not (found := _COMPACT.match(text)):
        return None
    parts = (int(part or 0) for part in found.groups())
    year, month, day = parts
    if month > 12 and (other := _COMPACT_DAY_FIRST.match(text)):
        day, month, year = (int(part) for part in other.groups())
    return _checked(year, month, day)


def _last(text: str, *, month_first: bool) -> Parts | None:
    if not (found := _YEAR_LAST.match(text)):
        return None
    day, month, year = (int(part) for part in found.groups())
    # Where only one order can be, it is that one.
    if month > 12 >= day or (month_first and day <= 12):
        day, month = month, day
    return _checked(year, month, day)


def date_parts(text: str, *, month_first: bool = False) -> Parts:
    """A date in parts: year, month and day; 0 for what is not known or cannot be.

    ``month_first`` reads 3/19/1987 and 3/9/1987 as Americans do.

    Parameters
    ----------
    text : str
        The date as somebody wrote it.
    month_first : bool
        Whether the month stands before the day where it could be either.

    Returns
    -------
    Parts
        Year, month and day.

    Examples
    --------
    >>> date_parts("1987-03-19"), date_parts("1987"), date_parts("19-3-1987")
    ((1987, 3, 19), (1987, 0, 0), (1987, 3, 19))
    """
    text = _DECIMALS.sub("", text.strip())
    if (word := _WORD.search(text)) and (month := _MONTHS.get(word[0][:3].casefold())):
        return _with_month_name(text, month)
    if found := _last(text, month_first=month_first) or _compact(text):
        return found
    if year_first := _YEAR_FIRST.match(text):
        year, month, day = (int(part or 0) for part in year_first.groups())
        return _checked(year, month, day)
    return UNKNOWN


def date_of(year: str, month: str, day: str) -> str:
    """The text of one date out of three columns.

    Parameters
    ----------
    year : str
        The year as it is written.
    month : str
        The month as it is written.
    day : str
        The day as it is written.

    Returns
    -------
    str
        A text that ``date_parts`` reads.

    Examples
    --------
    >>> date_of("1987", "3", "19.0")
    '1987-03-19'
    """
    return "-".join(_DECIMALS.sub("", part.strip()).zfill(2) for part in (year, month, day))


def writes_month_first(texts: Iterable[str]) -> bool:
    """The order of a column: whether more dates can only have the month first than the day.

    Parameters
    ----------
    texts : Iterable[str]
        The dates of one column.

    Returns
    -------
    bool
        True for month first.

    Examples
    --------
    >>> writes_month_first(["03/19/1987", "04/05/1990"]), writes_month_first(["19-03-1987"])
    (True, False)
    """
    balance = 0
    for text in texts:
        if found := _YEAR_LAST.match(text.strip()):
            first, second = int(found[1]), int(found[2])
            balance += (second > 12) - (first > 12)
    return balance > 0
