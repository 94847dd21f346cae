# SPDX-License-Identifier: MIT
"""Candidates of two files, or of one: pairs that share a blocking key and resemble each other."""

from collections.abc import Iterator

import numpy as np

from blindkoppel.block import ALL_PAIRS, Candidates, all_pairs, candidates
from blindkoppel.compare.prefilter import prefilter_for
from blindkoppel.encode.blocking_keys import (
    BLOCKING_KEYS,
    TEXT_BLOCKING_KEYS,
    KeySet,
    all_phonetic_key_codes,
    key_set,
)
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.reading.records import Records

_RANDOM = 50_000
_SEED = 20_240_101


def key_sets(
    left: Records, right: Records, vocabulary: Vocabulary
) -> Iterator[tuple[KeySet, KeySet]]:
    """The values of every blocking key of both files, one kind at a time.

    Parameters
    ----------
    left : Records
        The first file, or what is known of it.
    right : Records
        The second file, or what is known of it.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.

    Yields
    ------
    tuple[KeySet, KeySet]
        The values of the first and of the second file.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> len(list(key_sets(records, records, vocabulary))) == len(BLOCKING_KEYS)
    True
    """
    phonetic_codes = all_phonetic_key_codes(vocabulary)
    for blocking_key in BLOCKING_KEYS + (TEXT_BLOCKING_KEYS if left.texts else ()):
        yield (
            key_set(left, phonetic_codes, blocking_key),
            key_set(right, phonetic_codes, blocking_key),
        )


def pairs_not_proposed(
    sizes: tuple[int, int], proposed: Candidates, *, within: bool = False
) -> Candidates:
    """Pairs drawn at random that are no candidates, the same in every run.

    ``within`` one file a record is no pair with itself, which would look like perfect
    agreement between non-matches, and both orders of a pair are that pair.

    Parameters
    ----------
    sizes : tuple[int, int]
        How many records the first and the second file have.
    proposed : Candidates
        The candidates.
    within : bool
        Whether both files are one file, in which no record is paired with itself.

    Returns
    -------
    Candidates
        Row numbers of both files.

    Examples
    --------
    >>> none = Candidates(np.empty(0, np.int64), np.empty(0, np.int64))
    >>> bool((pairs_not_proposed((5, 5), none, within=True).left < 5).all())
    True
    """
    draw = np.random.default_rng(_SEED)
    one, other = draw.integers(sizes[0], size=_RANDOM), draw.integers(sizes[1], size=_RANDOM)
    if within:
        one, other = np.minimum(one, other), np.maximum(one, other)
    taken = proposed.left * sizes[1] + proposed.right
    kept = ~np.isin(one * sizes[1] + other, taken)
    if within:
        kept &= one != other
    return Candidates(one[kept], other[kept])


def propose(left: Records, right: Records, vocabulary: Vocabulary) -> Candidates:
    """The candidates of two files: pairs that share a key, or all pairs of small files.

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
    Candidates
        Row numbers of both files.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova", "Jan Bakker"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> propose(records, records, vocabulary).left.tolist()
    [0, 1]
    """
    prefilter, sizes = prefilter_for(left, right, vocabulary), (len(left), len(right))
    if sizes[0] * sizes[1] <= ALL_PAIRS:
        return all_pairs(sizes, prefilter)
    return candidates(key_sets(left, right, vocabulary), sizes, prefilter)


def propose_within(records: Records, vocabulary: Vocabulary) -> Candidates:
    """The candidates inside one file: the first row of a pair is the lower one.

    Parameters
    ----------
    records : Records
        One file as columns of numbers, one row per record.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.

    Returns
    -------
    Candidates
        Row numbers.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova", "Petrova, Maria"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> propose_within(records, vocabulary).right.tolist()
    [1]
    """
    prefilter, sizes = prefilter_for(records, records, vocabulary), (len(records), len(records))
    if sizes[0] * sizes[1] <= ALL_PAIRS:
        return all_pairs(sizes, prefilter, within=True)
    return candidates(key_sets(records, records, vocabulary), sizes, prefilter, within=True)
