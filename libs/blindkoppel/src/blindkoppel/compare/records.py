# SPDX-License-Identifier: MIT
"""Comparing whole records: names, birth date, and the facts beside them."""

from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Codes, Float32s, Float64s, Int16s
from blindkoppel.block import Candidates
from blindkoppel.compare.names import NAME_FEATURES, WordFacts, name_features, word_facts
from blindkoppel.compare.term_frequency import inverse_frequency, term_frequencies
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.reading.records import UNKNOWN, Records

FACTS = ("sex", "nationality", "place")
_UNKNOWN_DISTANCE = 99
_FURTHEST_YEARS = 20
BIRTH_FEATURES: tuple[str, ...] = (
    "years apart", "months apart", "days apart", "date parts equal", "day and month swapped",
    "1 January", "date parts left", "date parts right",
)  # fmt: skip
FEATURES: tuple[str, ...] = (
    *NAME_FEATURES,
    *BIRTH_FEATURES,
    *(f"{fact} {part}" for fact in (*FACTS, "identifier") for part in ("equal", "rarity")),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that comparing the pairs of two files needs, made once.

    Attributes
    ----------
    left : Records
        The first file.
    right : Records
        The second file.
    words : WordFacts
        The facts of all words.
    inverse_frequencies : tuple[Float64s, ...]
        Of every column of ``fact_columns``, per row of the first file.
    """

    left: Records
    right: Records
    words: WordFacts
    inverse_frequencies: tuple[
        Float64s, ...
    ]  # of every ``fact_columns`` column of the left file, per row


def fact_columns(records: Records) -> tuple[Codes, ...]:
    """The columns of hashed values that agree or not: the facts first, then every identifier.

    Parameters
    ----------
    records : Records
        One file as columns of numbers, one row per record.

    Returns
    -------
    tuple[Codes, ...]
        One array of shape ``(records,)`` per column.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> people = {"name": ["Maria Petrova"], "sex": ["v"]}
    >>> records = read_records(people, guess_schema(list(people)), Vocabulary())
    >>> len(fact_columns(records))
    3
    """
    return (*(getattr(records, fact) for fact in FACTS), *records.identifiers.T)


def comparison(left: Records, right: Records, vocabulary: Vocabulary) -> Comparison:
    """The comparison of two files whose words share a vocabulary, made ready.

    Parameters
    ----------
    left : Records
        The first file, or what is known of it.
    right : Records
        The second file, or what is known of it.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.

    Returns
    -------
    Comparison
        What ``compare`` needs.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> len(comparison(records, records, vocabulary).inverse_frequencies)
    3
    """
    columns = zip(fact_columns(left), fact_columns(right), strict=True)
    rare = tuple(inverse_frequency(one, other) for one, other in columns)
    return Comparison(left, right, word_facts(vocabulary, left, right), rare)


def comparison_within(whole: Comparison, some: Records) -> Comparison:
    """The comparison of pairs among records of one of the files, values as frequent as in both.

    Parameters
    ----------
    whole : Comparison
        What comparing two files needs.
    some : Records
        Records of one of the files.

    Returns
    -------
    Comparison
        What ``compare`` needs.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> len(comparison_within(comparison(records, records, vocabulary), records).left)
    1
    """
    columns = zip(
        fact_columns(whole.left), fact_columns(whole.right), fact_columns(some), strict=True
    )
    rare = tuple(
        term_frequencies(np.append(one, other)).inverse(own) for one, other, own in columns
    )
    return Comparison(some, some, whole.words, rare)


def birth_features(one: Int16s, other: Int16s) -> Float32s:
    """The features of pairs of birth dates, unknown parts apart.

    Parameters
    ----------
    one : Int16s
        Year, month and day of the first records, shape ``(pairs, 3)``; 0 where not known.
    other : Int16s
        The same of the second records.

    Returns
    -------
    Float32s
        One row of ``BIRTH_FEATURES`` per pair, shape ``(pairs, features)``.

    Examples
    --------
    >>> one, other = np.array([[1990, 5, 4]], np.int16), np.array([[1990, 4, 5]], np.int16)
    >>> row = birth_features(one, other)[0]
    >>> dict(zip(BIRTH_FEATURES, row.tolist()))["day and month swapped"]
    1.0
    """
    known = (one > 0) & (other > 0)
    apart = np.abs(one.astype(np.int32) - other)
    apart[:, 0] = np.minimum(apart[:, 0], _FURTHEST_YEARS)
    distance = np.where(known, apart, _UNKNOWN_DISTANCE)
    swapped = (one[:, 1] == other[:, 2]) & (one[:, 2] == other[:, 1]) & known[:, 1] & known[:, 2]
    january = [(date[:, 1] == 1) & (date[:, 2] == 1) for date in (one, other)]
    columns = [
        *distance.T,
        (known & (one == other)).sum(axis=1),
        swapped,
        january[0] + 2 * january[1],
        (one > 0).sum(axis=1),
        (other > 0).sum(axis=1),
    ]
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def _fact_features(whole: Comparison, pairs: Candidates) -> list[Float32s]:
    """Per fact: equal (1), different (0) or unknown (-1), and how rare the value is when equal.

    Of all identifiers the one that says most: equal before different before unknown.
    """
    made: list[Float32s] = []
    best = np.full((2, len(pairs)), -1, np.float32)
    columns = zip(
        fact_columns(whole.left), fact_columns(whole.right), whole.inverse_frequencies, strict=True
    )
    for at, (left, right, rare) in enumerate(columns):
        one, other = left[pairs.left], right[pairs.right]
        known = (one != UNKNOWN) & (other != UNKNOWN)
        equal = known & (one == other)
        found = np.stack([np.where(known, equal, -1), np.where(equal, rare[pairs.left], -1)])
        if at < len(FACTS):
            made += list(found.astype(np.float32))
        else:
            best = np.maximum(best, found.astype(np.float32))
    return [*made, *best]


def _chunk_features(whole: Comparison, pairs: Candidates) -> Float32s:
    left, right = whole.left, whole.right
    one, other = left.words[pairs.left].astype(np.int64), right.words[pairs.right].astype(np.int64)
    return np.hstack(
        [
            name_features(whole.words, one, other),
            birth_features(left.birth[pairs.left], right.birth[pairs.right]),
        ]
    )


def compare(whole: Comparison, pairs: Candidates) -> Float32s:
    """The features of pairs of records, compared in the clear.

    Parameters
    ----------
    whole : Comparison
        What comparing two files needs.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.

    Returns
    -------
    Float32s
        One row of ``FEATURES`` per pair, shape ``(pairs, features)``.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> whole = comparison(records, records, vocabulary)
    >>> compare(whole, Candidates(np.array([0]), np.array([0]))).shape == (1, len(FEATURES))
    True
    """
    parts = [_chunk_features(whole, some) for some in pairs.batches()]
    columns = _fact_features(whole, pairs)
    own = (
        np.concatenate(parts) if parts else np.empty((0, len(FEATURES) - len(columns)), np.float32)
    )
    return np.hstack([own, np.stack(columns, axis=1)])
