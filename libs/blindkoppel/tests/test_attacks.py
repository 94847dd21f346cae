# SPDX-License-Identifier: MIT
"""Every attack with its control: a control that recovers nobody would prove nothing."""

import json

import numpy as np
import pytest

from blindkoppel.attacks import as_markdown
from blindkoppel.attacks.assignment import graduated_assignment, greedy_assignment, standardised
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
from blindkoppel.attacks.report import BARE, INSIDE, ON_ROUND, SENT, STRONG, Inside, Outcome
from blindkoppel.attacks.setting import make_setting
from blindkoppel.attacks.storage import open_store, sealed_store
from blindkoppel.attacks.structure import (
    COUNTS,
    SHARING,
    distinguished_share,
    guessing,
    reidentified_share,
)
from blindkoppel.cli import main


@pytest.fixture(scope="module")
def setting():
    return make_setting(people=400, in_file=120)


@pytest.fixture(scope="module")
def bare(setting):
    """The control: submissions that lie open at the matching point."""
    return open_store(setting, BARE)


@pytest.fixture(scope="module")
def sealed(setting):
    """The same as they really lie there."""
    return sealed_store(setting, SENT)


def lucky(setting):
    """The most that blind guesses get right: one is expected, six come once in 10,000 runs."""
    return 6 / len(setting.rows)


def test_a_thief_of_the_index_finds_nobody_unless_keys_are_plain_hashes(setting):
    assert stolen_index_attack(setting, keyed=False) > 0.95
    assert stolen_index_attack(setting, keyed=True) <= chance(setting)


def test_a_thief_with_the_agents_key_finds_nobody_unless_submissions_lie_open(setting):
    key = b"the agents' key"
    assert stolen_store_attack(setting, open_store(setting, SENT, key), key) > 0.95
    found = stolen_store_attack(setting, sealed_store(setting, SENT, key), key)
    assert found <= lucky(setting)


def test_the_custodian_finds_nobody_unless_values_come_unblinded(setting):
    assert custodian_attack(setting, blinded=False) > 0.95
    assert custodian_attack(setting, blinded=True) <= chance(setting)


def test_one_custodian_of_three_finds_nobody_in_an_opened_submission(setting):
    assert collusion_attack(setting, shared=False) > 0.95
    assert collusion_attack(setting, shared=True) <= chance(setting)


def test_counting_match_keys_tells_nothing_unless_they_lie_open(setting, bare, sealed):
    assert distinguished_share(bare, COUNTS) > 0.3
    assert distinguished_share(sealed, COUNTS) == guessing(setting)


def test_who_shares_keys_with_whom_tells_nothing_unless_they_lie_open(setting, bare, sealed):
    assert distinguished_share(bare, SHARING) > distinguished_share(bare, COUNTS)
    assert distinguished_share(sealed, SHARING) == guessing(setting)


def test_the_shape_of_a_file_is_the_same_under_every_key(setting, bare):
    other = open_store(setting, BARE, b"another key")
    assert set(bare.key.tolist()) & set(other.key.tolist()) == set()
    assert distinguished_share(other, SHARING) == distinguished_share(bare, SHARING)


def test_patterns_of_bits_name_nobody_unless_encodings_lie_open(setting, bare, sealed):
    assert pattern_mining(setting, bare, BARE.flip) > 0.7
    assert pattern_mining(setting, sealed, SENT.flip) <= lucky(setting)


def test_resemblance_names_nobody_unless_encodings_lie_open(setting, bare, sealed):
    assert graph_matching(setting, bare) > 0.9
    assert graph_matching(setting, sealed) <= lucky(setting)


def test_flipping_bits_is_no_protection_so_encodings_are_sealed(setting):
    hardened = open_store(setting, STRONG)
    assert graph_matching(setting, hardened) > 0.9
    assert pattern_mining(setting, hardened, STRONG.flip) > 0.5


def test_dropping_rare_counts_tells_less_but_not_nothing(setting, bare):
    assert distinguished_share(open_store(setting, SENT), SHARING) < distinguished_share(
        bare, SHARING
    )
    assert distinguished_share(open_store(setting, SENT), SHARING) > guessing(setting)


def test_nobody_is_followed_over_periods_unless_keys_stay(setting):
    assert period_linkage_attack(setting, rotated=False) == 1.0
    assert period_linkage_attack(setting, rotated=True) == 0.0


def test_nobody_is_followed_by_shape_unless_keys_lie_open(setting, bare, sealed):
    # New keys alone do not help: the file keeps its shape.
    assert reidentified_share(bare, open_store(setting, BARE, b"of the next period")) > 0.5
    again = sealed_store(setting, SENT, b"of the next period")
    assert reidentified_share(sealed, again) == guessing(setting)


def test_a_partner_cannot_try_everybody_afterwards_unless_it_holds_a_filter(setting):
    assert receiver_dictionary_attack(setting, answered=False) > 0.95
    assert receiver_dictionary_attack(setting, answered=True) == 0.0


def test_a_fisher_finds_nobody_unless_the_other_agrees_unseen(setting):
    assert fishing_attack(setting, locked=False) > 0.95
    assert fishing_attack(setting, locked=True) == 0.0


def test_a_partner_that_holds_everybody_hears_nothing_unless_nobody_was_invented(setting):
    assert population_file_attack(setting, invented=0) > 0.95
    assert population_file_attack(setting, invented=1) == 0.0


def test_a_quota_bounds_whom_a_fisher_can_ask_about(setting):
    keys_a_person = len(setting.prepared_population(b"").row) / 400
    assert affordable_queries(setting, 100) == pytest.approx(100 / keys_a_person, abs=3)


def test_a_fisher_meets_somebody_invented():
    setting = make_setting(people=100, in_file=20)
    assert chance_of_no_decoy(setting, people=100, invented=1) == 0.0
    assert chance_of_no_decoy(setting, people=50, invented=1) == pytest.approx(0.5)
    assert chance_of_no_decoy(setting, people=50, invented=2) == pytest.approx(0.5 * 49 / 99)


def test_the_size_of_an_answer_tells_nothing_unless_it_lists_the_hits(setting):
    assert answer_size_attack(setting, constant=False) == 1.0
    assert answer_size_attack(setting, constant=True) == 0.5


def test_the_time_of_an_answer_tells_nothing_unless_it_leaves_at_once(setting):
    assert answer_timing_attack(setting, fixed_interval=False) > 0.55
    assert answer_timing_attack(setting, fixed_interval=True) == 0.5


def test_a_graph_is_laid_over_itself_in_another_order():
    draw = np.random.default_rng(4)
    graph = draw.normal(size=(40, 40))
    graph += graph.T
    order = draw.permutation(40)
    seen, known = standardised(graph[np.ix_(order, order)]), standardised(graph)
    start = -np.abs(np.sort(seen, axis=1)[:, None] - np.sort(known, axis=1)[None]).sum(axis=2)
    guess = greedy_assignment(graduated_assignment([seen], [known], start / start.std()))
    assert guess.tolist() == order.tolist()


def test_the_tables_have_a_row_per_attack(setting):
    text = as_markdown(
        setting, [Outcome("one", "two", 0.0, 1.0, 0.1)], [Inside("three", 0.9, 0.8, 0.7)]
    )
    assert "| one | two | 0.0% | 100.0% | 10.0% |" in text
    assert "| three | 90.0% | 80.0% | 70.0% |" in text


def test_the_command_runs_every_attack_and_protection_leaves_chance(capsys):
    assert main(["attack", "--people", "200", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (len(report["round"]), len(report["inside"])) == (ON_ROUND, INSIDE)
    for outcome in report["round"]:
        assert outcome["with_protection"] <= outcome["guessing"] + 5 / 50
        assert outcome["without"] > outcome["guessing"] + 0.05
