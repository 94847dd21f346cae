# SPDX-License-Identifier: MIT
"""A quick look that throws out pairs no closer look could save.

Names become 256-bit signatures of their letter pairs; counting common bits costs
nanoseconds, aligning sounds costs microseconds.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from blindkoppel.arrays import Bits, Booleans, Codes, Float32s, Rows
from blindkoppel.compare.term_frequency import inverse_frequency
from blindkoppel.names.prepare import Token
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.reading.records import UNKNOWN, Records, codes_of

PreFilter = Callable[[Rows, Rows], Booleans]

_WORDS_OF_BITS = 4
# Least resemblance kept: Dice of the names, plus what the birth date adds or takes.
LEAST = 0.55
_SAME_DAY, _SAME_YEAR, _OTHER_YEAR, _SAME_IDENTIFIER = 0.12, 0.06, -0.10, 1.0
# For a text that one record alone has; a text that a share f has counts log f in log n of it.
_SAME_TEXT = 0.3


def _signature(token: Token) -> list[int]:
    padded = f"_{token.pronunciation}_"
    bits = 0
    for first, second in pairwise(padded):
        bits |= 1 << ((ord(first) * 31 + ord(second) * 7) % (64 * _WORDS_OF_BITS))
    return [(bits >> (64 * at)) & 0xFFFFFFFFFFFFFFFF for at in range(_WORDS_OF_BITS)]


def signatures(records: Records, vocabulary: Vocabulary) -> Bits:
    """The signatures of records: the letter pairs of all their words in 256 bits.

    Parameters
    ----------
    records : Records
        One file as columns of numbers, one row per record.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.

    Returns
    -------
    Bits
        Shape ``(records, 4)``.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> signatures(read_records(people, guess_schema(list(people)), vocabulary), vocabulary).shape
    (1, 4)
    """
    of_words = np.array(
        [*map(_signature, vocabulary.tokens), [0] * _WORDS_OF_BITS], dtype=np.uint64
    )
    signature: Bits = np.bitwise_or.reduce(of_words[records.words], axis=1)
    return signature


def _text_scores(left: Records, right: Records) -> Iterator[tuple[Codes, Codes, Float32s]]:
    """Per text column the codes of both files, and what agreement of each left row is worth."""
    for one, other in zip(left.texts, right.texts, strict=True):
        codes, other_codes = codes_of(one), codes_of(other)
        alone = np.log((len(codes) + len(other_codes)) / 2)
        worth = _SAME_TEXT * np.minimum(inverse_frequency(codes, other_codes) / alone, 1)
        yield codes, other_codes, np.where(codes == UNKNOWN, 0, worth).astype(np.float32)


def prefilter_for(
    left: Records, right: Records, vocabulary: Vocabulary, least: float = LEAST
) -> PreFilter:
    """A pre-filter of pairs of rows: whether two records resemble each other at all.

    Parameters
    ----------
    left : Records
        The first file, or what is known of it.
    right : Records
        The second file, or what is known of it.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.
    least : float
        The least resemblance that passes.

    Returns
    -------
    PreFilter
        A function from row numbers of both files to whether each pair passes.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova", "Jan Bakker"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> passes = prefilter_for(records, records, vocabulary)
    >>> passes(np.array([0, 0]), np.array([0, 1])).tolist()
    [True, False]
    """
    bits = signatures(left, vocabulary), signatures(right, vocabulary)
    return prefilter_of((left, bits[0]), (right, bits[1]), least)


def prefilter_of(
    first: tuple[Records, Bits], second: tuple[Records, Bits], least: float = LEAST
) -> PreFilter:
    """A pre-filter for files whose signatures are made already.

    Parameters
    ----------
    first : tuple[Records, Bits]
        The first file and its signatures.
    second : tuple[Records, Bits]
        The second file and its signatures.
    least : float
        The least resemblance that passes.

    Returns
    -------
    PreFilter
        A function from row numbers of both files to whether each pair passes.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova", "Jan Bakker"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> side = records, signatures(records, vocabulary)
    >>> prefilter_of(side, side)(np.array([0, 0]), np.array([0, 1])).tolist()
    [True, False]
    """
    (left, one), (right, other) = first, second
    one_size, other_size = (np.bitwise_count(bits).sum(axis=1) for bits in (one, other))
    day_left, day_right = (side.birth[:, 1] * 32 + side.birth[:, 2] for side in (left, right))
    year_left, year_right = left.birth[:, 0], right.birth[:, 0]
    texts = list(_text_scores(left, right))

    def passes(rows: Rows, columns: Rows) -> Booleans:
        common = np.bitwise_count(one[rows] & other[columns]).sum(axis=1)
        # Against the shorter name too: half of somebody's words may be missing.
        shorter = np.minimum(one_size[rows], other_size[columns])
        total = one_size[rows] + other_size[columns]
        score = common / np.maximum(total, 1) + 0.5 * common / np.maximum(shorter, 1)
        years, other_years = year_left[rows], year_right[columns]
        known = (years > 0) & (other_years > 0)
        score += _SAME_YEAR * (known & (years == other_years))
        score += _OTHER_YEAR * (known & (np.abs(years - other_years) > 2))
        days = day_left[rows]
        score += _SAME_DAY * ((days == day_right[columns]) & (days > 33))
        for at in range(left.identifiers.shape[1]):
            numbers = left.identifiers[rows, at]
            same = (numbers == right.identifiers[columns, at]) & (numbers != 0)
            score += _SAME_IDENTIFIER * same
        for mine, theirs, worth in texts:
            score += worth[rows] * (mine[rows] == theirs[columns])
        kept: Booleans = score >= least
        return kept

    return passes
