# SPDX-License-Identifier: MIT
"""Every attack with its control: a control that recovers nobody would prove nothing."""

import json

import pytest

from blindkoppel.attacks import as_markdown, run_attacks
from blindkoppel.attacks.on_encodings import graph_matching
from blindkoppel.attacks.on_keys import (
    chance,
    custodian_alone,
    frequency_attack,
    join_over_periods,
    receivers_dictionary,
    thief_of_the_index,
)
from blindkoppel.attacks.report import ANY_COUNT, Outcome
from blindkoppel.attacks.setting import make_setting
from blindkoppel.cli import main
from blindkoppel.encode.parameters import Parameters


@pytest.fixture(scope="module")
def setting():
    return make_setting(people=400, in_file=120)


def test_a_thief_of_the_index_finds_nobody_unless_keys_are_plain_hashes(setting):
    assert thief_of_the_index(setting, keyed=False) > 0.95
    assert thief_of_the_index(setting, keyed=True) <= chance(setting)


def test_the_custodian_finds_nobody_unless_values_come_unblinded(setting):
    assert custodian_alone(setting, blinded=False) > 0.95
    assert custodian_alone(setting, blinded=True) <= chance(setting)


def test_a_partner_finds_everybody_without_a_quota_and_few_with_one(setting):
    assert receivers_dictionary(setting, quota=None) > 0.95
    # A hundred evaluations are about twelve people, three of them in the file.
    assert receivers_dictionary(setting, quota=100) <= 12 / 120


def test_counting_keys_tells_little_unless_keys_with_rare_counts_are_sent():
    # Counts tell values apart only where some are common: more people than elsewhere.
    setting = make_setting()
    assert frequency_attack(setting, least_alike=ANY_COUNT) > 0.1
    # One in fifty is what guessing among keys of equal counts gives.
    least = Parameters("test").least_alike
    assert frequency_attack(setting, least_alike=least) <= 1 / least


def test_nobody_is_followed_over_periods_unless_keys_stay(setting):
    assert join_over_periods(setting, rotated=False) == 1.0
    assert join_over_periods(setting, rotated=True) == 0.0


def test_encodings_at_rest_give_people_away_so_they_are_not_kept(setting):
    # There is no protected side to this: light hardening does not stop the attack.
    assert graph_matching(setting, flip=0.0) > 0.5
    assert graph_matching(setting, flip=Parameters("test").flip) > 0.5


def test_the_table_has_a_row_per_attack(setting):
    outcomes = [Outcome("one", "two", 0.0, 1.0)]
    assert "| one | two | 0.0% | 100.0% |" in as_markdown(setting, outcomes)


def test_what_was_not_run_has_no_figure(setting):
    outcomes = [Outcome("one", "two", None, 1.0)]
    row = "| one | two | not run: nothing is there to attack | 100.0% |"
    assert row in as_markdown(setting, outcomes)


def test_the_command_runs_every_attack(capsys):
    assert main(["attack", "--people", "200", "--json"]) == 0
    outcomes = json.loads(capsys.readouterr().out)
    assert len(outcomes) == len(list(run_attacks(make_setting(people=80, in_file=20))))
    on_keys = [outcome for outcome in outcomes if "graph matching" not in outcome["attack"]]
    assert max(outcome["with_protection"] for outcome in on_keys) < 0.2
    on_encodings = [outcome for outcome in outcomes if outcome not in on_keys]
    assert [outcome["with_protection"] for outcome in on_encodings] == [None] * 3
