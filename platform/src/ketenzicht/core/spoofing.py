# SPDX-License-Identifier: EUPL-1.2
"""Names shown for what they are: signs that turn or hide text are seen, mixed scripts are marked.

A name is typed by whoever wants to be taken for somebody. Signs that change the direction of what
follows, or that nobody sees, are taken out where they stand and said; a word with letters of two
scripts gets a mark, because one of its letters only looks like another.
"""

from __future__ import annotations

import unicodedata

#: What stands in the place of a sign that turns the direction of text, or that nobody sees.
UNSEEN = "\N{REPLACEMENT CHARACTER}"
MARK = "\N{WARNING SIGN}"
#: Scripts that are written together in one word, so that two of them say nothing.
_TOGETHER = frozenset({"HIRAGANA", "KATAKANA", "CJK", "KATAKANA-HIRAGANA"})
_NO_SCRIPT = frozenset({"MODIFIER", "FEMININE", "MASCULINE"})
#: Letters of other scripts that look like Latin ones; a word of these alone reads as another word.
_LIKE_LATIN = frozenset("асеорхуіјѕԁһӏԛԝАВЕКМНОРСТХУІЈЅονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
#: Joiners without which words of some scripts cannot be written, and where they do no harm.
_JOINERS = frozenset("\u200c\u200d")
_UNJOINED = frozenset({"", "LATIN", "GREEK", "CYRILLIC"})


def seen(text: str) -> str:
    """Return a text in which every sign that turns or hides something is seen."""
    scripts = {_script(letter) for letter in text}
    kept = frozenset() if scripts <= _UNJOINED else _JOINERS
    return "".join(UNSEEN if _hides(letter) and letter not in kept else letter for letter in text)


def shown_name(text: str) -> str:
    """Return a name as it may be shown: nothing in it turns or hides; a look-alike is marked."""
    return f"{seen(text)} {MARK}" if is_suspect(text) else seen(text)


def is_suspect(text: str) -> bool:
    """Tell whether a name holds signs nobody sees, or letters that look like other ones."""
    return UNSEEN in seen(text) or any(map(_mimics, text.split()))


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"}


def _mimics(word: str) -> bool:
    letters = [letter for letter in word if _script(letter)]
    scripts = {_script(letter) for letter in letters}
    if len(scripts) > 1:
        return not scripts <= _TOGETHER
    return bool(letters) and all(letter in _LIKE_LATIN for letter in letters)


def _script(letter: str) -> str:
    """Return the script of a letter, by the first word of its name; nothing for what is none."""
    first = unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else ""
    return "" if first in _NO_SCRIPT else first
