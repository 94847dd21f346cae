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
    """Everything that comparing the pairs of two files needs, made once."""

    left: Records
    right: Records
    words: WordFacts
    inverse_frequencies: tuple[
        Float64s, ...
    ]  # of every ``fact_columns`` column of the left file, per row


def fact_columns(records: Records) -> tuple[Codes, ...]:
    """The codes that agree or not: the facts first, then every identifier."""
    return (*(getattr(records, fact) for fact in FACTS), *records.identifiers.T)


def comparison(left: Records, right: Records, vocabulary: Vocabulary) -> Comparison:
    """Get ready to compare two files whose words share a vocabulary."""
    columns = zip(fact_columns(left), fact_columns(right), strict=True)
    rare = tuple(inverse_frequency(one, other) for one, other in columns)
    return Comparison(left, right, word_facts(vocabulary, left, right), rare)


def comparison_within(whole: Comparison, some: Records) -> Comparison:
    """The same for pairs among records of one of the files, values as rare as in both."""
    columns = zip(
        fact_columns(whole.left), fact_columns(whole.right), fact_columns(some), strict=True
    )
    rare = tuple(
        term_frequencies(np.append(one, other)).inverse(own) for one, other, own in columns
    )
    return Comparison(some, some, whole.words, rare)


def birth_features(one: Int16s, other: Int16s) -> Float32s:
    """How two birth dates differ, unknown parts apart."""
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
    """One row of ``FEATURES`` per candidate pair."""
    parts = [_chunk_features(whole, some) for some in pairs.batches()]
    columns = _fact_features(whole, pairs)
    own = (
        np.concatenate(parts) if parts else np.empty((0, len(FEATURES) - len(columns)), np.float32)
    )
    return np.hstack([own, np.stack(columns, axis=1)])
