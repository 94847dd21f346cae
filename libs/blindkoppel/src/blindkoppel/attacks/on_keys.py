# SPDX-License-Identifier: MIT
"""Attacks on match keys: dictionaries, frequencies, and joins over periods."""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from blindkoppel.attacks.setting import Setting
from blindkoppel.blindround import Prepared
from blindkoppel.encode import oblivious
from blindkoppel.encode.parameters import Parameters

Keyed = Callable[[bytes], bytes]

# Records of the file attacked, where every value costs group arithmetic.
_FEW = 60


def _no_key(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()


def _keyed_by(key: bytes) -> Keyed:
    return lambda value: hmac.digest(key, value, "sha256")


def _keys_by_row(prepared: Prepared, keyed: Keyed) -> dict[int, set[bytes]]:
    outputs = [keyed(value) for value in prepared.values]
    keys: dict[int, set[bytes]] = {}
    for row, value in zip(prepared.row.tolist(), prepared.value.tolist(), strict=True):
        keys.setdefault(row, set()).add(outputs[value])
    return keys


def _best_guesses(seen: dict[int, set[bytes]], known: dict[int, set[bytes]]) -> dict[int, int]:
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


def _recovered(setting: Setting, guesses: dict[int, int], records: int) -> float:
    hits = sum(int(setting.rows[row]) == person for row, person in guesses.items())
    return hits / records


def _dictionary(setting: Setting, seen_by: Keyed, tried_by: Keyed) -> float:
    """Try everybody: make each person's keys and look them up."""
    seen = _keys_by_row(setting.prepared_file(b""), seen_by)
    known = _keys_by_row(setting.prepared_population(b""), tried_by)
    return _recovered(setting, _best_guesses(seen, known), len(setting.rows))


def thief_of_the_index(setting: Setting, *, keyed: bool) -> float:
    """A thief has the matching point's keys and tries everybody, without the custodian.

    Control: the keys are plain hashes.
    """
    key = secrets.token_bytes(32)
    return _dictionary(setting, _keyed_by(key) if keyed else _no_key, _no_key)


def custodian_alone(setting: Setting, *, blinded: bool) -> float:
    """The custodian, who has the key, looks up what it is asked in its own dictionary.

    Control: values come to it hashed to the group but without a blinding.
    """
    key, one = oblivious.new_scalar(), (1).to_bytes(oblivious.ELEMENT_BYTES, "little")

    def asked(value: bytes) -> bytes:
        scalar = oblivious.new_scalar() if blinded else one
        return oblivious.evaluate(key, oblivious.blind(value, scalar).element)

    few = replace(
        setting,
        rows=setting.rows[:_FEW],
        file={name: list(values)[:_FEW] for name, values in setting.file.items()},
    )
    seen = _keys_by_row(few.prepared_file(b""), asked)
    wanted = set(few.prepared_file(b"").values)
    people = setting.prepared_population(b"")
    # Only values that occur in the file can hit; the rest would cost time for nothing.
    known = _keys_by_row(
        people,
        lambda value: (
            oblivious.evaluate(key, oblivious.blind(value, one).element) if value in wanted else b""
        ),
    )
    for keys in known.values():
        keys.discard(b"")
    return _recovered(few, _best_guesses(seen, known), len(few.rows))


def receivers_dictionary(setting: Setting, *, quota: int | None) -> float:
    """A partner that may use the key function tries everybody, as with a shared filter.

    Control: the function is a key in the partner's hands, without a count. With the
    custodian in between, the dictionary ends at the quota: people are tried in order
    until their keys would pass it.
    """
    keyed = _keyed_by(secrets.token_bytes(32))
    seen = _keys_by_row(setting.prepared_file(b""), keyed)
    known = _keys_by_row(setting.prepared_population(b""), keyed)
    if quota is not None:
        spent, affordable = 0, {}
        for person, keys in sorted(known.items()):
            spent += len(keys)
            if spent > quota:
                break
            affordable[person] = keys
        known = affordable
    return _recovered(setting, _best_guesses(seen, known), len(setting.rows))


def _counts(prepared: Prepared) -> list[Counter[int]]:
    """How many records have each value, per recipe."""
    counts: list[Counter[int]] = [Counter() for _ in range(int(prepared.recipe.max()) + 1)]
    for recipe, value in zip(prepared.recipe.tolist(), prepared.value.tolist(), strict=True):
        counts[recipe][value] += 1
    return counts


def frequency_attack(setting: Setting, *, least_alike: int) -> float:
    """The matching point lays the counts of keys beside the counts of names it knows.

    It knows the file's true counts, the best case. Of the values with one count it can
    only guess which is which; a record is found as surely as its most telling value.
    Control: every key is sent, also of names that many share.
    """
    parameters = Parameters("attack", least_alike=least_alike)
    prepared = replace(setting, parameters=parameters).prepared_file(b"")
    if not prepared.values:
        return 0.0
    surest: dict[int, float] = {}
    counts = _counts(prepared)
    times = [Counter(of_values.values()) for of_values in counts]
    for recipe, value, row in zip(
        prepared.recipe.tolist(), prepared.value.tolist(), prepared.row.tolist(), strict=True
    ):
        guess = 1 / times[recipe][counts[recipe][value]]
        surest[row] = max(surest.get(row, 0.0), guess)
    return sum(surest.values()) / len(setting.rows)


def join_over_periods(setting: Setting, *, rotated: bool) -> float:
    """Somebody with the keys of two periods follows records from one to the other.

    Control: the key did not change.
    """
    first = secrets.token_bytes(32)
    second = secrets.token_bytes(32) if rotated else first
    prepared = setting.prepared_file(b"")
    one, other = (_keys_by_row(prepared, _keyed_by(key)) for key in (first, second))
    guesses = _best_guesses(one, other)
    return sum(row == guess for row, guess in guesses.items()) / len(setting.rows)


def chance(setting: Setting) -> float:
    """What guessing anybody would recover."""
    return 1 / len(setting.population["given"])
