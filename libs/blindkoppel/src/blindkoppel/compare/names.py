# SPDX-License-Identifier: MIT
"""Comparing the names of many candidate pairs at once.

The same idea as in ``blindkoppel.names.features``: words are set opposite each other by
how likely they are one word, and what is common weighs less than what is rare. Here
inverse frequency comes from the files themselves, and every step runs over all pairs together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from blindkoppel.arrays import Booleans, Bytes, Float32s, Int64s, Rows, UInt64s
from blindkoppel.names.alignment import LONGEST_WORD, AlignmentOdds, alignment_scores, units_of
from blindkoppel.names.pairing import GROUP_NUMBER
from blindkoppel.names.prepare import Token
from blindkoppel.names.score import default_scorer
from blindkoppel.names.scripts import Script
from blindkoppel.names.vocabulary import NO_WORD, WORDS_KEPT, Vocabulary
from blindkoppel.reading.records import Records

LINKS = 3
_NEVER = np.float32(-99)
_STRANGE = np.float32(-6)
_ABSENT = -2.0
_LEAST_MAXIMUM = 0.5
NAME_FEATURES: tuple[str, ...] = (
    *(f"{part} of link {at + 1}" for at in range(LINKS) for part in ("share", "rarity", "odds")),
    "odds together", "rarity met", "least share", "rarity of equal words", "rarest met",
    "words in place", "words left", "words right", "left over left", "left over right",
    "rarest left over left", "rarest left over right", "initials left", "initials right",
    "initials met",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What is known of every word of the vocabulary, with a last row for no word.

    Attributes
    ----------
    units : tuple[bytes, ...]
        The sound units of each word, as unit numbers; none for no word.
    best : Float32s
        What each word would score against its ideal counterpart, shape ``(words + 1,)``.
    inverse_frequency : Float32s
        Log of one over the share of records with a word of this phonetic key.
    spelling_inverse_frequency : Float32s
        The same for words that are spelled alike.
    initial : Booleans
        Whether only a first letter was written.
    first_letter : Int64s
        The first letter as a number.
    consonants : UInt64s
        The consonants of the word as bits.
    consonant_count : Bytes
        How many there are.
    """

    units: tuple[bytes, ...]
    best: Float32s
    inverse_frequency: Float32s
    spelling_inverse_frequency: Float32s
    initial: Booleans
    first_letter: Int64s
    consonants: UInt64s
    consonant_count: Bytes


def _inverse_frequency(numbers: Int64s, words: Int64s, size: int) -> Float32s:
    """Log of one over the share of records a word is in, per word."""
    counts = np.bincount(numbers[words], minlength=int(numbers.max(initial=0)) + 1)[numbers]
    return np.append(np.log(size / np.maximum(counts, 1)), 0).astype(np.float32)


def facts_of(
    tokens: Sequence[Token], inverse_frequency: Float32s, spelling_inverse_frequency: Float32s
) -> WordFacts:
    """The facts of these words; both inverse frequencies have a last row for no word already.

    Parameters
    ----------
    tokens : Sequence[Token]
        Words and their forms.
    inverse_frequency : Float32s
        Log of one over the share of records with the phonetic key, ``(words + 1,)``.
    spelling_inverse_frequency : Float32s
        The same for the spelling, ``(words + 1,)``.

    Returns
    -------
    WordFacts
        One row per word, and a last one for no word.

    Examples
    --------
    >>> from blindkoppel.names.prepare import token_from
    >>> none = np.zeros(2, np.float32)
    >>> facts_of([token_from("Petrova")], none, none).initial.tolist()
    [False, False]
    """
    odds = default_scorer().odds
    units = tuple(units_of(token.pronunciation)[:LONGEST_WORD] for token in tokens)
    latin = GROUP_NUMBER[Script.LATIN]
    most = np.maximum(odds.opposite[latin].max(axis=1), odds.gap_first[latin])
    best = [max(_LEAST_MAXIMUM, float(most[list(word)].sum())) for word in units]
    letters = [sum(1 << (ord(letter) % 64) for letter in set(token.fine)) for token in tokens]
    consonants = np.array([*letters, 0], dtype=np.uint64)
    return WordFacts(
        units=units,
        best=np.array([*best, 1], dtype=np.float32),
        inverse_frequency=inverse_frequency,
        spelling_inverse_frequency=spelling_inverse_frequency,
        initial=np.array([*(token.is_initial for token in tokens), False]),
        first_letter=np.array([*(ord(token.folded[0]) for token in tokens), 0]),
        consonants=consonants,
        consonant_count=np.bitwise_count(consonants),
    )


def word_facts(vocabulary: Vocabulary, left: Records, right: Records) -> WordFacts:
    """The facts of all words, inverse frequencies counted in both files.

    Parameters
    ----------
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.
    left : Records
        The first file, or what is known of it.
    right : Records
        The second file, or what is known of it.

    Returns
    -------
    WordFacts
        One row per word of the vocabulary, and a last one for no word.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> len(word_facts(vocabulary, records, records).initial)
    3
    """
    tokens = vocabulary.tokens
    words = np.concatenate([left.words.ravel(), right.words.ravel()]).astype(np.int64)
    words = words[words != NO_WORD]
    _, fine = np.unique([token.fine for token in tokens], return_inverse=True)
    size = len(left) + len(right)
    return facts_of(
        tokens,
        _inverse_frequency(fine, words, size),
        _inverse_frequency(np.arange(len(tokens)), words, size),
    )


def selected(facts: WordFacts, words: Rows, more: WordFacts) -> WordFacts:
    """The facts of some words by number, followed by the facts of more words.

    Parameters
    ----------
    facts : WordFacts
        The facts of all words.
    words : Rows
        Which words, shape ``(words,)``.
    more : WordFacts
        The facts that follow.

    Returns
    -------
    WordFacts
        One row per word, and a last one for no word.

    Examples
    --------
    >>> from blindkoppel.names.prepare import token_from
    >>> none = np.zeros(2, np.float32)
    >>> facts = facts_of([token_from("Petrova")], none, none)
    >>> selected(facts, np.array([0]), facts).initial.tolist()
    [False, False, False]
    """
    arrays = {
        field.name: np.append(getattr(facts, field.name)[words], getattr(more, field.name))
        for field in fields(WordFacts)
        if field.name != "units"
    }
    return WordFacts(units=(*(facts.units[word] for word in words), *more.units), **arrays)


def _word_odds(odds: AlignmentOdds, facts: WordFacts, one: Rows, other: Rows) -> Float32s:
    """Log-odds of every word of one side against every word of the other, per pair."""
    table: Float32s = np.full((len(one), WORDS_KEPT, WORDS_KEPT), _NEVER, dtype=np.float32)
    present = (one[:, :, None] != NO_WORD) & (other[:, None, :] != NO_WORD)
    letters = facts.consonants[one][:, :, None] & facts.consonants[other][:, None, :]
    fewest = np.minimum(
        facts.consonant_count[one][:, :, None], facts.consonant_count[other][:, None, :]
    )
    # Words without half their consonants in common are not worth aligning.
    alike = 2 * np.bitwise_count(letters) >= fewest
    table[present & ~alike] = _STRANGE
    pair, row, column = np.nonzero(present & alike)
    first, second = one[pair, row], other[pair, column]
    size = len(facts.units)
    code = np.minimum(first, second) * size + np.maximum(first, second)
    distinct, number = np.unique(code, return_inverse=True)
    scores = alignment_scores(
        odds,
        [facts.units[word] for word in distinct // size],
        [facts.units[word] for word in distinct % size],
        np.zeros(len(distinct), dtype=np.int64),
    )
    table[pair, row, column] = scores[number]
    return table


def _initials_met(facts: WordFacts, one: Rows, other: Rows) -> Float32s:
    """How many initials stand for a word of the other side."""
    letter_one, letter_other = facts.first_letter[one], facts.first_letter[other]
    initial_one, initial_other = facts.initial[one], facts.initial[other]
    same = letter_one[:, :, None] == letter_other[:, None, :]
    differ = initial_one[:, :, None] != initial_other[:, None, :]
    present = (one[:, :, None] != NO_WORD) & (other[:, None, :] != NO_WORD)
    met: Float32s = (same & differ & present).sum(axis=(1, 2)).astype(np.float32)
    return met


@dataclass(slots=True)
class _Sums:
    """What is added up over the links of each pair."""

    odds: Float32s
    inverse_frequency: Float32s
    least: Float32s
    equal: Float32s
    rarest: Float32s
    in_place: Float32s


def _follow_links(
    facts: WordFacts, one: Rows, other: Rows, table: Float32s
) -> tuple[list[Float32s], _Sums, Booleans, Booleans]:
    """Set words opposite each other, best first, and note each link."""
    at = np.arange(len(one))
    zeros = np.zeros(len(one), dtype=np.float32)
    sums = _Sums(zeros, zeros, zeros + 9, zeros, zeros, zeros)
    met_one, met_other = np.zeros(one.shape, bool), np.zeros(other.shape, bool)
    columns: list[Float32s] = []
    for _ in range(LINKS):
        row, column = np.divmod(table.reshape(len(one), -1).argmax(axis=1), WORDS_KEPT)
        value, first, second = table[at, row, column], one[at, row], other[at, column]
        linked = value > _NEVER
        share = np.where(linked, value / np.minimum(facts.best[first], facts.best[second]), 0)
        inverse_frequency = (facts.inverse_frequency[first] + facts.inverse_frequency[second]) / 2
        good = linked & (value > 0)
        sums.odds = sums.odds + np.where(linked, value, 0)
        sums.inverse_frequency = sums.inverse_frequency + np.where(
            good, np.clip(share, 0, 1) * inverse_frequency, 0
        )
        sums.least = np.where(linked, np.minimum(sums.least, share), sums.least)
        sums.equal = sums.equal + np.where(
            linked & (first == second), facts.spelling_inverse_frequency[first], 0
        )
        sums.rarest = np.maximum(sums.rarest, np.where(good & (share > 0.7), inverse_frequency, 0))
        sums.in_place = sums.in_place + (good & (row == column))
        met_one[at[good], row[good]] = True
        met_other[at[good], column[good]] = True
        columns += [
            np.where(linked, share, _ABSENT),
            np.where(linked, inverse_frequency, -1),
            np.where(linked, value, -20),
        ]
        table[at, row, :] = _NEVER
        table[at, :, column] = _NEVER
    return columns, sums, met_one, met_other


def name_features(facts: WordFacts, one: Rows, other: Rows) -> Float32s:
    """The features of pairs of names, as word numbers.

    Parameters
    ----------
    facts : WordFacts
        The facts of all words.
    one : Rows
        Word numbers of the first names, shape ``(pairs, WORDS_KEPT)``.
    other : Rows
        Word numbers of the second names, same shape.

    Returns
    -------
    Float32s
        One row of ``NAME_FEATURES`` per pair, shape ``(pairs, features)``.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> facts = word_facts(vocabulary, records, records)
    >>> name_features(facts, records.words, records.words).shape == (1, len(NAME_FEATURES))
    True
    """
    table = _word_odds(default_scorer().odds, facts, one, other)
    columns, sums, met_one, met_other = _follow_links(facts, one, other, table)
    left_one, left_other = (one != NO_WORD) & ~met_one, (other != NO_WORD) & ~met_other
    columns += [
        sums.odds,
        sums.inverse_frequency,
        sums.least,
        sums.equal,
        sums.rarest,
        sums.in_place,
    ]
    columns += [(one != NO_WORD).sum(axis=1), (other != NO_WORD).sum(axis=1)]
    columns += [left_one.sum(axis=1), left_other.sum(axis=1)]
    columns += [
        np.where(left_one, facts.inverse_frequency[one], 0).max(axis=1),
        np.where(left_other, facts.inverse_frequency[other], 0).max(axis=1),
        facts.initial[one].sum(axis=1),
        facts.initial[other].sum(axis=1),
        _initials_met(facts, np.where(met_one, NO_WORD, one), np.where(met_other, NO_WORD, other)),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)
