# SPDX-License-Identifier: MIT
"""Which script a name is written in."""

from bisect import bisect_right
from enum import StrEnum


class Script(StrEnum):
    """A writing system, as far as reading names needs to tell them apart."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    GREEK = "greek"
    ARMENIAN = "armenian"
    GEORGIAN = "georgian"
    ETHIOPIC = "ethiopic"
    INDIC = "indic"
    HAN = "han"
    KANA = "kana"
    HANGUL = "hangul"
    OTHER = "other"


# First code point of each block and what lives there until the next row.
_BLOCKS: tuple[tuple[int, Script], ...] = (
    (0x0000, Script.LATIN),
    (0x0370, Script.GREEK),
    (0x0400, Script.CYRILLIC),
    (0x0530, Script.ARMENIAN),
    (0x0590, Script.HEBREW),
    (0x0600, Script.ARABIC),
    (0x0700, Script.OTHER),
    (0x0750, Script.ARABIC),
    (0x0780, Script.OTHER),
    (0x08A0, Script.ARABIC),
    (0x0900, Script.INDIC),
    (0x0E00, Script.OTHER),
    (0x10A0, Script.GEORGIAN),
    (0x1100, Script.HANGUL),
    (0x1200, Script.ETHIOPIC),
    (0x13A0, Script.OTHER),
    (0x1C80, Script.CYRILLIC),
    (0x1C90, Script.GEORGIAN),
    (0x1CC0, Script.OTHER),
    (0x1D00, Script.LATIN),
    (0x1F00, Script.GREEK),
    (0x2000, Script.OTHER),
    (0x2D00, Script.GEORGIAN),
    (0x2D30, Script.OTHER),
    (0x2D80, Script.ETHIOPIC),
    (0x2DE0, Script.CYRILLIC),
    (0x2E00, Script.OTHER),
    (0x2E80, Script.HAN),
    (0x3040, Script.KANA),
    (0x3130, Script.HANGUL),
    (0x3190, Script.HAN),
    (0x31F0, Script.KANA),
    (0x3200, Script.OTHER),
    (0x3400, Script.HAN),
    (0xA000, Script.OTHER),
    (0xAC00, Script.HANGUL),
    (0xD800, Script.OTHER),
    (0xF900, Script.HAN),
    (0xFB00, Script.LATIN),
    (0xFB13, Script.ARMENIAN),
    (0xFB1D, Script.HEBREW),
    (0xFB50, Script.ARABIC),
    (0xFE00, Script.OTHER),
    (0xFE70, Script.ARABIC),
    (0xFF00, Script.LATIN),
    (0xFF66, Script.KANA),
    (0xFFA0, Script.OTHER),
    (0x20000, Script.HAN),
    (0x32000, Script.OTHER),
)
_STARTS = [start for start, _ in _BLOCKS]


def script_of_letter(letter: str) -> Script:
    """The script one letter belongs to.

    Parameters
    ----------
    letter : str
        One letter.

    Returns
    -------
    Script
        Its script.

    Examples
    --------
    >>> script_of_letter("п").value
    'cyrillic'
    """
    return _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]


def script_of(text: str) -> Script:
    """The script most letters of a text belong to.

    Parameters
    ----------
    text : str
        The text as somebody wrote it.

    Returns
    -------
    Script
        The script; ``OTHER`` where there are no letters.

    Examples
    --------
    >>> script_of("Симеонова, Мария")
    <Script.CYRILLIC: 'cyrillic'>
    """
    if text.isascii():
        return Script.LATIN
    counts: dict[Script, int] = {}
    for letter in text:
        if letter.isalpha():
            script = script_of_letter(letter)
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else Script.OTHER
