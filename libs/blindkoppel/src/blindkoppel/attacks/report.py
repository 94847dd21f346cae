# SPDX-License-Identifier: MIT
"""All attacks in one table."""

from collections.abc import Iterator
from dataclasses import dataclass

from blindkoppel.attacks.on_encodings import graph_matching
from blindkoppel.attacks.on_keys import (
    chance,
    custodian_alone,
    frequency_attack,
    join_over_periods,
    receivers_dictionary,
    thief_of_the_index,
)
from blindkoppel.attacks.setting import Setting
from blindkoppel.encode.parameters import Parameters

ANY_COUNT = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """Share of records whose person was found, with the protection and without.

    ``with_protection`` is None where there is nothing to run the attack on.
    """

    attack: str
    protection: str
    with_protection: float | None
    without: float


def run_attacks(setting: Setting) -> Iterator[Outcome]:
    """Every attack, one after the other."""
    yield Outcome(
        "thief of the index, trying everybody",
        "keys under the custodian's function",
        thief_of_the_index(setting, keyed=True),
        thief_of_the_index(setting, keyed=False),
    )
    yield Outcome(
        "custodian alone, trying everybody",
        "blinding",
        custodian_alone(setting, blinded=True),
        custodian_alone(setting, blinded=False),
    )
    yield Outcome(
        "partner trying everybody (quota of 100 evaluations)",
        "quota at the custodian",
        receivers_dictionary(setting, quota=100),
        receivers_dictionary(setting, quota=None),
    )
    yield Outcome(
        "frequencies of match keys",
        "keys with a rare count are not sent",
        frequency_attack(setting, least_alike=Parameters("attack").least_alike),
        frequency_attack(setting, least_alike=ANY_COUNT),
    )
    yield Outcome(
        "joining two periods",
        "new keys each period",
        join_over_periods(setting, rotated=True),
        join_over_periods(setting, rotated=False),
    )
    for flip in (0.0, Parameters("attack").flip, 0.1):
        bits = f"{flip:.0%}" if flip else "no bits"
        yield Outcome(
            f"graph matching on encodings at rest, {bits} flipped",
            "encodings are not kept at a central place",
            None,
            graph_matching(setting, flip=flip),
        )


def _with_protection(outcome: Outcome) -> str:
    if outcome.with_protection is None:
        return "not run: nothing is there to attack"
    return f"{outcome.with_protection:.1%}"


def as_markdown(setting: Setting, outcomes: list[Outcome]) -> str:
    """The table of the documentation."""
    lines = [
        "| attack | protection | recovered with it | recovered without it |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {one.attack} | {one.protection} | {_with_protection(one)} | {one.without:.1%} |"
        for one in outcomes
    ]
    people, records = len(setting.population["given"]), len(setting.rows)
    lines.append(
        f"\n{records} records of a population of {people:,} made-up people; the attacker knows "
        f"everybody. Guessing would recover {chance(setting):.2%}."
    )
    return "\n".join(lines) + "\n"
