# SPDX-License-Identifier: MIT
"""Attacks on encodings: what resembles can be matched to what resembles.

Both attackers have encodings, no key, and the list of the people in the file.
"""

import numpy as np

from blindkoppel.arrays import Bits, Float64s, Int64s
from blindkoppel.attacks.assignment import (
    graduated_assignment,
    greedy_assignment,
    sinkhorn,
    standardised,
)
from blindkoppel.attacks.setting import Setting
from blindkoppel.encode.bits import SEGMENTS, letter_pairs
from blindkoppel.encode.parameters import Parameters
from blindkoppel.names.vocabulary import NO_WORD, Vocabulary
from blindkoppel.reading.records import read_records
from blindkoppel.rounds.protocol import Encoded

_QUANTILES = np.linspace(0.5, 1, 60)
_SURE = 3.0
_LEAST_CHANCE = 0.3
# How much the frequency of a letter pair counts beside its company.
_FREQUENCY = 0.2


def _shuffled(seen: Encoded) -> tuple[Bits, Int64s]:
    """Encodings in another order, so that no attack can profit from that of the list."""
    order = np.random.default_rng(len(seen.handles)).permutation(len(seen.handles))
    return seen.bits[order], order


def _similarities(bits: Bits, segment: str) -> Float64s:
    """Dice of every pair of records in one field."""
    place = SEGMENTS[segment]
    field = bits[:, place.first : place.first + place.words]
    sizes = np.bitwise_count(field).sum(axis=1, dtype=np.int64)
    common = np.bitwise_count(field[:, None, :] & field[None, :, :]).sum(axis=2, dtype=np.int64)
    dice: Float64s = 2 * common / np.maximum(sizes[:, None] + sizes[None, :], 1)
    return dice


def _shape(graph: Float64s) -> Float64s:
    """Each record's place in the graph: how near its neighbours are, nearest ones finely."""
    nodes = np.quantile(graph, _QUANTILES, axis=1).T
    shape: Float64s = (nodes - nodes.mean(axis=0)) / (nodes.std(axis=0) + 1e-9)
    return shape


def _likeness(one: Float64s, other: Float64s) -> Float64s:
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None, :] - 2 * one @ other.T
    likeness: Float64s = -np.maximum(squares, 0)
    return likeness


def graph_matching(setting: Setting, seen: Encoded) -> float:
    """The graph-matching attack: lay the graph of similar encodings over that of similar people.

    Own encodings under any key resemble each other as the ones seen do. First guesses
    come from each record's place in the graphs (after Vidanage, Christen, Ranbaduge and
    Schnell, 2020); graduated assignment does the rest.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    seen : Encoded
        The submission that the attacker sees.

    Returns
    -------
    float
        Share of the file's records whose person is found.

    References
    ----------
    A. Vidanage, P. Christen, T. Ranbaduge and R. Schnell, "A graph matching attack on
        privacy-preserving record linkage", CIKM 2020.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=80, in_file=20)
    >>> 0 <= graph_matching(setting, setting.encoded_file(b"k", setting.parameters)) <= 1
    True
    """
    bits, order = _shuffled(seen)
    own = setting.encoded_file(b"the attacker's own", Parameters("attack", flip=0.0))
    fields = list(SEGMENTS)
    seen_graphs = [_similarities(bits, field) for field in fields]
    known = [_similarities(own.bits, field) for field in fields]
    start = np.zeros((len(order), len(order)))
    for one, other in zip(seen_graphs, known, strict=True):
        start += _likeness(_shape(one), _shape(other))
    chances = graduated_assignment(
        [standardised(graph) for graph in seen_graphs],
        [standardised(graph) for graph in known],
        start / (start.std() + 1e-9),
    )
    return float((greedy_assignment(chances) == order).mean())


def _pairs_of_letters(setting: Setting) -> Float64s:
    """Which record has which pair of letters in its name."""
    vocabulary = Vocabulary()
    records = read_records(setting.file, setting.schema, vocabulary)
    letters_for_sounds = [token.pronunciation for token in vocabulary.tokens]
    found = [
        {pair for word in row if word != NO_WORD for pair in letter_pairs(letters_for_sounds[word])}
        for row in records.words.tolist()
    ]
    columns = {pair: at for at, pair in enumerate(sorted(set().union(*found)))}
    table = np.zeros((len(found), len(columns)))
    for row, pairs in enumerate(found):
        table[row, [columns[pair] for pair in pairs]] = 1
    return table


def _bit_columns(bits: Bits, flip: float) -> Float64s:
    """A column per bit of the name that is set oftener than noise would."""
    place = SEGMENTS["name"]
    field = np.ascontiguousarray(bits[:, place.first : place.first + place.words])
    columns = np.unpackbits(field.view(np.uint8), axis=1).astype(np.float64)
    noise = flip / 2
    least = noise + _SURE * np.sqrt(noise * (1 - noise) / len(bits))
    kept: Float64s = columns[:, columns.mean(axis=0) > least]
    return kept


def _together(table: Float64s) -> Float64s:
    """How much oftener two columns come together than by chance: their correlation."""
    scaled = (table - table.mean(axis=0)) / (table.std(axis=0) + 1e-9)
    together: Float64s = scaled.T @ scaled / len(table)
    np.fill_diagonal(together, 0)
    return together


def _by_frequency(bits: Float64s, pairs: Float64s, flip: float) -> Float64s:
    """How well the share of records with a bit fits that with a pair of letters."""
    share = pairs.mean(axis=0)
    spread = np.sqrt(np.maximum(share * (1 - share), 1e-3) / len(pairs)) + 0.01
    seen = (bits.mean(axis=0) - flip / 2) / (1 - flip)
    fit: Float64s = np.maximum(-(((seen[:, None] - share[None, :]) / spread) ** 2) / 2, -30)
    return _FREQUENCY * fit


def pattern_mining(setting: Setting, seen: Encoded, flip: float) -> float:
    """The pattern-mining attack: find out which bits are which letters; then read the names.

    Bits of one pair of letters come together, and so do pairs of letters in one name
    (after Christen, Ranbaduge, Vatsalan and Schnell, 2018). The company bits keep is
    laid over the company letters keep.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    seen : Encoded
        The submission that the attacker sees.
    flip : float
        The chance that a bit of an encoding is random.

    Returns
    -------
    float
        Share of the file's records whose person is found.

    References
    ----------
    P. Christen, A. Vidanage, T. Ranbaduge and R. Schnell, "Pattern-mining based cryptanalysis
        of Bloom filters for privacy-preserving record linkage", PAKDD 2018.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=80, in_file=20)
    >>> 0 <= pattern_mining(setting, setting.encoded_file(b"k", setting.parameters), 0.01) <= 1
    True
    """
    shuffled, order = _shuffled(seen)
    bits, pairs = _bit_columns(shuffled, flip), _pairs_of_letters(setting)
    start = _by_frequency(bits, pairs, flip)
    chances = graduated_assignment([_together(bits)], [_together(pairs)], start)
    sure = np.where(chances >= _LEAST_CHANCE, chances, 0)
    read = bits @ sure / np.maximum(sure.sum(axis=0), 1e-9)
    # A rare pair of letters says more than a common one.
    weight = np.log(len(pairs) / pairs.sum(axis=0))
    one, other = ((table - table.mean(axis=0)) * weight for table in (read, pairs))
    one, other = (
        table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-9) for table in (one, other)
    )
    return float((greedy_assignment(sinkhorn(one @ other.T * 50)) == order).mean())
