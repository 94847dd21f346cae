# SPDX-License-Identifier: EUPL-1.2
"""One way of reading text when people search: no capitals, accents, dashes or quotes.

Python and both databases fold by the same explicit tables, so that no locale of a server decides
what is found. Tested equal on SQLite and PostgreSQL.
"""

from __future__ import annotations

import re
import unicodedata

SQLITE_FUNCTION = "ketenzicht_fold"

#: Signs that stand inside a word and are left out: 's-Gravenhage, d'Hondt.
QUOTES = "'’‘‛ʼʻʹ`´′″\"“”„«»"
#: Signs that stand between words. Dashes of every length are one.
BETWEEN = (
    "-‐‑‒–—―−_.,;:/\\|()[]{}<>+*&@#!?=~^%$§°·•…\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029"
)
#: Letters that stand for another one, or for two.
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
}
_WITHCAPITALS = (range(0x41, 0x5B), range(0xC0, 0x250), range(0x370, 0x590))
CAPITALS = {
    chr(code): chr(code).lower()
    for codes in _WITHCAPITALS
    for code in codes
    if chr(code).lower() != chr(code) and len(chr(code).lower()) == 1
}
_MARKS = re.compile("[\u0300-\u036f]")
_SPACES = re.compile(" +")
_ONE_BY_ONE = str.maketrans({**CAPITALS, **dict.fromkeys(BETWEEN, " ")})
_TO_TWO = str.maketrans(LETTERS)
_LEFT_OUT = str.maketrans("", "", QUOTES)


def fold(text: str) -> str:
    """Return text as searches compare it: lower case, without accents, single spaces."""
    apart = unicodedata.normalize("NFKD", text.translate(_LEFT_OUT))
    plain = _MARKS.sub("", apart).translate(_LEFT_OUT).translate(_ONE_BY_ONE).translate(_TO_TWO)
    return _SPACES.sub(" ", plain).strip()


def fold_column(value: str | None) -> str | None:
    """Fold a value inside SQLite; nothing stays nothing."""
    return None if value is None else fold(value)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as searches compare them."""
    return tuple(fold(text).split())


def compact(text: str) -> str:
    """Return only the letters and digits of a code, in capitals."""
    return "".join(words_of(text)).upper()
