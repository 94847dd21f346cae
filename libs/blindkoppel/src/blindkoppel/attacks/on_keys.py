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
    """A keyed function, for whoever has the key.

    Parameters
    ----------
    key : bytes
        A secret key.

    Returns
    -------
    Keyed
        A function from a value to the 32 bytes of its HMAC-SHA256.

    Examples
    --------
    >>> keyed_by(b"k")(b"value") == keyed_by(b"k")(b"value")
    True
    """
    return lambda value: hmac.digest(key, value, "sha256")


def keys_by_row(prepared: Prepared, keyed: Keyed) -> dict[int, set[bytes]]:
    """The keys of each record under a keyed function.

    Parameters
    ----------
    prepared : Prepared
        What the agent made of its records.
    keyed : Keyed
        The function.

    Returns
    -------
    dict[int, set[bytes]]
        The keys of each row that has any.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> len(keys_by_row(make_setting(people=40, in_file=4).prepared_file(b""), bytes))
    4
    """
    outputs = [keyed(value) for value in prepared.values]
    keys: dict[int, set[bytes]] = {}
    for row, value in zip(prepared.row.tolist(), prepared.value.tolist(), strict=True):
        keys.setdefault(row, set()).add(outputs[value])
    return keys


def best_guesses(seen: dict[int, set[bytes]], known: dict[int, set[bytes]]) -> dict[int, int]:
    """The person who shares most keys with each record seen, if anybody does.

    Parameters
    ----------
    seen : dict[int, set[bytes]]
        Keys of each row of the file.
    known : dict[int, set[bytes]]
        Keys of each person of the population.

    Returns
    -------
    dict[int, int]
        A person for every row that shares a key with somebody.

    Examples
    --------
    >>> best_guesses({0: {b"a", b"b"}}, {7: {b"a"}, 8: {b"a", b"b"}})
    {0: 8}
    """
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
    """The attack of a thief of the matching point's keys, who tries everybody on their own.

    Control: the keys are plain hashes.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    keyed : bool
        Whether keys are made with the custodian; False is the control, plain hashes.

    Returns
    -------
    float
        Share of the file's records whose person is found.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> stolen_index_attack(make_setting(people=80, in_file=20), keyed=True)
    0.0
    """
    key = secrets.token_bytes(32)
    return _dictionary(setting, keyed_by(key) if keyed else _no_key, _no_key)


def custodian_attack(setting: Setting, *, blinded: bool) -> float:
    """The attack of a custodian, who looks up what it is asked in its own dictionary.

    Control: values come to it hashed to the group but without a blinding.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    blinded : bool
        Whether values come to it blinded; False is the control.

    Returns
    -------
    float
        Share of the file's records whose person is found.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> custodian_attack(make_setting(people=16, in_file=4), blinded=True)
    0.0
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
    """The attack of a custodian together with whoever opens submissions.

    Control: the custodian has the whole key, not one share of three.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    shared : bool
        Whether it has one share of three; False is the control, the whole key.

    Returns
    -------
    float
        Share of the file's records whose person is found.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> collusion_attack(make_setting(people=16, in_file=4), shared=True)
    0.0
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
    """The attack of somebody with the keys of two periods, who follows records over time.

    Control: the key did not change.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    rotated : bool
        Whether the second period has a key of its own; False is the control.

    Returns
    -------
    float
        Share of the file's records that are recognised.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> period_linkage_attack(make_setting(people=80, in_file=20), rotated=True)
    0.0
    """
    first = secrets.token_bytes(32)
    second = secrets.token_bytes(32) if rotated else first
    prepared = setting.prepared_file(b"")
    one, other = (keys_by_row(prepared, keyed_by(key)) for key in (first, second))
    guesses = best_guesses(one, other)
    return sum(row == guess for row, guess in guesses.items()) / len(setting.rows)


def stolen_store_attack(setting: Setting, seen: Encoded, key: bytes) -> float:
    """The attack of a thief of the store who also has ``agents.key``, and encodes everybody.

    The control is a store of open submissions, encoded under that key.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    seen : Encoded
        The submission that the attacker sees.
    key : bytes
        The agents' key.

    Returns
    -------
    float
        Share of the file's records whose person is found.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=80, in_file=20)
    >>> 0 <= stolen_store_attack(setting, setting.encoded_file(b"k", setting.parameters), b"k") <= 1
    True
    """
    everybody = setting.encoded_population(key).bits
    found = 0
    for row, bits in enumerate(seen.bits):
        common = np.bitwise_count(everybody & bits).sum(axis=1, dtype=np.int64)
        apart = np.bitwise_count(everybody ^ bits).sum(axis=1, dtype=np.int64)
        found += int(np.lexsort((-common, apart))[0]) == int(setting.rows[row])
    return found / len(setting.rows)


def chance(setting: Setting) -> float:
    """The share that guessing anybody would recover.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.

    Returns
    -------
    float
        A probability.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> chance(make_setting(people=80, in_file=20))
    0.0125
    """
    return 1 / len(setting.population["given"])
