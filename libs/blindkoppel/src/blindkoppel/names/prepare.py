# SPDX-License-Identifier: MIT
"""From a name as somebody wrote it to tokens that can be compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from blindkoppel.names.phonetic import coarse_phonetic_key, fine_phonetic_key
from blindkoppel.names.romanise import romanisations
from blindkoppel.names.scripts import Script, script_of
from blindkoppel.names.words import PARTICLES, PET_FORMS, TITLES, father_of

_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʹʺ\"“”״׳\u200c\u200d\u00ad]")
_BREAKS = re.compile(r"[\s,.;:/\\()\[\]{}<>|_+*&@#!?=~^…·・‧•–—\-‐‑]+")
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_SYLLABIC = (Script.HAN, Script.HANGUL)
# Where a syllable that reads as a particle or title, such as 이 or 馬, is part of a name.
_WITHOUT_PARTICLES = (*_SYLLABIC, Script.KANA)
_VOWELS_GUESSED = (Script.ARABIC, Script.HEBREW, Script.GREEK)
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name and the forms it is compared in.

    ``folded`` is the general Latin reading, ``readings`` all of them, and ``pronunciation``
    the one closest to how it is said, for alignment of sounds; ``fine`` and ``coarse``
    are consonant phonetic keys; ``everyday`` is the form the word is a pet form of, or the
    word itself; ``father`` the given name inside a patronymic. A ``title`` is no part of a
    name, and a ``particle`` only where nothing else is.

    Attributes
    ----------
    folded : str
        The general Latin reading.
    readings : tuple[str, ...]
        All Latin readings.
    pronunciation : str
        The reading closest to how it is said.
    fine : str
        The fine phonetic key.
    coarse : str
        The coarse phonetic key.
    everyday : str
        The form that the word is a pet form of, or the word itself.
    father : str | None
        The given name inside a patronymic, or None.
    title : bool
        Whether it is a title, which is no part of a name.
    particle : bool
        Whether it is a particle.
    """

    folded: str
    readings: tuple[str, ...]
    pronunciation: str
    fine: str
    coarse: str
    everyday: str
    father: str | None
    title: bool
    particle: bool

    @property
    def is_initial(self) -> bool:
        """Whether only a first letter was written."""
        return all(len(reading) == 1 for reading in self.readings)


@dataclass(frozen=True, slots=True)
class PreparedName:
    """A name in comparable form. Tokens keep the order of writing; keys do not.

    Attributes
    ----------
    script : Script
        The script most letters belong to.
    tokens : tuple[Token, ...]
        The words, in the order of writing.
    """

    script: Script
    tokens: tuple[Token, ...]

    @property
    def folded(self) -> str:
        """All tokens, sorted, in their general Latin reading: an order-free full name."""
        return " ".join(sorted(token.folded for token in self.tokens))

    @property
    def phonetic_key(self) -> str:
        """All fine phonetic keys, sorted: the same for most spellings of one name."""
        return " ".join(sorted(token.fine for token in self.tokens))

    @property
    def coarse(self) -> str:
        """All coarse phonetic keys, sorted: the same for nearly all spellings of one name."""
        return " ".join(sorted(token.coarse for token in self.tokens))


def _words(name: str) -> list[str]:
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    text = _BRACKETED.sub(" ", text) if _BRACKETED.sub("", text).strip() else text
    return [word for word in _BREAKS.split(_APOSTROPHES.sub("", text)) if word]


def _syllables(words: list[str]) -> list[str]:
    """A short name in Han or Hangul is one syllable a letter; Latin writers split it."""
    if len(words) == 1 and len(words[0]) <= 4 and script_of(words[0]) in _SYLLABIC:
        return list(words[0])
    return words


def _without_article(word: str) -> str:
    """An Arabic word without the article that Latin spellings write apart or leave out."""
    return word[2:] if word.startswith(_ARTICLE) and len(word) > 4 else word


@lru_cache(maxsize=1 << 17)
def token_from(word: str) -> Token | None:
    """The token of one written word, or nothing when no letter is left of it.

    Parameters
    ----------
    word : str
        The word as it is written.

    Returns
    -------
    Token | None
        A token or None.

    Examples
    --------
    >>> token_from("Петрова").folded
    'petrova'
    """
    readings = romanisations(_without_article(word))
    if not readings:
        return None
    folded, script = readings[0], script_of(word)
    written_beside = script not in _WITHOUT_PARTICLES
    return Token(
        folded=folded,
        readings=readings,
        # Where vowels are not written, the last reading guesses them.
        pronunciation=readings[-1] if script in _VOWELS_GUESSED else folded,
        fine=fine_phonetic_key(folded),
        coarse=coarse_phonetic_key(folded),
        everyday=PET_FORMS.get(folded, folded),
        father=father_of(folded),
        title=written_beside and folded in TITLES,
        particle=written_beside and folded in PARTICLES,
    )


def split_words(name: str) -> list[str]:
    """The words of a name as written, punctuation gone.

    Parameters
    ----------
    name : str
        The name as it is written.

    Returns
    -------
    list[str]
        The words.

    Examples
    --------
    >>> split_words("Petrova, Maria")
    ['Petrova', 'Maria']
    """
    return _syllables(_words(name))


def prepare(name: str) -> PreparedName:
    """A name as comparable tokens, without titles and, where enough is left, particles.

    Parameters
    ----------
    name : str
        The name as somebody wrote it.

    Returns
    -------
    PreparedName
        The tokens and the script.

    Examples
    --------
    >>> prepare("Drs. H. van der Mey").folded
    'h mey'
    >>> prepare("AL-SALTI, Muhammad").phonetic_key == prepare("Mohamed Salti").phonetic_key
    True
    """
    tokens = [token for token in map(token_from, split_words(name)) if token is not None]
    kept = [token for token in tokens if not token.title] or tokens
    core = [token for token in kept if not token.particle]
    return PreparedName(script=script_of(name), tokens=tuple(core or kept))
