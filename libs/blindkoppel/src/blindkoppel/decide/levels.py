# SPDX-License-Identifier: MIT
"""Comparisons as a few levels per field: what weights are learned for without labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

from blindkoppel.block import Candidates
from blindkoppel.compare.records import FACTS, FEATURES
from blindkoppel.records import Records

Floats = npt.NDArray[np.float32]
Levels = npt.NDArray[np.int8]

UNKNOWN_LEVEL = 0
_WORD_STEPS = (0.5, 0.75, 0.95)
# In logs of one over a share: a word one in 400 has, or two words of one in 150 each.
_RARITY_STEPS = (6.0, 10.0)
_SPELLING_STEPS = (0.7, 0.85, 0.93)
_AT = {name: number for number, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a comparison: its level per pair, higher is more alike, 0 unknown."""

    name: str
    levels: Levels


def _column(rows: Floats, name: str) -> Floats:
    column: Floats = rows[:, _AT[name]]
    return column


def name_levels(rows: Floats) -> Levels:
    """How alike the best two words are, times how rare what was met is.

    Every combination is a level of its own: that a second word agrees says more about
    names of two words than of four, and learning finds out how much.
    """
    best = np.digitize(_column(rows, "share of link 1"), _WORD_STEPS)
    second = np.digitize(_column(rows, "share of link 2"), (-1.0, *_WORD_STEPS))
    rarity = np.digitize(_column(rows, "rarity met"), _RARITY_STEPS)
    ways = len(_WORD_STEPS) + 2
    return (1 + (best * ways + second) * (len(_RARITY_STEPS) + 1) + rarity).astype(np.int8)


def birth_levels(rows: Floats) -> Levels:
    """From nothing in common to the same date; partly known dates have their own levels."""
    years, months, days = (_column(rows, f"{part} apart") for part in ("years", "months", "days"))
    equal = _column(rows, "date parts equal")
    levels = np.full(len(rows), 1, dtype=np.int8)
    levels[years <= 1] = 2
    levels[(months == 0) & (days == 0)] = 4
    levels[(years == 0) & (months > 12)] = 3
    levels[(years == 0) & (months <= 12)] = 5
    levels[(years == 0) & ((months == 0) | (days == 0))] = 6
    levels[(years == 0) & (_column(rows, "day and month swapped") > 0)] = 7
    levels[equal == 3] = 8
    levels[(equal == 3) & (_column(rows, "1 January") > 0)] = 6
    levels[years > 90] = UNKNOWN_LEVEL
    return levels


def fact_levels(rows: Floats, fact: str) -> Levels:
    """Unknown, different, equal, or equal in something rare."""
    equal = _column(rows, f"{fact} equal")
    rare = _column(rows, f"{fact} rarity") > np.log(50)
    return np.select([equal < 0, equal == 0, rare], [0, 1, 3], default=2).astype(np.int8)


def spelling_levels(left: Sequence[str], right: Sequence[str], pairs: Candidates) -> Levels:
    """How alike two texts are written: the same, nearly, somewhat, or not."""
    levels = np.zeros(len(pairs), dtype=np.int8)
    for at, (one, other) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        first, second = left[one], right[other]
        if first and second:
            alike = 1.0 if first == second else JaroWinkler.similarity(first, second)
            levels[at] = 1 + int(np.searchsorted(_SPELLING_STEPS, alike, side="right"))
            levels[at] += first == second
    return levels


def fields_of(rows: Floats, left: Records, right: Records, pairs: Candidates) -> list[Field]:
    """Every field of every pair as levels."""
    fields = [Field("name", name_levels(rows)), Field("birth", birth_levels(rows))]
    fields += [Field(fact, fact_levels(rows, fact)) for fact in (*FACTS, "identifier")]
    for number, (one, other) in enumerate(zip(left.texts, right.texts, strict=True)):
        fields.append(Field(f"text {number + 1}", spelling_levels(one, other, pairs)))
    return fields
