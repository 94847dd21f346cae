# SPDX-License-Identifier: MIT
"""A round between organisations: what each role makes and what each role sees.

Agents make keys and encodings; the custodian evaluates blinded keys; the matching point
pairs opaque handles. Every step takes plain data and gives plain data, so a step can be
a file, a message, or a process, and can be done again after it broke off.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Bits, Bytes, Int16s, Keys, Rows, UInt64s
from blindkoppel.encode import oprf
from blindkoppel.encode.bits import Encoder, encode
from blindkoppel.encode.blocking_keys import KeySet, all_phonetic_key_codes, key_set
from blindkoppel.encode.parameters import Parameters, require_same
from blindkoppel.errors import BlindkoppelError
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
    """A progress report that nobody watches.

    Parameters
    ----------
    _done : int
        How many are done.
    _all : int
        How many there are.

    Examples
    --------
    >>> no_progress(1, 2)
    """


@dataclass(frozen=True, slots=True)
class Prepared:
    """An agent's own records before the custodian was asked. It never leaves the agent.

    Attributes
    ----------
    parameters : str
        The digest of the parameters.
    handles : tuple[str, ...]
        A random name per record, in hexadecimals.
    bits : Bits
        Encodings, shape ``(records, WORDS)``.
    values : tuple[bytes, ...]
        Distinct values of all blocking keys.
    blocking_key : Int16s
        The number of the blocking key, per key, shape ``(keys,)``.
    row : Rows
        The record, per key, shape ``(keys,)``.
    value : Rows
        The place in ``values``, per key, shape ``(keys,)``.
    """

    parameters: str
    handles: tuple[str, ...]
    bits: Bits
    values: tuple[bytes, ...]
    blocking_key: Int16s
    row: Rows
    value: Rows

    def encoded(self, keys: Keys) -> "Encoded":
        """The records as they are handed to the matching point.

        Parameters
        ----------
        keys : Keys
            What is kept of the keyed function's output, per distinct value, shape ``(values,)``.

        Returns
        -------
        Encoded
            Keys and encodings, without values.
        """
        return Encoded(
            parameters=self.parameters,
            handles=self.handles,
            bits=self.bits,
            blocking_key=self.blocking_key,
            row=self.row,
            key=keys[self.value],
        )


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an agent hands to the matching point: no names, no dates, no numbers of cases.

    Attributes
    ----------
    parameters : str
        The digest of the parameters.
    handles : tuple[str, ...]
        A random name per record, in hexadecimals.
    bits : Bits
        Encodings, shape ``(records, WORDS)``.
    blocking_key : Int16s
        The number of the blocking key, per key, shape ``(keys,)``.
    row : Rows
        The record, per key, shape ``(keys,)``.
    key : UInt64s
        What is kept of the keyed function's output, per key, shape ``(keys,)``.
    """

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

    Parameters
    ----------
    keys : KeySet
        Key values of one blocking key.
    least_alike : int
        How many keys have to have a count for it to tell nothing.

    Returns
    -------
    KeySet
        The keys that are sent.

    Examples
    --------
    >>> from blindkoppel.encode.blocking_keys import BLOCKING_KEYS
    >>> keys = KeySet(BLOCKING_KEYS[0], np.arange(3), np.array([5, 6, 6], np.uint64))
    >>> without_distinctive_keys(keys, least_alike=2).keys.tolist()
    [5]
    """
    _, numbers, counts = np.unique(keys.keys, return_inverse=True, return_counts=True)
    # A key of one record tells no more than that there is a record.
    plain = (counts == 1) | (np.bincount(counts)[counts] >= least_alike)
    sent = plain[numbers]
    return KeySet(keys.blocking_key, keys.rows[sent], keys.keys[sent])


def prepare_round(columns: Columns, schema: Schema, parameters: Parameters, key: bytes) -> Prepared:
    """An agent's first step: handles, encodings, and the key values to have evaluated.

    Parameters
    ----------
    columns : Columns
        Values by column name, as many in every column as there are records.
    schema : Schema
        Which columns say what.
    parameters : Parameters
        What both sides have to do alike.
    key : bytes
        The agents' key.

    Returns
    -------
    Prepared
        The records with the values that the custodian is asked to evaluate.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> prepared = prepare_round(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> prepared.bits.shape
    (1, 16)
    """
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
    """Blindings, which stay with the agent, and blinded values, which go to the custodian.

    Parameters
    ----------
    values : Sequence[bytes]
        The values, in order.
    progress : Progress
        Called with how many are done and how many there are.

    Returns
    -------
    tuple[list[bytes], Elements]
        The secret blindings, 32 bytes each, and the blinded values, shape ``(values, 32)``.

    Examples
    --------
    >>> scalars, elements = blind_values([b"a", b"b"])
    >>> len(scalars), elements.shape
    (2, (2, 32))
    """
    scalars: list[bytes] = []
    elements = bytearray()
    for done, value in enumerate(values):
        blinded = oprf.blind(value, oprf.new_scalar())
        scalars.append(blinded.scalar)
        elements += blinded.element
        progress(done + 1, len(values))
    return scalars, _as_rows(bytes(elements))


def padded(elements: Elements) -> Elements:
    """Blinded values followed by random ones, so that their number tells little.

    Parameters
    ----------
    elements : Elements
        Blinded values, shape ``(values, 32)``.

    Returns
    -------
    Elements
        The same and random ones, shape ``(at least LEAST_ASKED, 32)``.

    Examples
    --------
    >>> padded(blind_values([b"a"])[1]).shape
    (1024, 32)
    """
    missing = padded_size(len(elements), LEAST_ASKED) - len(elements)
    return np.concatenate([elements, _as_rows(oprf.random_elements(missing))])


def evaluate_values(key: bytes, elements: Elements, progress: Progress = no_progress) -> Elements:
    """The custodian's step: values under its key, in the order it was asked.

    Parameters
    ----------
    key : bytes
        The custodian's key, or its share of one.
    elements : Elements
        Blinded values, shape ``(values, 32)``.
    progress : Progress
        Called with how many are done and how many there are.

    Returns
    -------
    Elements
        Evaluated values, same shape.

    Examples
    --------
    >>> evaluate_values(oprf.new_scalar(), blind_values([b"a"])[1]).shape
    (1, 32)
    """
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
    """An agent's last step: blindings off, keys shortened; answers to padding are dropped.

    Parameters
    ----------
    prepared : Prepared
        What the agent made of its records.
    scalars : Sequence[bytes]
        The secret blindings, one per value.
    answers : Elements
        What the custodian answered, shape ``(at least values, 32)``.
    parameters : Parameters
        What both sides have to do alike.
    progress : Progress
        Called with how many are done and how many there are.

    Returns
    -------
    Encoded
        What is handed to the matching point.

    Raises
    ------
    RoundError
        If fewer values were answered than asked.

    References
    ----------
    A. Davidson, A. Faz-Hernandez, N. Sullivan and C. A. Wood, "Oblivious pseudorandom functions
        using prime-order groups", RFC 9497, 2023.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> people, parameters = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}, Parameters("trial")
    >>> prepared = prepare_round(people, guess_schema(list(people)), parameters, b"k")
    >>> scalars, elements = blind_values(prepared.values)
    >>> answers = evaluate_values(oprf.new_scalar(), elements)
    >>> len(finish_round(prepared, scalars, answers, parameters).handles)
    1
    """
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
    return prepared.encoded(keys)


def shorten(output: bytes, parameters: Parameters) -> int:
    """The part of the keyed function's output that is kept.

    Parameters
    ----------
    output : bytes
        The output of the keyed function.
    parameters : Parameters
        What both sides have to do alike.

    Returns
    -------
    int
        A number of ``parameters.key_bytes`` bytes.

    Examples
    --------
    >>> shorten(b"output", Parameters("trial")) < 2**64
    True
    """
    return int.from_bytes(hashlib.sha256(output).digest()[: parameters.key_bytes])
