# SPDX-License-Identifier: EUPL-1.2
"""How names leave their own script: romanisation of Cyrillic, and letters without accents."""

import unicodedata

_COMMON = dict(
    zip(
        "абвгдезиклмнопрстуф",
        (
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
        ),
        strict=True,
    )
)
_COMMON |= {"ё": "e", "ц": "ts", "ь": "", "э": "e", "ы": "y", "ґ": "g", "’": "", "'": ""}
_ENGLISH = _COMMON | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "х": "kh", "ъ": "a"}
_SOFT_I = {"й": "i", "ю": "iu", "я": "ia", "є": "ie", "ї": "i", "і": "i"}
_SOFT_Y = {"й": "y", "ю": "yu", "я": "ya", "є": "ye", "ї": "yi", "і": "i"}
_SOFT_J = {"й": "j", "ю": "joe", "я": "ja", "є": "je", "ї": "ji", "і": "i"}
_DUTCH = {"ж": "zj", "ч": "tsj", "ш": "sj", "щ": "sjtsj", "х": "ch", "у": "oe", "ъ": "a"}

SCHEMES: dict[str, dict[str, str]] = {
    "bg": _ENGLISH | _SOFT_Y | {"х": "h", "щ": "sht", "ь": "y"},
    "uk": _ENGLISH | _SOFT_I | {"г": "h", "и": "y"},
    "uk_old": _ENGLISH | _SOFT_Y | {"г": "h", "и": "y"},
    "ru": _ENGLISH | _SOFT_I,
    "ru_iso": _ENGLISH | _SOFT_Y | {"ё": "yo"},
    "ru_nl": _COMMON | _SOFT_J | _DUTCH,
}
# Ukrainian and Bulgarian passports spell some letters differently at the start of a word.
_INITIAL = {"uk": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}}
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "ø": "o"})


def romanise(name: str, scheme: str) -> str:
    """Write a Cyrillic name in Latin letters.

    >>> romanise("Цветелина Чакърова", "bg")
    'Tsvetelina Chakarova'
    """
    return " ".join(_romanise_word(word, scheme) for word in name.split(" "))


def _romanise_word(word: str, scheme: str) -> str:
    letters = SCHEMES[scheme]
    lowered = word.lower()
    if scheme == "bg" and lowered.endswith("ия"):
        return _romanise_word(lowered.removesuffix("ия"), scheme) + "ia"
    first = _INITIAL.get(scheme, {}).get(lowered[0]) or letters[lowered[0]]
    return (first + "".join(letters[letter] for letter in lowered[1:])).capitalize()


def without_accents(name: str) -> str:
    """Write a Latin name with the letters of an old keyboard.

    >>> without_accents("Wiśniewski Łukasz")
    'Wisniewski Lukasz'
    """
    parts = unicodedata.normalize("NFD", name.translate(_PLAIN))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
