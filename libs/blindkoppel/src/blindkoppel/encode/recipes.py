# SPDX-License-Identifier: MIT
"""Match keys: short statements about a person that two files are likely to share.

Two records are compared only when they share a key. Each recipe survives other damage:
one word misspelled, another year, no birth date, another alphabet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from blindkoppel.names.vocabulary import NO_WORD, WORDS_KEPT, Vocabulary, each_once
from blindkoppel.records import Records, code_of, codes_of

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of key: which skeleton, how many words of it, and which facts beside them.

    ``words`` is how many words make one key: every choice of so many makes one. ``facts`` are
    ``year``, ``month_and_day`` in either order, ``birth`` in full, ``nationality``,
    ``place``, and one of ``identifier`` or ``text``, each column of which makes keys.
    """

    name: str
    skeleton: str = "fine"
    words: int = 0
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys of one recipe: ``rows[n]`` has ``keys[n]``."""

    recipe: Recipe
    rows: Rows
    keys: Keys


RECIPES: tuple[Recipe, ...] = (
    Recipe("identifier", facts=("identifier",)),
    Recipe("birth, nationality", facts=("birth", "nationality")),
    Recipe("word, year", words=1, facts=("year",)),
    Recipe("word, day", words=1, facts=("month_and_day",)),
    Recipe("word, nationality", words=1, facts=("nationality",)),
    Recipe("word", words=1),
    Recipe("two words", words=2),
    Recipe("two words, year", words=2, facts=("year",)),
    Recipe("two coarse words", skeleton="coarse", words=2),
    Recipe("three words", words=3),
    Recipe("word, place, nationality", words=1, facts=("place", "nationality")),
)

# Only in clear text, for files with columns that have no other role.
TEXT_RECIPES: tuple[Recipe, ...] = (
    Recipe("word, text", words=1, facts=("text",)),
    Recipe("year, text", facts=("year", "text")),
)

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xBF58476D1CE4E5B9)
_THIRD = np.uint64(0x94D049BB133111EB)


def mix(*columns: Keys) -> Keys:
    """One well-spread 64-bit value per row (the finaliser of SplitMix64, chained)."""
    mixed: Keys = np.full(len(columns[0]), _FIRST, dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ column) * _SECOND
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _THIRD
        mixed ^= mixed >> np.uint64(32)
    return mixed


def skeleton_codes(vocabulary: Vocabulary, skeleton: str) -> Keys:
    """A code per word of the vocabulary, and ``UNKNOWN`` for no word; initials have none."""
    distinct, numbers = each_once(getattr(token, skeleton) for token in vocabulary.tokens)
    codes = np.array([code_of(f"{skeleton}:{word}") for word in distinct], dtype=np.uint64)
    codes = codes[numbers] * np.array([not token.is_initial for token in vocabulary.tokens])
    return np.append(codes, np.uint64(0))


def all_skeleton_codes(vocabulary: Vocabulary) -> dict[str, Keys]:
    """The codes of every kind of skeleton that a recipe uses."""
    return {kind: skeleton_codes(vocabulary, kind) for kind in ("fine", "coarse")}


def _facts(records: Records) -> dict[str, Keys]:
    """Each fact as a code per record, 0 where it is not known."""
    year, month, day = (records.birth[:, part].astype(np.uint64) for part in range(3))
    # 1 January is what officials write when they only know the year.
    whole = (year > 0) & (month > 0) & (day > 0) & ~((month == 1) & (day == 1))
    low, high = np.minimum(month, day), np.maximum(month, day)
    return {
        "year": year,
        "birth": np.where(whole, year * 10000 + low * 100 + high, 0).astype(np.uint64),
        "month_and_day": np.where(whole, low * 100 + high, 0).astype(np.uint64),
        "nationality": records.nationality,
        "place": records.place,
    }


def _word_columns(records: Records, codes: Keys, words: int) -> Iterator[tuple[Keys, ...]]:
    table = codes[records.words]
    columns = [table[:, at] for at in range(WORDS_KEPT) if (records.words[:, at] != NO_WORD).any()]
    for chosen in combinations(columns, words):
        # Order of writing must not matter: the smallest code first.
        yield tuple(np.sort(np.stack(chosen), axis=0)) if words > 1 else chosen


def _fact_columns(records: Records, recipe: Recipe) -> Iterator[tuple[Keys, ...]]:
    facts = _facts(records)
    single = tuple(facts[fact] for fact in recipe.facts if fact in facts)
    if "identifier" in recipe.facts:
        yield from ((*single, column) for column in records.identifiers.T)
    elif "text" in recipe.facts:
        yield from ((*single, codes_of(text)) for text in records.texts)
    else:
        yield single


def key_set(records: Records, skeletons: Mapping[str, Keys], recipe: Recipe) -> KeySet:
    """All keys of one recipe; a key is made only when every part of it is known.

    ``skeletons`` holds, per kind of skeleton, the codes of the vocabulary's words.
    """
    codes = skeletons[recipe.skeleton]
    salt = np.uint64(code_of(recipe.name))
    rows: list[Rows] = [np.empty(0, np.int64)]
    keys: list[Keys] = [np.empty(0, np.uint64)]
    for facts in _fact_columns(records, recipe):
        for words in _word_columns(records, codes, recipe.words):
            parts = (*words, *facts)
            known = np.flatnonzero(np.logical_and.reduce([part != 0 for part in parts]))
            rows.append(known)
            keys.append(mix(*(part[known] for part in parts)) ^ salt)
    return KeySet(recipe, np.concatenate(rows), np.concatenate(keys))
