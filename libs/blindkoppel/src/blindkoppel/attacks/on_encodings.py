# SPDX-License-Identifier: MIT
"""Attacks on encodings: what resembles can be matched to what resembles."""

import numpy as np
import numpy.typing as npt

from blindkoppel.attacks.setting import Setting
from blindkoppel.encode.bits import SEGMENTS, Bits, Encoder, encode
from blindkoppel.encode.parameters import Parameters
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.records import read_records

Floats = npt.NDArray[np.float64]

_QUANTILES = np.linspace(0.5, 1, 60)
_ROUNDS = 3


def _encodings(setting: Setting, key: bytes, flip: float) -> Bits:
    vocabulary = Vocabulary()
    records = read_records(setting.file, setting.schema, vocabulary)
    seeds = [str(row) for row in range(len(records))]
    return encode(Encoder(key, Parameters("attack", flip=flip)), records, vocabulary, seeds)


def _similarities(bits: Bits) -> Floats:
    """Dice of every pair of names."""
    place = SEGMENTS["name"]
    names = bits[:, place.first : place.first + place.words]
    sizes = np.bitwise_count(names).sum(axis=1, dtype=np.int64)
    common = np.bitwise_count(names[:, None, :] & names[None, :, :]).sum(axis=2, dtype=np.int64)
    dice: Floats = 2 * common / np.maximum(sizes[:, None] + sizes[None, :], 1)
    return dice


def _shape(graph: Floats) -> Floats:
    """Each record's place in the graph: how near its neighbours are, nearest ones finely."""
    nodes = np.quantile(graph, _QUANTILES, axis=1).T
    shape: Floats = (nodes - nodes.mean(axis=0)) / (nodes.std(axis=0) + 1e-9)
    return shape


def _assign(distance: Floats) -> npt.NDArray[np.int64]:
    """Nearest pairs first, each record once."""
    guess = np.full(len(distance), -1, dtype=np.int64)
    taken: set[int] = set()
    for flat in np.argsort(distance, axis=None):
        one, other = divmod(int(flat), len(distance))
        if guess[one] < 0 and other not in taken:
            guess[one] = other
            taken.add(other)
    return guess


def _apart(one: Floats, other: Floats) -> Floats:
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None, :] - 2 * one @ other.T
    apart: Floats = np.maximum(squares, 0)
    return apart


def graph_matching(setting: Setting, flip: float) -> float:
    """Lay the graph of similar encodings over the graph of similar names.

    The attacker has the encodings, no key, and the list of the people in the file. Own
    encodings under any key give the same similarities. First guesses come from each
    record's place in the graph; then the surest guesses become landmarks for the rest
    (after Vidanage, Christen, Ranbaduge and Schnell, 2020).
    """
    seen = _similarities(_encodings(setting, b"unknown to the attacker", flip))
    known = _similarities(_encodings(setting, b"the attacker's own", 0.0))
    distance = _apart(_shape(seen), _shape(known))
    guess = _assign(distance)
    for _ in range(_ROUNDS):
        sure = np.argsort(distance[np.arange(len(guess)), guess])[: len(guess) // 4]
        distance = _apart(seen[:, sure], known[:, guess[sure]])
        guess = _assign(distance)
    return float((guess == np.arange(len(guess))).mean())
