# SPDX-License-Identifier: MIT
"""All attacks in two tables: on a round, and on the closed process inside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from blindkoppel.attacks.on_answers import (
    affordable_queries,
    answer_size_attack,
    answer_timing_attack,
    chance_of_no_decoy,
    fishing_attack,
    population_file_attack,
    receiver_dictionary_attack,
)
from blindkoppel.attacks.on_encodings import graph_matching, pattern_mining
from blindkoppel.attacks.on_keys import (
    chance,
    collusion_attack,
    custodian_attack,
    period_linkage_attack,
    stolen_index_attack,
    stolen_store_attack,
)
from blindkoppel.attacks.setting import Setting
from blindkoppel.attacks.storage import open_store, sealed_store
from blindkoppel.attacks.structure import (
    COUNTS,
    SHARING,
    distinguished_share,
    guessing,
    reidentified_share,
)
from blindkoppel.encode.parameters import Parameters
from blindkoppel.rounds.protocol import Encoded

# Submissions before anything is done to them, and with more than is done by default.
BARE = Parameters("attack", flip=0.0, least_alike=1)
SENT = Parameters("attack")
STRONG = Parameters("attack", flip=0.1, least_alike=1_000_000)

QUOTA = 1024  # evaluations: the least a request holds
INVENTED = 10
COIN = 0.5
ON_ROUND, INSIDE = 15, 4  # attacks there are, for who waits

_AGENTS_KEY = b"the agents' key"
_SEALINGS = 5
_SEALED = "sealed to a round whose key is destroyed"

OnStore = Callable[[Setting, Encoded, Parameters], float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Share of records whose person was found, with the protection, without, by guessing.

    For hits and no-hits it is the share that was judged right.

    Attributes
    ----------
    attack : str
        What the attacker does.
    protection : str
        What stands in its way.
    with_protection : float
        The share found with the protection, from 0 to 1.
    without : float
        The share found without it.
    guessing : float
        The share found by guessing.
    """

    attack: str
    protection: str
    with_protection: float
    without: float
    guessing: float


@dataclass(frozen=True, slots=True)
class Inside:
    """What somebody finds who looks into the closed process while it runs.

    Attributes
    ----------
    attack : str
        What the attacker does.
    bare : float
        The share found in encodings before anything is done to them.
    as_sent : float
        The share found in encodings as they are sent.
    hardened_more : float
        The share found in encodings that are hardened more than that.
    """

    attack: str
    bare: float
    as_sent: float
    hardened_more: float


def _on_sealed(setting: Setting, found: OnStore) -> float:
    """The mean over some sealings: what is found there is found by luck."""
    stores = [sealed_store(setting, SENT, _AGENTS_KEY) for _ in range(_SEALINGS)]
    return sum(found(setting, seen, SENT) for seen in stores) / _SEALINGS


def _on_keys(setting: Setting) -> Iterator[Outcome]:
    anybody = chance(setting)
    yield Outcome(
        "thief of the index, trying everybody",
        "keys under the custodian's function",
        stolen_index_attack(setting, keyed=True),
        stolen_index_attack(setting, keyed=False),
        anybody,
    )
    yield Outcome(
        "thief of the index who has the agents' key, trying everybody",
        _SEALED,
        _on_sealed(setting, lambda _, seen, __: stolen_store_attack(setting, seen, _AGENTS_KEY)),
        stolen_store_attack(setting, open_store(setting, SENT, _AGENTS_KEY), _AGENTS_KEY),
        anybody,
    )
    yield Outcome(
        "custodian alone, trying everybody",
        "blinding",
        custodian_attack(setting, blinded=True),
        custodian_attack(setting, blinded=False),
        anybody,
    )
    yield Outcome(
        "custodian who sees the match keys of an opened submission",
        "a key shared by three custodians",
        collusion_attack(setting, shared=True),
        collusion_attack(setting, shared=False),
        anybody,
    )


def _on_the_store(setting: Setting) -> Iterator[Outcome]:
    bare, next_bare = (open_store(setting, BARE, key) for key in (b"of now", b"of later"))
    sealed, next_sealed = (sealed_store(setting, SENT, key) for key in (b"of now", b"of later"))
    for attack, found in _ON_STORES.items():
        yield Outcome(
            f"{attack} at the matching point",
            _SEALED,
            _on_sealed(setting, found),
            found(setting, bare, BARE),
            guessing(setting),
        )
    yield Outcome(
        "joining two periods on equal keys",
        "new keys each period",
        period_linkage_attack(setting, rotated=True),
        period_linkage_attack(setting, rotated=False),
        guessing(setting),
    )
    yield Outcome(
        "joining two periods on who shares keys with whom",
        _SEALED,
        reidentified_share(sealed, next_sealed),
        reidentified_share(bare, next_bare),
        guessing(setting),
    )


_ON_STORES: dict[str, OnStore] = {
    "frequencies of match keys": lambda _, seen, __: distinguished_share(seen, COUNTS),
    "who shares match keys with whom": lambda _, seen, __: distinguished_share(seen, SHARING),
    "pattern mining on encodings": lambda setting, seen, sent: pattern_mining(
        setting, seen, sent.flip
    ),
    "graph matching on encodings": lambda setting, seen, _: graph_matching(setting, seen),
}


def _on_answers(setting: Setting) -> Iterator[Outcome]:
    yield Outcome(
        "partner trying everybody on what it holds afterwards",
        "answers on own cases only",
        receiver_dictionary_attack(setting, answered=True),
        receiver_dictionary_attack(setting, answered=False),
        chance(setting),
    )
    yield Outcome(
        "partner fishing: asking about everybody",
        "who is asked sees it, and opens the answer or not",
        fishing_attack(setting, locked=True),
        fishing_attack(setting, locked=False),
        chance(setting),
    )
    yield Outcome(
        "partner fishing: being asked, and holding everybody",
        f"{INVENTED} people on its list were invented: nobody gets an answer",
        population_file_attack(setting, invented=INVENTED),
        population_file_attack(setting, invented=0),
        chance(setting),
    )
    yield Outcome(
        "hit or no hit, from the size of the answer",
        "a row per record asked, sealed and padded",
        answer_size_attack(setting, constant=True),
        answer_size_attack(setting, constant=False),
        COIN,
    )
    yield Outcome(
        "hit or no hit, from the time to the answer",
        "answers leave on a beat",
        answer_timing_attack(setting, fixed_interval=True),
        answer_timing_attack(setting, fixed_interval=False),
        COIN,
    )


def run_attacks(setting: Setting) -> Iterator[Outcome]:
    """Every attack on a round, one after the other, each with its control.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.

    Yields
    ------
    Outcome
        One outcome per attack.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> next(run_attacks(make_setting(people=80, in_file=20))).attack
    'thief of the index, trying everybody'
    """
    yield from _on_keys(setting)
    yield from _on_the_store(setting)
    yield from _on_answers(setting)


def run_inside(setting: Setting) -> Iterator[Inside]:
    """What hardening alone is worth: the attacks on submissions that were opened.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.

    Yields
    ------
    Inside
        One outcome per attack.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> next(run_inside(make_setting(people=80, in_file=20))).attack
    'frequencies of match keys'
    """
    opened = [(open_store(setting, sent), sent) for sent in (BARE, SENT, STRONG)]
    for attack, found in _ON_STORES.items():
        yield Inside(attack, *(found(setting, seen, sent) for seen, sent in opened))


def _explained(setting: Setting) -> str:
    people, records = len(setting.population["given"]), len(setting.rows)
    asked = affordable_queries(setting, QUOTA)
    return (
        f"Share of records whose person was found: {records} records of a population of "
        f"{people:,} made-up people. The attacker knows everybody and, where it attacks what "
        "lies at the matching point, who is in the file. For hits and no-hits: share judged "
        f"right. On what is sealed, the mean of {_SEALINGS} sealings: what is found is luck.\n\n"
        f"A quota bounds a fisher too: {QUOTA} evaluations are {asked} people as the agent asks; "
        "a changed agent makes more of them. The chance that a fisher meets none "
        f"of {INVENTED} invented people among {asked} is "
        f"{chance_of_no_decoy(setting, asked, INVENTED):.0%}; "
        "then it finds those it asked about, "
        f"{asked / people:.0%} of the file."
    )


def _hardening_explained(setting: Setting) -> str:
    return (
        f"As sent: {SENT.flip:.0%} of bits flipped, no keys that fewer than {SENT.least_alike} "
        f"others are as common as. Hardened more: {STRONG.flip:.0%} flipped, only keys that one "
        f"record has. By guessing: {guessing(setting):.1%}."
    )


def as_markdown(setting: Setting, outcomes: list[Outcome], inside: list[Inside]) -> str:
    """The tables of the documentation.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    outcomes : list[Outcome]
        What attacks on a round found.
    inside : list[Inside]
        What attacks inside the closed process found.

    Returns
    -------
    str
        Two tables in Markdown.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> outcome = Outcome("an attack", "a protection", 0.0, 1.0, 0.1)
    >>> "| an attack | a protection |" in as_markdown(make_setting(80, 20), [outcome], [])
    True
    """
    on_round = [
        f"| {one.attack} | {one.protection} | {one.with_protection:.1%} | {one.without:.1%} "
        f"| {one.guessing:.1%} |"
        for one in outcomes
    ]
    opened = [
        f"| {one.attack} | {one.bare:.1%} | {one.as_sent:.1%} | {one.hardened_more:.1%} |"
        for one in inside
    ]
    head = "| attack on a round | protection | with it | without it | by guessing |"
    head_inside = "| attack inside the closed process | bare | as sent | hardened more |"
    blocks = [
        "\n".join([head, "|---|---|---|---|---|", *on_round]),
        _explained(setting),
        "\n".join([head_inside, "|---|---|---|---|", *opened]),
        _hardening_explained(setting),
    ]
    return "\n\n".join(blocks) + "\n"
