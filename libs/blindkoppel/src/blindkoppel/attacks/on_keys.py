# SPDX-License-Identifier: MIT
"""Dictionary attacks: make what everybody would give, and look for it."""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable

import numpy as np

from blindkoppel.attacks.setting import Setting
from blindkoppel.encode import oprf
from blindkoppel.rounds.protocol import Encoded, Prepared

Keyed = Callable[[bytes], bytes]

# Records of the file attacked, where every value costs group arithmetic.
_FEW = 60


def _no_key(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()


def keyed_by(key: bytes) -> Keyed:
    """A keyed function for whoever has the key."""
    return lambda value: hmac.digest(key, value, "sha256")


def keys_by_row(prepared: Prepared, keyed: Keyed) -> dict[int, set[bytes]]:
    """The keys of each record under some function."""
    outputs = [keyed(value) for value in prepared.values]
    keys: dict[int, set[bytes]] = {}
    for row, value in zip(prepared.row.tolist(), prepared.value.tolist(), strict=True):
        keys.setdefault(row, set()).add(outputs[value])
    return keys


def best_guesses(seen: dict[int, set[bytes]], known: dict[int, set[bytes]]) -> dict[int, int]:
    """For each record seen, the person who shares most keys with it, if anybody does."""
    holders: dict[bytes, list[int]] = {}
    for person, keys in known.items():
        for key in keys:
            holders.setdefault(key, []).append(person)
    guesses = {}
    for row, keys in seen.items():
        votes = Counter(person for key in keys for person in holders.get(key, ()))
        if votes:
            guesses[row] = votes.most_common(1)[0][0]
    return guesses


def _dictionary(setting: Setting, seen_by: Keyed, tried_by: Keyed) -> float:
    """Try everybody: make each person's keys and look them up."""
    seen = keys_by_row(setting.prepared_file(b""), seen_by)
    known = keys_by_row(setting.prepared_population(b""), tried_by)
    return setting.share_found(best_guesses(seen, known))


def stolen_index_attack(setting: Setting, *, keyed: bool) -> float:
    """A thief has the matching point's keys and tries everybody, without the custodian.

    Control: the keys are plain hashes.
    """
    key = secrets.token_bytes(32)
    return _dictionary(setting, keyed_by(key) if keyed else _no_key, _no_key)


def custodian_attack(setting: Setting, *, blinded: bool) -> float:
    """The custodian, who has the key, looks up what it is asked in its own dictionary.

    Control: values come to it hashed to the group but without a blinding.
    """
    key, one = oprf.new_scalar(), (1).to_bytes(oprf.ELEMENT_BYTES, "little")

    def asked(value: bytes) -> bytes:
        scalar = oprf.new_scalar() if blinded else one
        return oprf.evaluate(key, oprf.blind(value, scalar).element)

    few = setting.only(_FEW)
    seen = keys_by_row(few.prepared_file(b""), asked)
    wanted = set(few.prepared_file(b"").values)
    people = setting.prepared_population(b"")
    # Only values that occur in the file can hit; the rest would cost time for nothing.
    known = keys_by_row(
        people,
        lambda value: (
            oprf.evaluate(key, oprf.blind(value, one).element) if value in wanted else b""
        ),
    )
    return few.share_found(best_guesses(seen, known))


def collusion_attack(setting: Setting, *, shared: bool) -> float:
    """A custodian and whoever opens submissions try everybody together.

    Control: the custodian has the whole key, not one share of three.
    """
    key = oprf.new_scalar()
    share = oprf.share_key(key, oprf.new_scalar())[0].scalar
    few = setting.only(_FEW)
    wanted = set(few.prepared_file(b"").values)
    seen = keys_by_row(few.prepared_file(b""), lambda value: oprf.apply_key(key, value))
    theirs = share if shared else key
    known = keys_by_row(
        setting.prepared_population(b""),
        lambda value: oprf.apply_key(theirs, value) if value in wanted else b"",
    )
    return few.share_found(best_guesses(seen, known))


def period_linkage_attack(setting: Setting, *, rotated: bool) -> float:
    """Somebody with the keys of two periods follows records from one to the other.

    Control: the key did not change.
    """
    first = secrets.token_bytes(32)
    second = secrets.token_bytes(32) if rotated else first
    prepared = setting.prepared_file(b"")
    one, other = (keys_by_row(prepared, keyed_by(key)) for key in (first, second))
    guesses = best_guesses(one, other)
    return sum(row == guess for row, guess in guesses.items()) / len(setting.rows)


def stolen_store_attack(setting: Setting, seen: Encoded, key: bytes) -> float:
    """A thief of the store who also has ``agents.key`` encodes everybody and looks.

    The control is a store of open submissions, encoded under that key.
    """
    everybody = setting.encoded_population(key).bits
    found = 0
    for row, bits in enumerate(seen.bits):
        common = np.bitwise_count(everybody & bits).sum(axis=1, dtype=np.int64)
        apart = np.bitwise_count(everybody ^ bits).sum(axis=1, dtype=np.int64)
        found += int(np.lexsort((-common, apart))[0]) == int(setting.rows[row])
    return found / len(setting.rows)


def chance(setting: Setting) -> float:
    """What guessing anybody would recover."""
    return 1 / len(setting.population["given"])
