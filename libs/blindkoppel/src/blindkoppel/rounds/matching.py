# SPDX-License-Identifier: MIT
"""The matching point's part of a round: pairs of opaque handles, with a probability."""

import hmac
import secrets

import numpy as np

from blindkoppel.arrays import Float64s, Rows
from blindkoppel.block import Candidates, candidates
from blindkoppel.compare.blind import BlindRecords, blind_prefilter, compare_blind
from blindkoppel.decide import prior_shift, shipped_weights
from blindkoppel.decide.calibration import NonMatches, calibrate, pair_ratio, sample
from blindkoppel.encode.blocking_keys import KeySet
from blindkoppel.encode.parameters import Parameters, require_same
from blindkoppel.linking import Linkage, exclusive
from blindkoppel.reading.records import Columns, Schema
from blindkoppel.rounds.protocol import HANDLE_BYTES, Encoded, prepare_round, shorten


def blind_records(encoded: Encoded, parameters: Parameters) -> BlindRecords:
    """The records of an organisation with their keys sorted out by blocking key.

    Parameters
    ----------
    encoded : Encoded
        Encoded records of one organisation.
    parameters : Parameters
        What both sides have to do alike.

    Returns
    -------
    BlindRecords
        Keys and encodings as they are compared.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> people, parameters = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}, Parameters("trial")
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), parameters, b"k")
    >>> len(blind_records(encoded, parameters))
    1
    """
    sets = {}
    for number, blocking_key in enumerate(parameters.blocking_keys):
        own = encoded.blocking_key == number
        sets[blocking_key.name] = KeySet(blocking_key, encoded.row[own], encoded.key[own])
    return BlindRecords(sets, encoded.bits)


def propose_blind(left: BlindRecords, right: BlindRecords) -> Candidates:
    """Pairs that share a key and whose encodings resemble each other at all.

    Parameters
    ----------
    left : BlindRecords
        The first file, or what is known of it.
    right : BlindRecords
        The second file, or what is known of it.

    Returns
    -------
    Candidates
        Row numbers of both files.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> people, parameters = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}, Parameters("trial")
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), parameters, b"k")
    >>> len(propose_blind(*(blind_records(encoded, parameters) for _ in range(2))))
    1
    """
    sets = ((left.keys[name], right.keys[name]) for name in left.keys)
    return candidates(sets, (len(left), len(right)), blind_prefilter(left.bits, right.bits))


def match_round(left: Encoded, right: Encoded, parameters: Parameters) -> Linkage:
    """The matching point's step: pairs of rows, which are handles, with a probability.

    Parameters
    ----------
    left : Encoded
        What the first organisation submitted.
    right : Encoded
        What the second organisation submitted.
    parameters : Parameters
        What both sides have to do alike.

    Returns
    -------
    Linkage
        Pairs of rows with their probability.

    Raises
    ------
    ParametersError
        If a side was encoded with other parameters.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> people, parameters = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}, Parameters("trial")
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), parameters, b"k")
    >>> len(match_round(encoded, encoded, parameters).pairs)
    1
    """
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


def sealed_round(left: Columns, right: Columns, schema: Schema) -> Linkage:
    """A one-off linkage in one closed process, under a key that dies with it.

    Gives the pairs a round between three parties would give; it needs no custodian
    because the key is never anywhere else. For statistics, and to measure quality.

    Parameters
    ----------
    left : Columns
        Values by column of the first file.
    right : Columns
        Values by column of the second file.
    schema : Schema
        Which columns say what.

    Returns
    -------
    Linkage
        Pairs of rows with their probability.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> len(sealed_round(people, people, guess_schema(list(people))).pairs)
    1
    """
    parameters, key = Parameters("once"), secrets.token_bytes(HANDLE_BYTES)
    one, other = (sealed_encoded(side, schema, parameters, key) for side in (left, right))
    return match_round(one, other, parameters)


def sealed_encoded(columns: Columns, schema: Schema, parameters: Parameters, key: bytes) -> Encoded:
    """One file encoded in one closed process, without a custodian: the process has the key.

    Parameters
    ----------
    columns : Columns
        Values by column name, as many in every column as there are records.
    schema : Schema
        Which columns say what.
    parameters : Parameters
        What both sides have to do alike.
    key : bytes
        The key of the one process.

    Returns
    -------
    Encoded
        The records as a round would hand them to the matching point.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> sealed_encoded(people, guess_schema(list(people)), Parameters("trial"), b"k").bits.shape
    (1, 16)
    """
    prepared = prepare_round(columns, schema, parameters, key)
    keys = np.array(
        [shorten(hmac.digest(key, value, "sha512"), parameters) for value in prepared.values],
        dtype=np.uint64,
    )
    return prepared.encoded(keys)
