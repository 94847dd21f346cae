# SPDX-License-Identifier: MIT
"""Comparisons as a few levels per field: what weights are learned for without labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import JaroWinkler

from blindkoppel.arrays import Booleans, Float32s, Int8s
from blindkoppel.block import Candidates
from blindkoppel.compare.records import FACTS, FEATURES
from blindkoppel.compare.term_frequency import inverse_frequency
from blindkoppel.reading.records import UNKNOWN, Dates, Records, codes_of

Levels = Int8s

UNKNOWN_LEVEL = 0
_WORD_STEPS = (0.0, 0.5, 0.75, 0.95)
_ALIKE = 0.75
_SPELLING_STEPS = (0.7, 0.85, 0.93)
_AT = {name: number for number, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a comparison: its level per pair, higher is more alike, 0 unknown.

    ``inverse_frequency`` is the log of one over the share of records that have what both have, 0
    where they have nothing in common; without it, all agreement of a level is alike.
    ``given`` sets pairs apart among which non-matches agree to a different extent.

    Attributes
    ----------
    name : str
        The name of the field.
    levels : Levels
        The level per pair, shape ``(pairs,)``; 0 is unknown.
    inverse_frequency : Float32s | None
        Log of one over the share of records that have what both have, or None.
    given : Levels | None
        Which group a pair belongs to, shape ``(pairs,)``, or None.
    """

    name: str
    levels: Levels
    inverse_frequency: Float32s | None = None
    given: Levels | None = None


def _column(rows: Float32s, name: str) -> Float32s:
    column: Float32s = rows[:, _AT[name]]
    return column


def name_levels(rows: Float32s) -> Levels:
    """The levels of names: how alike the best two words are.

    Every combination is a level of its own: that a second word agrees says more about
    names of two words than of four, and learning finds out how much.

    Parameters
    ----------
    rows : Float32s
        One row of ``FEATURES`` per pair.

    Returns
    -------
    Levels
        Shape ``(pairs,)``.

    Examples
    --------
    >>> name_levels(np.zeros((1, len(FEATURES)), np.float32)).shape
    (1,)
    """
    best = np.digitize(_column(rows, "share of link 1"), _WORD_STEPS)
    second = np.digitize(_column(rows, "share of link 2"), (-1.0, *_WORD_STEPS))
    return (1 + best * (len(_WORD_STEPS) + 2) + second).astype(np.int8)


def words_met(rows: Float32s) -> Levels:
    """The number of words of the names that are surely alike: none, one or two.

    Parameters
    ----------
    rows : Float32s
        One row of ``FEATURES`` per pair.

    Returns
    -------
    Levels
        Shape ``(pairs,)``.

    Examples
    --------
    >>> words_met(np.ones((1, len(FEATURES)), np.float32)).tolist()
    [2]
    """
    links = (_column(rows, f"share of link {at}") >= _ALIKE for at in (1, 2))
    return sum((link.astype(np.int8) for link in links), np.zeros(len(rows), np.int8))


def _one_digit_apart(one: Dates, other: Dates) -> Booleans:
    """Whether two full dates, written as eight digits, differ in one of them."""
    apart = np.zeros(len(one), dtype=np.int64)
    for part, tens in ((0, (1000, 100, 10, 1)), (1, (10, 1)), (2, (10, 1))):
        for ten in tens:
            apart += one[:, part] // ten % 10 != other[:, part] // ten % 10
    alike: Booleans = (apart == 1) & ((one > 0) & (other > 0)).all(axis=1)
    return alike


def birth_levels(rows: Float32s, one: Dates, other: Dates) -> Levels:
    """The levels of birth dates, from nothing in common to the same date.

    Parameters
    ----------
    rows : Float32s
        One row of ``FEATURES`` per pair.
    one : Dates
        Year, month and day of the first records, shape ``(pairs, 3)``.
    other : Dates
        The same of the second records.

    Returns
    -------
    Levels
        Shape ``(pairs,)``; partly known dates have levels of their own.

    Examples
    --------
    >>> born = np.array([[1990, 5, 4]], np.int16)
    >>> birth_levels(np.zeros((1, len(FEATURES)), np.float32), born, born).shape
    (1,)
    """
    years, months, days = (_column(rows, f"{part} apart") for part in ("years", "months", "days"))
    equal = _column(rows, "date parts equal")
    levels = np.full(len(rows), 1, dtype=np.int8)
    levels[years <= 1] = 2
    levels[(months == 0) & (days == 0)] = 4
    levels[(years == 0) & (months > 12)] = 3
    levels[(years == 0) & (months <= 12)] = 5
    levels[(years == 0) & ((months == 0) | (days == 0))] = 6
    levels[_one_digit_apart(one, other)] = 7
    levels[(years == 0) & (_column(rows, "day and month swapped") > 0)] = 8
    levels[equal == 3] = 9
    levels[(equal == 3) & (_column(rows, "1 January") > 0)] = 6
    levels[years > 90] = UNKNOWN_LEVEL
    return levels


def fact_levels(rows: Float32s, fact: str) -> Levels:
    """The levels of a fact: unknown, different or equal.

    Parameters
    ----------
    rows : Float32s
        One row of ``FEATURES`` per pair.
    fact : str
        One of ``FACTS``, or ``identifier``.

    Returns
    -------
    Levels
        0, 1 or 2, shape ``(pairs,)``.

    Examples
    --------
    >>> fact_levels(np.ones((1, len(FEATURES)), np.float32), "sex").tolist()
    [2]
    """
    return (1 + _column(rows, f"{fact} equal")).astype(np.int8)


def spelling_levels(left: Sequence[str], right: Sequence[str], pairs: Candidates) -> Levels:
    """The levels of a text: written the same, nearly, somewhat, or not.

    Parameters
    ----------
    left : Sequence[str]
        The texts of the first file.
    right : Sequence[str]
        The texts of the second file.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.

    Returns
    -------
    Levels
        Shape ``(pairs,)``; 0 is unknown.

    Examples
    --------
    >>> pairs = Candidates(np.array([0, 1]), np.array([0, 0]))
    >>> spelling_levels(["Hoofdstraat 1", ""], ["Hoofdstraat 1"], pairs).tolist()
    [5, 0]
    """
    levels = np.zeros(len(pairs), dtype=np.int8)
    for at, (one, other) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        first, second = left[one], right[other]
        if first and second:
            alike = 1.0 if first == second else JaroWinkler.similarity(first, second)
            levels[at] = 1 + int(np.searchsorted(_SPELLING_STEPS, alike, side="right"))
            levels[at] += first == second
    return levels


def text_inverse_frequency(
    left: Sequence[str], right: Sequence[str], pairs: Candidates
) -> Float32s:
    """The log of one over the share of records that have the text both have; 0 otherwise.

    Parameters
    ----------
    left : Sequence[str]
        The texts of the first file.
    right : Sequence[str]
        The texts of the second file.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.

    Returns
    -------
    Float32s
        Natural logs, shape ``(pairs,)``.

    Examples
    --------
    >>> pairs = Candidates(np.array([0, 1]), np.array([0, 0]))
    >>> [round(log, 2) for log in text_inverse_frequency(["a", "b"], ["a"], pairs).tolist()]
    [0.41, 0.0]
    """
    codes, other_codes = codes_of(left), codes_of(right)
    equal = (codes[pairs.left] == other_codes[pairs.right]) & (codes[pairs.left] != UNKNOWN)
    rare = inverse_frequency(codes, other_codes)[pairs.left]
    found: Float32s = np.where(equal, rare, 0).astype(np.float32)
    return found


def fields_of(rows: Float32s, left: Records, right: Records, pairs: Candidates) -> list[Field]:
    """Every field of every pair as levels.

    Parameters
    ----------
    rows : Float32s
        One row of ``FEATURES`` per pair.
    left : Records
        The first file, or what is known of it.
    right : Records
        The second file, or what is known of it.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.

    Returns
    -------
    list[Field]
        A field per role, and one per column of text.

    Examples
    --------
    >>> from blindkoppel.names.vocabulary import Vocabulary
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> people = {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), Vocabulary())
    >>> pairs = Candidates(np.array([0]), np.array([0]))
    >>> rows = np.zeros((1, len(FEATURES)), np.float32)
    >>> [field.name for field in fields_of(rows, records, records, pairs)]
    ['name', 'birth', 'sex', 'nationality', 'place', 'identifier']
    """
    fields = [
        Field("name", name_levels(rows), _column(rows, "rarity met")),
        Field("birth", birth_levels(rows, left.birth[pairs.left], right.birth[pairs.right])),
    ]
    # People with like names often share their country, their sex and their town as well:
    # how often non-matches do is counted apart for those whose names are alike.
    words = words_met(rows)
    fields += [Field(fact, fact_levels(rows, fact), given=words) for fact in FACTS]
    rare = np.maximum(_column(rows, "identifier rarity"), 0)
    fields.append(Field("identifier", fact_levels(rows, "identifier"), rare))
    for number, (one, other) in enumerate(zip(left.texts, right.texts, strict=True)):
        alike = spelling_levels(one, other, pairs)
        fields.append(Field(f"text {number + 1}", alike, text_inverse_frequency(one, other, pairs)))
    return fields
