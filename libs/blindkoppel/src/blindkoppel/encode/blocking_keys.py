# SPDX-License-Identifier: MIT
"""Match keys: short statements about a person that two files are likely to share.

Two records are compared only when they share a key. Each blocking key survives other damage:
one word misspelled, another year, no birth date, another alphabet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from blindkoppel.arrays import Keys, Rows
from blindkoppel.names.vocabulary import NO_WORD, WORDS_KEPT, Vocabulary, factorize
from blindkoppel.reading.records import Records, code_of, codes_of


@dataclass(frozen=True, slots=True)
class BlockingKey:
    """A kind of key: which phonetic key, how many words of it, and which facts beside them.

    ``words`` is how many words make one key: every choice of so many makes one. ``facts`` are
    ``year``, ``month_and_day`` in either order, ``birth`` in full, ``nationality``,
    ``place``, and one of ``identifier`` or ``text``, each column of which makes keys.

    Attributes
    ----------
    name : str
        The name of this kind of key.
    phonetic_key : str
        ``fine`` or ``coarse``: which phonetic key its words have.
    words : int
        How many words make one key value.
    facts : tuple[str, ...]
        Which facts stand beside them.
    """

    name: str
    phonetic_key: str = "fine"
    words: int = 0
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeySet:
    """The values of one blocking key: ``rows[n]`` has ``keys[n]``.

    Attributes
    ----------
    blocking_key : BlockingKey
        The kind of key.
    rows : Rows
        The record of each value, shape ``(values,)``.
    keys : Keys
        The values, shape ``(values,)``.
    """

    blocking_key: BlockingKey
    rows: Rows
    keys: Keys


BLOCKING_KEYS: tuple[BlockingKey, ...] = (
    BlockingKey("identifier", facts=("identifier",)),
    BlockingKey("birth, nationality", facts=("birth", "nationality")),
    BlockingKey("word, year", words=1, facts=("year",)),
    BlockingKey("word, day", words=1, facts=("month_and_day",)),
    BlockingKey("word, nationality", words=1, facts=("nationality",)),
    BlockingKey("word", words=1),
    BlockingKey("two words", words=2),
    BlockingKey("two words, year", words=2, facts=("year",)),
    BlockingKey("two coarse words", phonetic_key="coarse", words=2),
    BlockingKey("three words", words=3),
    BlockingKey("word, place, nationality", words=1, facts=("place", "nationality")),
)

# Only in clear text, for files with columns that have no other role.
TEXT_BLOCKING_KEYS: tuple[BlockingKey, ...] = (
    BlockingKey("word, text", words=1, facts=("text",)),
    BlockingKey("year, text", facts=("year", "text")),
)

_INCREMENT = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLIER = np.uint64(0xBF58476D1CE4E5B9)
_LAST_MULTIPLIER = np.uint64(0x94D049BB133111EB)


def mix(*columns: Keys) -> Keys:
    """One well-spread 64-bit value per row (the finaliser of SplitMix64, chained).

    Parameters
    ----------
    *columns : Keys
        Numbers, each of shape ``(rows,)``.

    Returns
    -------
    Keys
        Shape ``(rows,)``.

    References
    ----------
    G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators",
        OOPSLA 2014.

    Examples
    --------
    >>> one, other = np.array([1], np.uint64), np.array([2], np.uint64)
    >>> bool(mix(one, other)[0] == mix(other, one)[0])
    False
    """
    mixed: Keys = np.full(len(columns[0]), _INCREMENT, dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ column) * _MULTIPLIER
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _LAST_MULTIPLIER
        mixed ^= mixed >> np.uint64(32)
    return mixed


def phonetic_key_codes(vocabulary: Vocabulary, phonetic_key: str) -> Keys:
    """The codes of the words' phonetic keys, and ``UNKNOWN`` for no word; initials have none.

    Parameters
    ----------
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.
    phonetic_key : str
        ``fine`` or ``coarse``.

    Returns
    -------
    Keys
        Shape ``(words + 1,)``.

    Examples
    --------
    >>> vocabulary = Vocabulary()
    >>> _ = vocabulary.numbers("Maria P.")
    >>> [code > 0 for code in phonetic_key_codes(vocabulary, "fine").tolist()]
    [True, False, False]
    """
    distinct, numbers = factorize(getattr(token, phonetic_key) for token in vocabulary.tokens)
    codes = np.array([code_of(f"{phonetic_key}:{word}") for word in distinct], dtype=np.uint64)
    codes = codes[numbers] * np.array([not token.is_initial for token in vocabulary.tokens])
    return np.append(codes, np.uint64(0))


def all_phonetic_key_codes(vocabulary: Vocabulary) -> dict[str, Keys]:
    """The codes of every kind of phonetic key that a blocking key uses.

    Parameters
    ----------
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.

    Returns
    -------
    dict[str, Keys]
        Codes of shape ``(words + 1,)`` by kind.

    Examples
    --------
    >>> sorted(all_phonetic_key_codes(Vocabulary()))
    ['coarse', 'fine']
    """
    return {kind: phonetic_key_codes(vocabulary, kind) for kind in ("fine", "coarse")}


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


def _fact_columns(records: Records, blocking_key: BlockingKey) -> Iterator[tuple[Keys, ...]]:
    facts = _facts(records)
    single = tuple(facts[fact] for fact in blocking_key.facts if fact in facts)
    if "identifier" in blocking_key.facts:
        yield from ((*single, column) for column in records.identifiers.T)
    elif "text" in blocking_key.facts:
        yield from ((*single, codes_of(text)) for text in records.texts)
    else:
        yield single


def key_set(
    records: Records, phonetic_codes: Mapping[str, Keys], blocking_key: BlockingKey
) -> KeySet:
    """The values of one blocking key; one is made only when every part of it is known.

    ``phonetic keys`` holds, per kind of phonetic key, the codes of the vocabulary's words.

    Parameters
    ----------
    records : Records
        One file as columns of numbers, one row per record.
    phonetic_codes : Mapping[str, Keys]
        Per kind of phonetic key, the codes of the vocabulary's words.
    blocking_key : BlockingKey
        The kind of key.

    Returns
    -------
    KeySet
        The values with their rows.

    References
    ----------
    P. Christen, "A survey of indexing techniques for scalable record linkage and
        deduplication", IEEE Transactions on Knowledge and Data Engineering 24, 2012, 1537-1555.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> codes = all_phonetic_key_codes(vocabulary)
    >>> len(key_set(records, codes, BlockingKey("two words", words=2)).keys)
    1
    """
    codes = phonetic_codes[blocking_key.phonetic_key]
    salt = np.uint64(code_of(blocking_key.name))
    rows: list[Rows] = [np.empty(0, np.int64)]
    keys: list[Keys] = [np.empty(0, np.uint64)]
    for facts in _fact_columns(records, blocking_key):
        for words in _word_columns(records, codes, blocking_key.words):
            parts = (*words, *facts)
            known = np.flatnonzero(np.logical_and.reduce([part != 0 for part in parts]))
            rows.append(known)
            keys.append(mix(*(part[known] for part in parts)) ^ salt)
    return KeySet(blocking_key, np.concatenate(rows), np.concatenate(keys))
