# SPDX-License-Identifier: MIT
"""Several Latin readings of a word, because registries do not agree on one.

``anyascii`` gives a first reading of every script. Beside it stand the readings that
officials in the Netherlands meet: Cyrillic as Bulgaria, Ukraine and Russia write it
on passports; Arabic with the vowels its script leaves open; Greek as spoken.
"""

from functools import lru_cache
from importlib.resources import files

from anyascii import anyascii

from blindkoppel.names.scripts import Script, script_of

_UKRAINIAN = str.maketrans(
    {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "й": "i", "є": "ie", "ю": "iu", "я": "ia",
     "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ж": "zh", "ь": "", "в": "v",
     "ў": "u", "ё": "io"}
)  # fmt: skip
_BULGARIAN = str.maketrans(
    {"ъ": "a", "щ": "sht", "ц": "ts", "ч": "ch", "ш": "sh", "ж": "zh", "ю": "yu", "я": "ya",
     "й": "y", "ь": "y", "х": "h", "у": "u"}
)  # fmt: skip
_PASSPORT = str.maketrans(
    {"е": "e", "ё": "e", "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
     "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia"}
)  # fmt: skip
_ARABIC = str.maketrans(
    {"ا": "a", "أ": "a", "إ": "i", "آ": "a", "ى": "a", "ة": "a", "ء": "", "ئ": "y", "ؤ": "u",
     "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh",
     "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s",
     "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "ك": "k",
     "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ھ": "h", "ہ": "h", "و": "u", "ي": "i",
     "ی": "i", "ې": "i", "ے": "e", "ۀ": "a", "ټ": "t", "ډ": "d", "ړ": "r", "ښ": "sh", "ځ": "dz",
     "څ": "ts", "ږ": "zh", "ڼ": "n", "ګ": "g"}
)  # fmt: skip
_GREEK = str.maketrans(
    {"β": "v", "γ": "g", "η": "i", "θ": "th", "ξ": "x", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
     "ω": "o", "ή": "i", "ύ": "y", "ώ": "o"}
)  # fmt: skip
_GREEK_PAIRS = (
    ("ου", "ou"),
    ("μπ", "b"),
    ("ντ", "nt"),
    ("γκ", "g"),
    ("τζ", "tz"),
    ("ευ", "ev"),
    ("αυ", "av"),
)
_HEBREW = str.maketrans(
    {"א": "a", "ב": "v", "ג": "g", "ד": "d", "ה": "a", "ו": "o", "ז": "z", "ח": "h", "ט": "t",
     "י": "i", "כ": "k", "ך": "kh", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
     "ע": "a", "פ": "p", "ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t"}
)  # fmt: skip


def fold(text: str) -> str:
    """The lower-case ASCII letters and digits of a text.

    Parameters
    ----------
    text : str
        The text as somebody wrote it.

    Returns
    -------
    str
        A text that may be empty.

    Examples
    --------
    >>> fold("Łukasz-Çelik")
    'lukaszcelik'
    """
    ascii_text = text if text.isascii() else anyascii(text)
    return "".join(filter(str.isalnum, ascii_text.lower()))


def _greek(word: str) -> str:
    for pair, reading in _GREEK_PAIRS:
        word = word.replace(pair, reading)
    return word.translate(_GREEK)


def _readings(word: str, script: Script) -> list[str]:
    match script:
        case Script.CYRILLIC:
            return [word.translate(table) for table in (_PASSPORT, _UKRAINIAN, _BULGARIAN)]
        case Script.ARABIC:
            return [word.translate(_ARABIC)]
        case Script.HEBREW:
            return [word.translate(_HEBREW)]
        case Script.GREEK:
            return [_greek(word)]
        case _:
            return []


def _surnames() -> dict[str, list[str]]:
    """Surnames of one letter in Han or Hangul, as people from China, Korea and the
    Chinese of Hong Kong, Malaysia and Singapore write them in Latin."""
    rows = files("blindkoppel.names").joinpath("surnames.txt").read_text("utf-8").splitlines()
    return {letter: row.split()[1:] for row in rows for letter in row.split()[0]}


_SURNAMES = _surnames()


@lru_cache(maxsize=1 << 16)
def romanisations(word: str) -> tuple[str, ...]:
    """The distinct folded Latin readings of one word; the general one comes first.

    Parameters
    ----------
    word : str
        The word in any script.

    Returns
    -------
    tuple[str, ...]
        One reading or more; none when no letter is left.

    Examples
    --------
    >>> romanisations("Георгий")
    ('georgiy', 'georgii', 'heorhyi')
    """
    lowered = word.lower()
    readings = [fold(lowered)]
    if not lowered.isascii():
        readings += [fold(reading) for reading in _readings(lowered, script_of(lowered))]
        readings += _SURNAMES.get(lowered, ())
    return tuple(dict.fromkeys(reading for reading in readings if reading))
