# SPDX-License-Identifier: MIT
"""Attacks by a partner that takes part, and by somebody who watches what it is sent."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from blindkoppel.attacks.on_keys import best_guesses, keyed_by, keys_by_row
from blindkoppel.attacks.setting import Setting
from blindkoppel.decide import Bands
from blindkoppel.encode.parameters import Parameters
from blindkoppel.rounds.closed import (
    FishingError,
    close_round,
    read_answer,
    read_question,
    seconds_to_release,
)
from blindkoppel.rounds.matching import match_round, sealed_encoded
from blindkoppel.rounds.protocol import Encoded
from blindkoppel.rounds.sealed import SealedFile, submit
from blindkoppel.rounds.sealing import TOKEN_BYTES, SealError, new_sealing_pair

_KEY = b"the agents' key"
_KEY_BYTES = 32
_PACE = 60.0
# Organisations watched that ask about one person each, half of whom are known.
_WATCHED = 20


def _asked(setting: Setting, people: Sequence[int], parameters: Parameters) -> Encoded:
    return sealed_encoded(setting.people(people), setting.schema, parameters, _KEY)


@dataclass(frozen=True, slots=True)
class _Played:
    """A real closed round in which a partner asked: both answers, and who can open them."""

    question: SealedFile
    answer: SealedFile
    asker: bytes
    holder: bytes


def _played(setting: Setting, asked: Encoded) -> _Played:
    of_round, of_asker, of_holder = (new_sealing_pair() for _ in range(3))
    held = setting.encoded_file(_KEY, setting.parameters)
    asking = submit(asked, "partner", to_round=of_round.public, reply_to=of_asker.public)
    holding = submit(held, "org", to_round=of_round.public, reply_to=of_holder.public)
    answers = close_round(of_round.private, asking, holding, setting.parameters, Bands())
    return _Played(*answers, of_asker.private, of_holder.private)


def _size(setting: Setting, asked: Encoded) -> int:
    return len(_played(setting, asked).question.content)


def _open_answer(setting: Setting, asked: Encoded) -> int:
    """The control: a list of the pairs found, as long as there are pairs."""
    held = setting.encoded_file(_KEY, setting.parameters)
    found = match_round(held, asked, setting.parameters)
    sure = np.flatnonzero(found.probability >= Bands().review)
    return sum(len(f"{held.handles[row]},match\n") for row in found.pairs.left[sure])


def _known_and_not(setting: Setting) -> tuple[list[int], list[int]]:
    non_matches = np.setdiff1d(np.arange(len(setting.population["given"])), setting.rows)
    half = _WATCHED // 2
    return setting.rows[:half].tolist(), non_matches[:half].tolist()


def _best_guess(hits: Sequence[float], others: Sequence[float]) -> float:
    """Share judged right by the best single border between what was measured."""
    borders = sorted({*hits, *others})
    total = len(hits) + len(others)
    right = [
        sum(value >= border for value in hits) + sum(value < border for value in others)
        for border in borders
    ]
    return max(max(count, total - count) for count in right) / total


def answer_size_attack(setting: Setting, *, constant: bool) -> float:
    """The attack by the size of an answer: somebody on the line judges whether it is a hit.

    Control: the answer lists the pairs.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    constant : bool
        Whether answers are as long for a hit as for none; False is the control.

    Returns
    -------
    float
        Share of answers that are judged right; a half is guessing.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> answer_size_attack(make_setting(people=80, in_file=20), constant=True)
    0.5
    """
    sizes = [
        [
            _size(setting, asked) if constant else _open_answer(setting, asked)
            for asked in (_asked(setting, [person], setting.parameters) for person in people)
        ]
        for people in _known_and_not(setting)
    ]
    return _best_guess(*sizes)


def answer_timing_attack(setting: Setting, *, fixed_interval: bool) -> float:
    """The attack by the time of an answer. Control: answers leave when they are ready.

    Processor time stands for time on the clock, on a machine that does nothing else.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    fixed_interval : bool
        Whether answers leave only at fixed intervals.

    Returns
    -------
    float
        Share of answers that are judged right; a half is guessing.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> answer_timing_attack(make_setting(people=80, in_file=20), fixed_interval=True)
    0.5
    """
    held = setting.encoded_file(_KEY, setting.parameters)
    took = []
    for people in _known_and_not(setting):
        times = []
        for person in people:
            asked = _asked(setting, [person], setting.parameters)
            started = time.process_time()
            match_round(held, asked, setting.parameters)
            elapsed = time.process_time() - started
            wait = seconds_to_release(elapsed, _PACE) if fixed_interval else 0.0
            times.append(round(elapsed + wait, 6))
        took.append(times)
    return _best_guess(*took)


def receiver_dictionary_attack(setting: Setting, *, answered: bool) -> float:
    """The dictionary attack of a partner, offline, on all that a round leaves in its hands.

    It holds the agents' key, its own cases and the answer to them. Control: a shared
    filter, as in Ma3tch: the keys of the other file, and the function to try them with.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    answered : bool
        Whether the partner gets a sealed answer; False is the control, a shared filter.

    Returns
    -------
    float
        Share of the file's records whose person is found.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> receiver_dictionary_attack(make_setting(people=80, in_file=20), answered=True)
    0.0
    """
    keyed = keyed_by(secrets.token_bytes(32))
    known = keys_by_row(setting.prepared_population(b""), keyed)
    if not answered:
        seen = keys_by_row(setting.prepared_file(b""), keyed)
        return setting.share_found(best_guesses(seen, known))
    asked = _asked(setting, _known_and_not(setting)[0], setting.parameters)
    played = _played(setting, asked)
    left = played.question.unsealed(played.asker)
    words = {left[at : at + _KEY_BYTES] for at in range(len(left) - _KEY_BYTES)}
    seen = dict.fromkeys(range(len(setting.rows)), words)
    return setting.share_found(best_guesses(seen, known))


def affordable_queries(setting: Setting, quota: int) -> int:
    """The number of people that a partner can ask about, in the order of its list.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    quota : int
        How many evaluations the custodian allows.

    Returns
    -------
    int
        A number of people.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> affordable_queries(make_setting(people=80, in_file=20), quota=0)
    0
    """
    keys = keys_by_row(setting.prepared_population(b""), bytes)
    spent = np.cumsum([len(keys.get(person, ())) for person in range(len(keys))])
    return int(np.searchsorted(spent, quota, side="right"))


def fishing_attack(setting: Setting, *, locked: bool) -> float:
    """The attack of a partner that asks about everybody, whether they are cases of it or not.

    Counted is the share of the other file that it finds. It opens the rows of its answer
    with tokens of its own making. Control: the holder agrees to everything unseen.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    locked : bool
        Whether the holder agrees row by row; False is the control, it agrees unseen.

    Returns
    -------
    float
        Share of the other file that is found.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> fishing_attack(make_setting(people=80, in_file=20), locked=True)
    0.0
    """
    everybody = range(len(setting.population["given"]))
    asked = _asked(setting, everybody, setting.parameters)
    played = _played(setting, asked)
    if locked:
        tokens = {handle: secrets.token_hex(TOKEN_BYTES) for handle in asked.handles}
    else:
        tokens = {hit.other: hit.token for hit in read_answer(played.answer, played.holder)}
    return sum(_opens(played, {own: token}) for own, token in tokens.items()) / len(setting.rows)


def _opens(played: _Played, token: dict[str, str]) -> int:
    try:
        return len(list(read_question(played.question, played.asker, token)))
    except SealError:
        return 0


def population_file_attack(setting: Setting, *, invented: int) -> float:
    """The attack of a partner that puts everybody into its file, to hear who the cases are.

    Control: nobody in the other's file is invented.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    invented : int
        How many people in the other's file do not exist; 0 is the control.

    Returns
    -------
    float
        Share of the other's cases that it hears of.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> population_file_attack(make_setting(people=80, in_file=20), invented=5)
    0.0
    """
    non_matches = _known_and_not(setting)[1][:invented]
    asked = _asked(setting, [*setting.rows.tolist(), *non_matches], setting.parameters)
    everybody = _asked(setting, range(len(setting.population["given"])), setting.parameters)
    of_round, of_asker, of_holder = (new_sealing_pair() for _ in range(3))
    canaries = asked.handles[len(setting.rows) :]
    try:
        _, answer = close_round(
            of_round.private,
            submit(
                asked,
                "org",
                to_round=of_round.public,
                reply_to=of_asker.public,
                invented=canaries,
            ),
            submit(everybody, "partner", to_round=of_round.public, reply_to=of_holder.public),
            setting.parameters,
            Bands(),
        )
    except FishingError:
        return 0.0
    return len(list(read_answer(answer, of_holder.private))) / len(setting.rows)


def chance_of_no_decoy(setting: Setting, people: int, invented: int) -> float:
    """The chance that such a partner meets none of the invented people on its list.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    people : int
        How many people it asks about.
    invented : int
        How many people were invented.

    Returns
    -------
    float
        A probability.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> chance_of_no_decoy(make_setting(people=80, in_file=20), people=80, invented=1)
    0.0
    """
    everybody = len(setting.population["given"])
    asked = np.arange(people)
    left = np.maximum(everybody - invented - asked, 0) / (everybody - asked)
    return float(left.prod())
