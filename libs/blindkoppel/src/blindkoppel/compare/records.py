# SPDX-License-Identifier: MIT
"""Comparing whole records: names, birth date, and the facts beside them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from blindkoppel.block import Candidates
from blindkoppel.compare.names import NAME_FEATURES, WordFacts, name_features, word_facts
from blindkoppel.compare.rarity import rarity
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.records import UNKNOWN, Records

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

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
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that comparing the pairs of two files needs, made once."""

    left: Records
    right: Records
    words: WordFacts


def comparison(left: Records, right: Records, vocabulary: Vocabulary) -> Comparison:
    """Get ready to compare two files whose words share a vocabulary."""
    return Comparison(left, right, word_facts(vocabulary, left, right))


def birth_features(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> Floats:
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


def _fact_features(
    left: npt.NDArray[np.uint64], right: npt.NDArray[np.uint64], pairs: Candidates
) -> list[Floats]:
    """Equal (1), different (0) or unknown (-1); and how rare the value is when equal."""
    one, other = left[pairs.left], right[pairs.right]
    known = (one != UNKNOWN) & (other != UNKNOWN)
    equal = known & (one == other)
    rare = rarity(left, right)[pairs.left]
    return [
        np.where(known, equal, -1).astype(np.float32),
        np.where(equal, rare, -1).astype(np.float32),
    ]


def _identifier_features(whole: Comparison, pairs: Candidates) -> list[Floats]:
    """The identifier that says most: equal before different before unknown."""
    best = [np.full(len(pairs), -1, np.float32), np.full(len(pairs), -1, np.float32)]
    for column in range(whole.left.identifiers.shape[1]):
        found = _fact_features(
            whole.left.identifiers[:, column], whole.right.identifiers[:, column], pairs
        )
        best = [np.maximum(one, other) for one, other in zip(best, found, strict=True)]
    return best


def _chunk_features(whole: Comparison, pairs: Candidates) -> Floats:
    left, right = whole.left, whole.right
    one, other = left.words[pairs.left].astype(np.int64), right.words[pairs.right].astype(np.int64)
    return np.hstack(
        [
            name_features(whole.words, one, other),
            birth_features(left.birth[pairs.left], right.birth[pairs.right]),
        ]
    )


def compare(whole: Comparison, pairs: Candidates) -> Floats:
    """One row of ``FEATURES`` per candidate pair."""
    parts = [
        _chunk_features(
            whole, Candidates(pairs.left[at : at + _CHUNK], pairs.right[at : at + _CHUNK])
        )
        for at in range(0, len(pairs), _CHUNK)
    ]
    columns: list[Floats] = []
    for fact in FACTS:
        columns += _fact_features(getattr(whole.left, fact), getattr(whole.right, fact), pairs)
    columns += _identifier_features(whole, pairs)
    own = (
        np.concatenate(parts) if parts else np.empty((0, len(FEATURES) - len(columns)), np.float32)
    )
    return np.hstack([own, np.stack(columns, axis=1)])
