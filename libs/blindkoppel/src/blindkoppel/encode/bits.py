# SPDX-License-Identifier: MIT
"""A record as 1,024 bits that still resemble when records do.

Similarity that survives encoding also serves an attacker: with enough encodings and a
list of people, graph matching finds names back without the key (Vidanage and others,
2020). So these encodings never lie readable in a central place; they are opened inside
one closed round. Flipped bits stop neither pattern mining nor graph matching: see
``blindkoppel.attacks``.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from blindkoppel.arrays import Bits, Int16s, UInt64s
from blindkoppel.encode.parameters import Parameters
from blindkoppel.names.vocabulary import NO_WORD, Vocabulary
from blindkoppel.reading.records import UNKNOWN, Records

WORDS = 16  # of 64 bits


@dataclass(frozen=True, slots=True)
class Segment:
    """Where one field lives: so many 64-bit words from the first one.

    Attributes
    ----------
    first : int
        The first 64-bit word.
    words : int
        How many words.
    """

    first: int
    words: int


# What format 1 calls the segment of phonetic keys; every bit of it hangs on this word.
PHONETIC = "skeleton"
SEGMENTS = {
    "name": Segment(0, 10),
    PHONETIC: Segment(10, 2),
    "year": Segment(12, 1),
    "day": Segment(13, 1),
    "facts": Segment(14, 1),
    "place": Segment(15, 1),
}


@dataclass(frozen=True, slots=True)
class Encoder:
    """Sets bits for values under a key that the matching point does not have.

    Attributes
    ----------
    key : bytes
        The agents' key.
    parameters : Parameters
        What both sides have to do alike.
    """

    key: bytes
    parameters: Parameters
    _masks: dict[str, int] = field(default_factory=dict, repr=False)

    def _stream(self, label: str, size: int) -> bytes:
        keyed = hmac.new(self.key, label.encode(), hashlib.sha512).digest()
        return hashlib.shake_128(keyed).digest(size)

    def _mask(self, segment: str, value: str) -> int:
        """The bits one value sets in its segment."""
        label = f"{segment}:{value}"
        mask = self._masks.get(label)
        if mask is None:
            stream = self._stream(label, 4 * self.parameters.hashes)
            size = 64 * SEGMENTS[segment].words
            mask = 0
            for at in range(0, len(stream), 4):
                mask |= 1 << (int.from_bytes(stream[at : at + 4]) % size)
            self._masks[label] = mask
        return mask

    def bits(self, segment: str, values: list[str]) -> list[int]:
        """The words of one segment with the bits of some values set.

        Parameters
        ----------
        segment : str
            The name of the segment.
        values : list[str]
            The values, in order.

        Returns
        -------
        list[int]
            64-bit numbers, as many as the segment has words.
        """
        number = 0
        for value in values:
            number |= self._mask(segment, value)
        return [
            (number >> (64 * word)) & 0xFFFFFFFFFFFFFFFF for word in range(SEGMENTS[segment].words)
        ]

    def noise(self, seed: str) -> tuple[Bits, Bits]:
        """The noise of a record: which bits are random, and what they become; the same every time.

        Fresh noise at each encoding would average out.

        Parameters
        ----------
        seed : str
            What the noise hangs on.

        Returns
        -------
        tuple[Bits, Bits]
            Two masks of shape ``(WORDS,)``.
        """
        draws = np.frombuffer(self._stream(f"noise:{seed}", 2 * 64 * WORDS), dtype=np.uint16)
        flipped = np.packbits(draws < self.parameters.flip * 65536).view(np.uint64)
        random = np.packbits(draws & 1 == 1).view(np.uint64)
        return flipped, random


def letter_pairs(word: str) -> list[str]:
    """The letter pairs of a word: every two letters that follow each other, ends included.

    Parameters
    ----------
    word : str
        The word.

    Returns
    -------
    list[str]
        One more than there are letters.

    References
    ----------
    R. Schnell, T. Bachteler and J. Reiher, "Privacy-preserving record linkage using Bloom
        filters", BMC Medical Informatics and Decision Making 9:41, 2009.

    Examples
    --------
    >>> letter_pairs("abu")
    ['_a', 'ab', 'bu', 'u_']
    """
    return [first + second for first, second in pairwise(f"_{word}_")]


def _table(rows: list[list[int]], segment: str) -> Bits:
    return np.array(rows, dtype=np.uint64).reshape(-1, SEGMENTS[segment].words)


def _word_bits(encoder: Encoder, vocabulary: Vocabulary, segment: str) -> Bits:
    """The bits of every word, with a last row for no word."""
    rows = [
        encoder.bits(
            segment, letter_pairs(token.pronunciation) if segment == "name" else [token.fine]
        )
        for token in vocabulary.tokens
    ]
    empty = [0] * SEGMENTS[segment].words
    return np.array([*rows, empty], dtype=np.uint64)


def _fact_bits(encoder: Encoder, segment: str, codes: UInt64s, label: str) -> Bits:
    distinct, numbers = np.unique(codes, return_inverse=True)
    rows = [
        encoder.bits(segment, [f"{label}{code}"] if code != UNKNOWN else []) for code in distinct
    ]
    return _table(rows, segment)[numbers]


def _date_bits(encoder: Encoder, birth: Int16s) -> tuple[Bits, Bits]:
    """Years with their neighbours; month and day apart, whichever is which."""
    years, year_numbers = np.unique(birth[:, 0], return_inverse=True)
    year_rows = [
        encoder.bits("year", [f"{year + step}/{abs(step)}" for step in (-1, 0, 1)] if year else [])
        for year in years.tolist()
    ]
    days, day_numbers = np.unique(birth[:, 1:], axis=0, return_inverse=True)
    day_rows = [
        encoder.bits("day", [f"m{month}"] * (month > 0) + [f"d{day}"] * (day > 0))
        for month, day in days.tolist()
    ]
    return _table(year_rows, "year")[year_numbers], _table(day_rows, "day")[day_numbers]


def encode(encoder: Encoder, records: Records, vocabulary: Vocabulary, seeds: list[str]) -> Bits:
    """The encodings of records, 1,024 bits each; the seed of a record decides which are noise.

    Parameters
    ----------
    encoder : Encoder
        The key and the parameters.
    records : Records
        One file as columns of numbers, one row per record.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.
    seeds : list[str]
        A text per record.

    Returns
    -------
    Bits
        Shape ``(records, WORDS)``.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema, read_records
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> encode(Encoder(b"k", Parameters("trial")), records, vocabulary, ["seed"]).shape
    (1, 16)
    """
    words = np.where(records.words == NO_WORD, len(vocabulary.tokens), records.words)
    year, day = _date_bits(encoder, records.birth)
    facts = _fact_bits(encoder, "facts", records.sex, "sex")
    facts |= _fact_bits(encoder, "facts", records.nationality, "nationality")
    plain = np.hstack(
        [
            np.bitwise_or.reduce(_word_bits(encoder, vocabulary, "name")[words], axis=1),
            np.bitwise_or.reduce(_word_bits(encoder, vocabulary, PHONETIC)[words], axis=1),
            year,
            day,
            facts,
            _fact_bits(encoder, "place", records.place, "place"),
        ]
    )
    noise = [encoder.noise(seed) for seed in seeds]
    flipped = np.array([mask for mask, _ in noise], dtype=np.uint64).reshape(-1, WORDS)
    random = np.array([bits for _, bits in noise], dtype=np.uint64).reshape(-1, WORDS)
    encoded: Bits = (plain & ~flipped) | (random & flipped)
    return encoded
