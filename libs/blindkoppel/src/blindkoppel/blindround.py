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
import numpy.typing as npt

from blindkoppel.block import Candidates, candidates
from blindkoppel.compare.blind import BlindRecords, blind_sieve, compare_blind
from blindkoppel.decide import prior_shift, shipped_weights
from blindkoppel.decide.strangers import Strangers, calibrate, sample, times_within
from blindkoppel.encode import oblivious
from blindkoppel.encode.bits import Bits, Encoder, encode
from blindkoppel.encode.parameters import Parameters, require_same
from blindkoppel.encode.recipes import KeySet, all_skeleton_codes, key_set
from blindkoppel.errors import BlindkoppelError
from blindkoppel.linking import Linkage, exclusive
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.records import Columns, Schema, read_records
from blindkoppel.sealing import padded_size

Progress = Callable[[int, int], None]
Elements = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]

HANDLE_BYTES = 16
# Every request is as long as one of a small file at least.
LEAST_ASKED = 1024


class RoundError(BlindkoppelError):
    """A step of a round that does not fit the one before."""


def silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An agent's own records before the custodian was asked. It never leaves the agent.

    ``values`` are the distinct key values of all recipes; ``recipe`` and ``value`` say,
    per key, which recipe made it and which value it has.
    """

    parameters: str
    handles: tuple[str, ...]
    bits: Bits
    values: tuple[bytes, ...]
    recipe: npt.NDArray[np.int16]
    row: Rows
    value: Rows


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an agent hands to the matching point: no names, no dates, no numbers of cases."""

    parameters: str
    handles: tuple[str, ...]
    bits: Bits
    recipe: npt.NDArray[np.int16]
    row: Rows
    key: npt.NDArray[np.uint64]


def unremarkable_keys(keys: KeySet, least_alike: int) -> KeySet:
    """The keys whose count, how many records have them, enough other keys have too.

    The name everybody has stands out by its count alone; names of one or two people,
    which are nearly all names and find nearly all people, do not.
    """
    _, numbers, counts = np.unique(keys.keys, return_inverse=True, return_counts=True)
    # A key of one record tells no more than that there is a record.
    plain = (counts == 1) | (np.bincount(counts)[counts] >= least_alike)
    sent = plain[numbers]
    return KeySet(keys.recipe, keys.rows[sent], keys.keys[sent])


def prepare_round(columns: Columns, schema: Schema, parameters: Parameters, key: bytes) -> Prepared:
    """An agent's first step: handles, encodings, and the key values to have evaluated."""
    vocabulary = Vocabulary()
    records = read_records(columns, schema, vocabulary)
    skeletons = all_skeleton_codes(vocabulary)
    sets = [
        unremarkable_keys(key_set(records, skeletons, recipe), parameters.least_alike)
        for recipe in parameters.recipes
    ]
    recipe = np.repeat(np.arange(len(sets), dtype=np.int16), [len(made.keys) for made in sets])
    # A value carries its recipe, so that equal numbers of two recipes never meet.
    made, value = np.unique(
        np.stack([recipe.astype(np.uint64), np.concatenate([made.keys for made in sets])]),
        axis=1,
        return_inverse=True,
    )
    handles = [secrets.token_hex(HANDLE_BYTES) for _ in range(len(records))]
    return Prepared(
        parameters=parameters.digest,
        handles=tuple(handles),
        bits=encode(Encoder(key, parameters), records, vocabulary, _record_seeds(columns, schema)),
        values=tuple(int(kind).to_bytes(2) + int(number).to_bytes(8) for kind, number in made.T),
        recipe=recipe,
        row=np.concatenate([made.rows for made in sets]),
        value=value.ravel(),
    )


def _record_seeds(columns: Columns, schema: Schema) -> list[str]:
    """What a record's noise hangs on: its own content, so it is the same next time."""
    fields = [columns[name] for name in (*schema.names, *schema.birth)]
    return ["\x1f".join(values) for values in zip(*fields, strict=True)]


def blind_values(
    values: Sequence[bytes], progress: Progress = silent
) -> tuple[list[bytes], Elements]:
    """Blindings, which stay with the agent, and blinded values, which go to the custodian."""
    scalars: list[bytes] = []
    elements = bytearray()
    for done, value in enumerate(values):
        blinded = oblivious.blind(value, oblivious.new_scalar())
        scalars.append(blinded.scalar)
        elements += blinded.element
        progress(done + 1, len(values))
    return scalars, _as_rows(bytes(elements))


def padded(elements: Elements) -> Elements:
    """Blinded values followed by random ones, so that their number tells little."""
    missing = padded_size(len(elements), LEAST_ASKED) - len(elements)
    return np.concatenate([elements, _as_rows(oblivious.random_elements(missing))])


def evaluate_values(key: bytes, elements: Elements, progress: Progress = silent) -> Elements:
    """The custodian's step, in the order it was asked."""
    answered = bytearray()
    for done, element in enumerate(elements):
        answered += oblivious.evaluate(key, element.tobytes())
        progress(done + 1, len(elements))
    return _as_rows(bytes(answered))


def _as_rows(content: bytes) -> Elements:
    return np.frombuffer(content, dtype=np.uint8).reshape(-1, oblivious.ELEMENT_BYTES)


def finish_round(
    prepared: Prepared,
    scalars: Sequence[bytes],
    answers: Elements,
    parameters: Parameters,
    *,
    progress: Progress = silent,
) -> Encoded:
    """An agent's last step: blindings off, keys shortened; answers to padding are dropped."""
    require_same(prepared.parameters, parameters.digest)
    if len(answers) < len(prepared.values):
        raise RoundError("the custodian answered fewer values than were asked: ask again")
    keys = np.empty(len(prepared.values), dtype=np.uint64)
    for done, (value, scalar, answer) in enumerate(
        zip(prepared.values, scalars, answers[: len(prepared.values)], strict=True)
    ):
        output = oblivious.finish(value, oblivious.Blinded(scalar, b""), answer.tobytes())
        keys[done] = shorten(output, parameters)
        progress(done + 1, len(prepared.values))
    return Encoded(
        parameters=prepared.parameters,
        handles=prepared.handles,
        bits=prepared.bits,
        recipe=prepared.recipe,
        row=prepared.row,
        key=keys[prepared.value],
    )


def shorten(output: bytes, parameters: Parameters) -> int:
    """What is kept of the keyed function's output."""
    return int.from_bytes(hashlib.sha256(output).digest()[: parameters.key_bytes])


def blind_records(encoded: Encoded, parameters: Parameters) -> BlindRecords:
    """Received keys, sorted out by recipe."""
    sets = {}
    for number, recipe in enumerate(parameters.recipes):
        own = encoded.recipe == number
        sets[recipe.name] = KeySet(recipe, encoded.row[own], encoded.key[own])
    return BlindRecords(sets, encoded.bits)


def propose_blind(left: BlindRecords, right: BlindRecords) -> Candidates:
    """Pairs that share a key and whose encodings resemble each other at all."""
    sets = ((left.keys[name], right.keys[name]) for name in left.keys)
    return candidates(sets, (len(left), len(right)), blind_sieve(left.bits, right.bits))


def match_round(left: Encoded, right: Encoded, parameters: Parameters) -> Linkage:
    """The matching point's step: pairs of rows, which are handles, with a probability."""
    require_same(left.parameters, parameters.digest)
    require_same(right.parameters, parameters.digest)
    one, other = blind_records(left, parameters), blind_records(right, parameters)
    pairs = propose_blind(one, other)
    whole, weights = one.followed_by(other), shipped_weights("blind")

    def scored(some: Candidates) -> Doubles:
        parts = [weights.log_odds(compare_blind(whole, whole, part)) for part in some.batches()]
        return np.concatenate([np.empty(0), *parts])

    between = scored(Candidates(pairs.left, pairs.right + len(one)))
    rows = [sample(len(one)), sample(len(other)) + len(one)]
    strangers = [scored(_propose_within(whole, chosen)) for chosen in rows]
    times = times_within((len(one), len(other)), (len(rows[0]), len(rows[1])))
    shift = prior_shift(between, weights.prior)
    known = Strangers(np.concatenate(strangers) + shift, times)
    return exclusive(pairs, calibrate(between + shift, known))


def _propose_within(whole: BlindRecords, rows: Rows) -> Candidates:
    """The candidates among these rows: on a list that holds nobody twice, strangers."""
    some = whole.only(rows)
    sets = ((keys, keys) for keys in some.keys.values())
    sieve = blind_sieve(some.bits, some.bits)
    pairs = candidates(sets, (len(some), len(some)), sieve, within=True)
    return Candidates(rows[pairs.left], rows[pairs.right])


def sealed_encoded(columns: Columns, schema: Schema, parameters: Parameters, key: bytes) -> Encoded:
    """One file encoded in one closed process, without a custodian: the process has the key."""
    prepared = prepare_round(columns, schema, parameters, key)
    keys = np.array(
        [shorten(hmac.digest(key, value, "sha512"), parameters) for value in prepared.values],
        dtype=np.uint64,
    )
    return Encoded(
        parameters=prepared.parameters,
        handles=prepared.handles,
        bits=prepared.bits,
        recipe=prepared.recipe,
        row=prepared.row,
        key=keys[prepared.value],
    )


def sealed_round(left: Columns, right: Columns, schema: Schema) -> Linkage:
    """A one-off linkage in one closed process, under a key that dies with it.

    Gives the pairs a round between three parties would give; it needs no custodian
    because the key is never anywhere else. For statistics, and to measure quality.
    """
    parameters, key = Parameters("once"), secrets.token_bytes(HANDLE_BYTES)
    one, other = (sealed_encoded(side, schema, parameters, key) for side in (left, right))
    return match_round(one, other, parameters)
