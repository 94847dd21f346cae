# SPDX-License-Identifier: MIT
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from blindkoppel.decide.counting import balanced_threshold, expected_matches

PROBABILITIES = st.lists(st.floats(0, 1), min_size=1, max_size=60, unique=True).map(np.array)


@given(PROBABILITIES)
def test_as_many_pairs_count_as_are_expected_to_be_true(probability):
    accepted = int((probability >= balanced_threshold(probability)).sum())
    assert accepted == round(expected_matches(probability))


@given(st.integers(0, 2**32))
def test_with_honest_probabilities_false_and_missed_pairs_balance(seed):
    draw = np.random.default_rng(seed)
    probability = draw.beta(0.3, 0.6, 20_000)
    true = draw.random(len(probability)) < probability
    accepted = probability >= balanced_threshold(probability)
    false, missed = int((accepted & ~true).sum()), int((~accepted & true).sum())
    assert abs(false - missed) < 5 * np.sqrt((probability * (1 - probability)).sum())


def test_near_certainty_misses_more_than_it_gets_wrong():
    draw = np.random.default_rng(3)
    probability = draw.beta(0.3, 0.6, 20_000)
    true = draw.random(len(probability)) < probability
    accepted = probability >= 20 / 21
    assert (~accepted & true).sum() > 10 * (accepted & ~true).sum()


def test_where_nothing_is_expected_nothing_counts():
    assert balanced_threshold(np.array([0.1, 0.2])) == np.inf
