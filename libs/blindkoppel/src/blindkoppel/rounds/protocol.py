# SPDX-License-Identifier: MIT
"""A round between organisations: what each role makes and what each role sees.

Agents make keys and encodings; the custodian evaluates blinded keys; the matching point
pairs opaque handles. Every step takes plain data and gives plain data, so a step can be
a file, a message, or a process, and can be done again after it broke off.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Bits, Bytes, Float64s, Int16s, Keys, Rows, UInt64s
from blindkoppel.block import Candidates, candidates
from blindkoppel.compare.blind import BlindRecords, blind_prefilter, compare_blind
from blindkoppel.decide import prior_shift, shipped_weights
from blindkoppel.decide.calibration import NonMatches, calibrate, pair_ratio, sample
from blindkoppel.encode import oprf
from blindkoppel.encode.bits import Encoder, encode
from blindkoppel.encode.blocking_keys import KeySet, all_phonetic_key_codes, key_set
from blindkoppel.encode.parameters import Parameters, require_same
from blindkoppel.errors import BlindkoppelError
from blindkoppel.linking import Linkage, exclusive
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.reading.records import Columns, Schema, read_records
from blindkoppel.rounds.sealing import padded_size

Progress = Callable[[int, int], None]
Elements = Bytes

HANDLE_BYTES = 16
# Every request is as long as one of a small file at least.
LEAST_ASKED = 1024


class RoundError(BlindkoppelError):
    """A step of a round that does not fit the one before."""


def no_progress(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An agent's own records before the custodian was asked. It never leaves the agent.

    ``values`` are the distinct key values of all blocking keys; ``blocking key`` and ``value`` say,
    per key, which blocking key made it and which value it has.
    """

    parameters: str
    handles: tuple[str, ...]
    bits: Bits
    values: tuple[bytes, ...]
    blocking_key: Int16s
    row: Rows
    value: Rows


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an agent hands to the matching point: no names, no dates, no numbers of cases."""

    parameters: str
    handles: tuple[str, ...]
    bits: Bits
    blocking_key: Int16s
    row: Rows
    key: UInt64s


def without_distinctive_keys(keys: KeySet, least_alike: int) -> KeySet:
    """The keys whose count, how many records have them, enough other keys have too.

    The name everybody has stands out by its count alone; names of one or two people,
    which are nearly all names and find nearly all people, do not.
    """
    _, numbers, counts = np.unique(keys.keys, return_inverse=True, return_counts=True)
    # A key of one record tells no more than that there is a record.
    plain = (counts == 1) | (np.bincount(counts)[counts] >= least_alike)
    sent = plain[numbers]
    return KeySet(keys.blocking_key, keys.rows[sent], keys.keys[sent])


def prepare_round(columns: Columns, schema: Schema, parameters: Parameters, key: bytes) -> Prepared:
    """An agent's first step: handles, encodings, and the key values to have evaluated."""
    vocabulary = Vocabulary()
    records = read_records(columns, schema, vocabulary)
    phonetic_codes = all_phonetic_key_codes(vocabulary)
    sets = [
        without_distinctive_keys(
            key_set(records, phonetic_codes, blocking_key), parameters.least_alike
        )
        for blocking_key in parameters.blocking_keys
    ]
    blocking_key = np.repeat(
        np.arange(len(sets), dtype=np.int16), [len(made.keys) for made in sets]
    )
    # A value carries its blocking key, so that equal numbers of two blocking keys never meet.
    made, value = np.unique(
        np.stack([blocking_key.astype(np.uint64), np.concatenate([made.keys for made in sets])]),
        axis=1,
        return_inverse=True,
    )
    handles = [secrets.token_hex(HANDLE_BYTES) for _ in range(len(records))]
    return Prepared(
        parameters=parameters.digest,
        handles=tuple(handles),
        bits=encode(Encoder(key, parameters), records, vocabulary, _record_seeds(columns, schema)),
        values=tuple(int(kind).to_bytes(2) + int(number).to_bytes(8) for kind, number in made.T),
        blocking_key=blocking_key,
        row=np.concatenate([made.rows for made in sets]),
        value=value.ravel(),
    )


def _record_seeds(columns: Columns, schema: Schema) -> list[str]:
    """What a record's noise hangs on: its own content, so it is the same next time."""
    fields = [columns[name] for name in (*schema.names, *schema.birth)]
    return ["\x1f".join(values) for values in zip(*fields, strict=True)]


def blind_values(
    values: Sequence[bytes], progress: Progress = no_progress
) -> tuple[list[bytes], Elements]:
    """Blindings, which stay with the agent, and blinded values, which go to the custodian."""
    scalars: list[bytes] = []
    elements = bytearray()
    for done, value in enumerate(values):
        blinded = oprf.blind(value, oprf.new_scalar())
        scalars.append(blinded.scalar)
        elements += blinded.element
        progress(done + 1, len(values))
    return scalars, _as_rows(bytes(elements))


def padded(elements: Elements) -> Elements:
    """Blinded values followed by random ones, so that their number tells little."""
    missing = padded_size(len(elements), LEAST_ASKED) - len(elements)
    return np.concatenate([elements, _as_rows(oprf.random_elements(missing))])


def evaluate_values(key: bytes, elements: Elements, progress: Progress = no_progress) -> Elements:
    """The custodian's step, in the order it was asked."""
    answered = bytearray()
    for done, element in enumerate(elements):
        answered += oprf.evaluate(key, element.tobytes())
        progress(done + 1, len(elements))
    return _as_rows(bytes(answered))


def _as_rows(content: bytes) -> Elements:
    return np.frombuffer(content, dtype=np.uint8).reshape(-1, oprf.ELEMENT_BYTES)


def finish_round(
    prepared: Prepared,
    scalars: Sequence[bytes],
    answers: Elements,
    parameters: Parameters,
    *,
    progress: Progress = no_progress,
) -> Encoded:
    """An agent's last step: blindings off, keys shortened; answers to padding are dropped."""
    require_same(prepared.parameters, parameters.digest)
    if len(answers) < len(prepared.values):
        raise RoundError("the custodian answered fewer values than were asked: ask again")
    keys = np.empty(len(prepared.values), dtype=np.uint64)
    for done, (value, scalar, answer) in enumerate(
        zip(prepared.values, scalars, answers[: len(prepared.values)], strict=True)
    ):
        output = oprf.finish(value, oprf.Blinded(scalar, b""), answer.tobytes())
        keys[done] = shorten(output, parameters)
        progress(done + 1, len(prepared.values))
    return _encoded(prepared, keys)


def _encoded(prepared: Prepared, keys: Keys) -> Encoded:
    """Prepared records with, per distinct value, what is kept of the keyed function."""
    return Encoded(
        parameters=prepared.parameters,
        handles=prepared.handles,
        bits=prepared.bits,
        blocking_key=prepared.blocking_key,
        row=prepared.row,
        key=keys[prepared.value],
    )


def shorten(output: bytes, parameters: Parameters) -> int:
    """What is kept of the keyed function's output."""
    return int.from_bytes(hashlib.sha256(output).digest()[: parameters.key_bytes])


def blind_records(encoded: Encoded, parameters: Parameters) -> BlindRecords:
    """Received keys, sorted out by blocking key."""
    sets = {}
    for number, blocking_key in enumerate(parameters.blocking_keys):
        own = encoded.blocking_key == number
        sets[blocking_key.name] = KeySet(blocking_key, encoded.row[own], encoded.key[own])
    return BlindRecords(sets, encoded.bits)


def propose_blind(left: BlindRecords, right: BlindRecords) -> Candidates:
    """Pairs that share a key and whose encodings resemble each other at all."""
    sets = ((left.keys[name], right.keys[name]) for name in left.keys)
    return candidates(sets, (len(left), len(right)), blind_prefilter(left.bits, right.bits))


def match_round(left: Encoded, right: Encoded, parameters: Parameters) -> Linkage:
    """The matching point's step: pairs of rows, which are handles, with a probability."""
    require_same(left.parameters, parameters.digest)
    require_same(right.parameters, parameters.digest)
    one, other = blind_records(left, parameters), blind_records(right, parameters)
    pairs = propose_blind(one, other)
    whole, weights = one.followed_by(other), shipped_weights("blind")

    def scored(some: Candidates) -> Float64s:
        parts = [weights.log_odds(compare_blind(whole, whole, part)) for part in some.batches()]
        return np.concatenate([np.empty(0), *parts])

    between = scored(Candidates(pairs.left, pairs.right + len(one)))
    rows = [sample(len(one)), sample(len(other)) + len(one)]
    non_matches = [scored(_propose_within(whole, chosen)) for chosen in rows]
    times = pair_ratio((len(one), len(other)), (len(rows[0]), len(rows[1])))
    shift = prior_shift(between, weights.prior)
    known = NonMatches(np.concatenate(non_matches) + shift, times)
    return exclusive(pairs, calibrate(between + shift, known))


def _propose_within(whole: BlindRecords, rows: Rows) -> Candidates:
    """The candidates among these rows: on a list that holds nobody twice, non-matches."""
    some = whole.only(rows)
    sets = ((keys, keys) for keys in some.keys.values())
    prefilter = blind_prefilter(some.bits, some.bits)
    pairs = candidates(sets, (len(some), len(some)), prefilter, within=True)
    return Candidates(rows[pairs.left], rows[pairs.right])


def sealed_encoded(columns: Columns, schema: Schema, parameters: Parameters, key: bytes) -> Encoded:
    """One file encoded in one closed process, without a custodian: the process has the key."""
    prepared = prepare_round(columns, schema, parameters, key)
    keys = np.array(
        [shorten(hmac.digest(key, value, "sha512"), parameters) for value in prepared.values],
        dtype=np.uint64,
    )
    return _encoded(prepared, keys)


def sealed_round(left: Columns, right: Columns, schema: Schema) -> Linkage:
    """A one-off linkage in one closed process, under a key that dies with it.

    Gives the pairs a round between three parties would give; it needs no custodian
    because the key is never anywhere else. For statistics, and to measure quality.
    """
    parameters, key = Parameters("once"), secrets.token_bytes(HANDLE_BYTES)
    one, other = (sealed_encoded(side, schema, parameters, key) for side in (left, right))
    return match_round(one, other, parameters)
