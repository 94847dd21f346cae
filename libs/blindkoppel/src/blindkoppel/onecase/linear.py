# SPDX-License-Identifier: MIT
"""Log-odds that are one inner product, so that two sides can add them up unseen.

Each segment of an encoding is stretched to length one; the inner product of two such
segments is their cosine. The log-odds of a match are a weighted sum of cosines, and of
which fields both sides know. Everything the asker contributes can be put in one vector,
weights included, everything the holder contributes in another: their inner product, in
whole numbers, is the score. Weighing letters by how rare they are was tried and adds
nothing (``docs/weights.md``).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from blindkoppel.arrays import Bits, Float32s, Float64s, Int64s
from blindkoppel.block import Candidates
from blindkoppel.decide import Bands
from blindkoppel.encode.bits import SEGMENTS, WORDS, Segment

Whole = Int64s

# Fields that may be unknown; a record has a name always.
SOMETIMES_KNOWN = ("year", "day", "facts", "place")
LINEAR_FEATURES = (*SEGMENTS, *(f"{name} known" for name in SOMETIMES_KNOWN))
LENGTH = 64 * WORDS + len(SOMETIMES_KNOWN) + 1
# Whole numbers per unit of log-odds, half of it on either side of the product.
ASKING, HOLDING = 128, 1024
UNIT = ASKING * HOLDING
# A row of padding has so often the intercept that nothing comes of it.
_NOBODY = 8


@dataclass(frozen=True, slots=True)
class LinearWeights:
    """The weights of a score that is one inner product, at the prior of training.

    Attributes
    ----------
    weights : Mapping[str, float]
        What each cosine and each known field adds, by name.
    intercept : float
        What every pair begins with.
    prior : float
        The share of matches among the candidates they were learned from.
    """

    weights: Mapping[str, float]
    intercept: float
    prior: float

    def log_odds(self, rows: Float32s) -> Float64s:
        """Log-odds of a match per row of ``LINEAR_FEATURES``.

        Parameters
        ----------
        rows : Float32s
            One row of ``LINEAR_FEATURES`` per pair.

        Returns
        -------
        Float64s
            Shape ``(pairs,)``.
        """
        return self.intercept + rows.astype(float) @ [
            self.weights[name] for name in LINEAR_FEATURES
        ]

    def to_json(self) -> str:
        """The weights as text."""
        return json.dumps(asdict(self), indent=1) + "\n"


@cache
def linear_weights() -> LinearWeights:
    """The weights that come with the library; ``blindkoppel.learn.linear`` makes them.

    Returns
    -------
    LinearWeights
        The weights.

    Examples
    --------
    >>> 0 < linear_weights().prior < 1
    True
    """
    stored = json.loads(files("blindkoppel.onecase").joinpath("weights.json").read_text("utf-8"))
    return LinearWeights(**stored)


def _part(bits: Bits, segment: Segment) -> Bits:
    return bits[:, segment.first : segment.first + segment.words]


def _counts(bits: Bits, segment: Segment) -> Float64s:
    counts: Float64s = np.bitwise_count(_part(bits, segment)).sum(axis=1).astype(float)
    return counts


def compare_linear(left: Bits, right: Bits, pairs: Candidates) -> Float32s:
    """The features of a linear score: cosines per segment, and 1 where both know a field.

    Parameters
    ----------
    left : Bits
        Encodings of the first file, shape ``(records, WORDS)``.
    right : Bits
        Encodings of the second file, shape ``(records, WORDS)``.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.

    Returns
    -------
    Float32s
        One row of ``LINEAR_FEATURES`` per pair.

    Examples
    --------
    >>> import numpy as np
    >>> bits = np.full((1, WORDS), 7, np.uint64)
    >>> compare_linear(bits, bits, Candidates(np.array([0]), np.array([0])))[0, 0].round(3).item()
    1.0
    """
    one, other = left[pairs.left], right[pairs.right]
    both = one & other
    columns = {
        name: _counts(both, place)
        / np.sqrt(np.maximum(_counts(one, place) * _counts(other, place), 1))
        for name, place in SEGMENTS.items()
    }
    for name in SOMETIMES_KNOWN:
        place = SEGMENTS[name]
        known = (_counts(one, place) > 0) & (_counts(other, place) > 0)
        columns[f"{name} known"] = known.astype(float)
    return np.stack([columns[name] for name in LINEAR_FEATURES], axis=1).astype(np.float32)


def _stretched(bits: Bits, factors: Mapping[str, float]) -> Float64s:
    """Bits as numbers, each segment of the length its factor says; what is empty stays so."""
    rows = [
        np.unpackbits(_part(bits, place).copy().view(np.uint8), axis=1, bitorder="little")
        * (factors[name] / np.sqrt(np.maximum(_counts(bits, place), 1)))[:, None]
        for name, place in SEGMENTS.items()
    ]
    return np.hstack(rows)


def _known(bits: Bits, factors: Mapping[str, float]) -> Float64s:
    columns = [(_counts(bits, SEGMENTS[name]) > 0) * factors[name] for name in SOMETIMES_KNOWN]
    return np.stack(columns, axis=1)


def asking_vector(bits: Bits, weights: LinearWeights) -> Whole:
    """The asker's side of the product, ``(LENGTH,)``: one record of ``(WORDS,)``, weighed.

    Parameters
    ----------
    bits : Bits
        One encoding, shape ``(WORDS,)``.
    weights : LinearWeights
        The weights of a comparison.

    Returns
    -------
    Whole
        Whole numbers, shape ``(LENGTH,)``.

    Examples
    --------
    >>> asking_vector(np.full(WORDS, 7, np.uint64), linear_weights()).shape == (LENGTH,)
    True
    """
    row = bits.reshape(1, WORDS)
    known = {name: weights.weights[f"{name} known"] for name in SOMETIMES_KNOWN}
    intercept = np.full((1, 1), weights.intercept)
    parts = [_stretched(row, weights.weights), _known(row, known), intercept]
    vector: Whole = np.rint(ASKING * np.hstack(parts)[0]).astype(np.int64)
    return vector


def holding_vectors(bits: Bits, rows: int) -> Whole:
    """The holder's side, ``(rows, LENGTH)``: its candidates, and nobody for the rows left over.

    Parameters
    ----------
    bits : Bits
        Encodings of the candidates, shape ``(candidates, WORDS)``.
    rows : int
        How many rows there have to be.

    Returns
    -------
    Whole
        Whole numbers, shape ``(rows, LENGTH)``.

    Examples
    --------
    >>> holding_vectors(np.full((1, WORDS), 7, np.uint64), rows=2).shape == (2, LENGTH)
    True
    """
    ones = dict.fromkeys(SEGMENTS, 1.0)
    parts = [_stretched(bits, ones), _known(bits, ones), np.ones((len(bits), 1))]
    padding = np.zeros((rows - len(bits), LENGTH))
    padding[:, -1] = _NOBODY
    vectors: Whole = np.rint(HOLDING * np.vstack([np.hstack(parts), padding])).astype(np.int64)
    return vectors


def limits(bands: Bands) -> tuple[int, int]:
    """The inner products from which a pair needs a look, and from which it is a match.

    Parameters
    ----------
    bands : Bands
        From which probability a pair is a match, and from which somebody has to look.

    Returns
    -------
    tuple[int, int]
        Whole numbers.

    Examples
    --------
    >>> review, match = limits(Bands())
    >>> review < 0 < match
    True
    """

    def limit(probability: float) -> int:
        return round(UNIT * float(np.log(probability / (1 - probability))))

    return limit(bands.review), limit(bands.match)
