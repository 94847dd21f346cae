# SPDX-License-Identifier: MIT
"""One case against a file that was read once: who on it could be this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from blindkoppel.arrays import Bits, Keys, Rows
from blindkoppel.block import Candidates
from blindkoppel.block.join import PAIRS_A_RECORD
from blindkoppel.compare.names import WordFacts, facts_of, selected, word_facts
from blindkoppel.compare.prefilter import prefilter_of, signatures
from blindkoppel.compare.records import Comparison, compare, fact_columns
from blindkoppel.compare.term_frequency import TermFrequencies, term_frequencies
from blindkoppel.decide import exclusive_probability, shipped_weights
from blindkoppel.encode.blocking_keys import BLOCKING_KEYS, KeySet, all_phonetic_key_codes, key_set
from blindkoppel.names.prepare import Token
from blindkoppel.names.vocabulary import NO_WORD, Vocabulary, WordNumbers
from blindkoppel.reading.records import Columns, Records, Schema, read_records

# Until the user knows better, somebody is as likely on the file as not.
ON_FILE = 0.5
_TRIED = 200
_SEED = 20_240_101


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the file, and the probability that it is the person asked for.

    Attributes
    ----------
    row : int
        The row of the file.
    probability : float
        The probability that it is the person.
    """

    row: int
    probability: float


@dataclass(frozen=True)
class Index:
    """A file, read and sorted by its match keys. Queries leave no trace in it.

    ``expected`` is how many others a query proposes on average; it sets the prior.

    Attributes
    ----------
    schema : Schema
        Which columns say what.
    records : Records
        The file.
    tokens : tuple[Token, ...]
        The words of its names.
    facts : WordFacts
        What is known of every word.
    bits : Bits
        Signatures, shape ``(records, 4)``.
    keys : Keys
        Values of all blocking keys, in ascending order, shape ``(keys,)``.
    rows : Rows
        The record of each value, shape ``(keys,)``.
    term_frequencies : tuple[TermFrequencies, ...]
        How frequent the values of each fact are.
    expected : float
        How many records a person proposes on average.
    """

    schema: Schema
    records: Records
    tokens: tuple[Token, ...]
    facts: WordFacts
    bits: Bits
    keys: Keys
    rows: Rows
    term_frequencies: tuple[TermFrequencies, ...]
    expected: float = 1.0

    @classmethod
    def of(cls, columns: Columns, schema: Schema) -> "Index":
        """The index of a file. Takes about as long as linking it; a query then takes milliseconds.

        Parameters
        ----------
        columns : Columns
            Values by column name, as many in every column as there are records.
        schema : Schema
            Which columns say what.

        Returns
        -------
        Index
            The index.
        """
        vocabulary = Vocabulary()
        # Shipped weights know no texts.
        schema = replace(schema, texts=())
        records = read_records(columns, schema, vocabulary)
        keys, rows = _sorted_keys(records, vocabulary)
        index = cls(
            schema=schema,
            records=records,
            tokens=tuple(vocabulary.tokens),
            facts=word_facts(vocabulary, records, records),
            bits=signatures(records, vocabulary),
            keys=keys,
            rows=rows,
            term_frequencies=tuple(term_frequencies(column) for column in fact_columns(records)),
        )
        return replace(index, expected=index._proposed_on_average(columns)) if rows.size else index

    def query(self, case: Mapping[str, str], on_file: float = ON_FILE) -> list[Found]:
        """The people on the file who could be this person, the likeliest first.

        ``case`` has the columns of the schema, those unknown empty or absent.
        ``on_file`` is how likely somebody asked for is to be on the file at all.
        Nobody is expected to be on the file twice.

        Parameters
        ----------
        case : Mapping[str, str]
            Values by column name.
        on_file : float
            How likely somebody asked for is to be on the file.

        Returns
        -------
        list[Found]
            Rows with their probability.
        """
        vocabulary = Vocabulary()
        asked = self._read(case, vocabulary)
        rows = self._candidates(asked, vocabulary)
        if not len(rows):
            return []
        pairs = Candidates(np.zeros(len(rows), np.int64), np.arange(len(rows)))
        weights = shipped_weights("clear")
        log_odds = weights.log_odds(compare(self._comparison(asked, vocabulary, rows), pairs))
        prior = min(on_file / self.expected, 0.5)
        probability = exclusive_probability(pairs, log_odds + _logit(prior) - _logit(weights.prior))
        found = map(Found, rows.tolist(), probability.tolist())
        return sorted(found, key=lambda one: -one.probability)

    def _read(self, case: Mapping[str, str], vocabulary: Vocabulary) -> Records:
        known = {name: [case.get(name, "")] for name in self.schema.columns}
        return read_records(known, self.schema, vocabulary)

    def _candidates(self, asked: Records, vocabulary: Vocabulary) -> Rows:
        """Rows that share a key and resemble the case at all."""
        phonetic_codes = all_phonetic_key_codes(vocabulary)
        wanted = np.concatenate(
            [key_set(asked, phonetic_codes, blocking_key).keys for blocking_key in BLOCKING_KEYS]
        )
        first = np.searchsorted(self.keys, wanted)
        last = np.searchsorted(self.keys, wanted, side="right")
        runs = [self.rows[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
        rows = np.unique(np.concatenate([np.empty(0, np.int64), *runs]))
        near = self.records.only(rows)
        prefilter = prefilter_of((asked, signatures(asked, vocabulary)), (near, self.bits[rows]))
        at = np.arange(len(rows))
        return rows[prefilter(np.zeros_like(at), at)]

    def _comparison(self, asked: Records, vocabulary: Vocabulary, rows: Rows) -> Comparison:
        """The case against these rows, with the few words of the vocabulary they need."""
        near = self.records.only(rows)
        numbers = [self._numbers.get(token.folded, NO_WORD) for token in vocabulary.tokens]
        number = np.array(numbers, np.int64)
        strange = number == NO_WORD
        words = np.unique(np.append(near.words[near.words != NO_WORD], number[~strange]))
        # Words the file does not have come after those it has.
        place = np.where(
            strange, len(words) + np.cumsum(strange) - 1, np.searchsorted(words, number)
        )
        fresh = [vocabulary.tokens[at] for at in np.flatnonzero(strange).tolist()]
        columns = zip(self.term_frequencies, fact_columns(asked), strict=True)
        return Comparison(
            left=replace(asked, words=np.append(place, NO_WORD)[asked.words].astype(np.int32)),
            right=replace(near, words=_placed(near.words, words)),
            words=selected(self.facts, words, self._facts_of(fresh)),
            inverse_frequencies=tuple(table.inverse(column) for table, column in columns),
        )

    def _facts_of(self, fresh: Sequence[Token]) -> WordFacts:
        never = np.log(len(self.records))
        by_phonetic_key = [self._inverse_frequency_of_key.get(token.fine, never) for token in fresh]
        return facts_of(
            fresh,
            np.array([*by_phonetic_key, 0], np.float32),
            np.array([*(never for _ in fresh), 0], np.float32),
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {token.folded: number for number, token in enumerate(self.tokens)}

    @cached_property
    def _inverse_frequency_of_key(self) -> dict[str, float]:
        inverse_frequency = self.facts.inverse_frequency.tolist()
        return {token.fine: inverse_frequency[number] for number, token in enumerate(self.tokens)}

    def _proposed_on_average(self, columns: Columns) -> float:
        """How many others a record of the file itself proposes, over a sample."""
        drawn = np.random.default_rng(_SEED).integers(len(self.records), size=_TRIED)
        proposed = 0
        for row in drawn.tolist():
            case = {name: columns[name][row] for name in self.schema.columns}
            vocabulary = Vocabulary()
            proposed += len(self._candidates(self._read(case, vocabulary), vocabulary))
        return max(proposed / _TRIED, 1.0)


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _sorted_keys(records: Records, vocabulary: Vocabulary) -> tuple[Keys, Rows]:
    """Every key that not too many share, in order, and the row of each."""
    phonetic_codes = all_phonetic_key_codes(vocabulary)
    sets = [
        _rare_enough(key_set(records, phonetic_codes, blocking_key), len(records))
        for blocking_key in BLOCKING_KEYS
    ]
    keys, rows = (np.concatenate(part) for part in zip(*sets, strict=True))
    order = np.argsort(keys, kind="stable")
    return keys[order], rows[order]


def _rare_enough(made: KeySet, size: int) -> tuple[Keys, Rows]:
    """The rule of ``block.candidates`` when the other file is like this one."""
    _, number, counts = np.unique(made.keys, return_inverse=True, return_counts=True)
    ordered = np.sort(counts)
    within = np.cumsum(ordered * ordered) <= 2 * PAIRS_A_RECORD * size
    most = ordered[within].max(initial=0)
    kept = counts[number] <= most
    return made.keys[kept], made.rows[kept]


def _placed(words: WordNumbers, among: Rows) -> WordNumbers:
    """Word numbers as places among these words."""
    return np.where(words == NO_WORD, NO_WORD, np.searchsorted(among, words)).astype(np.int32)
