# SPDX-License-Identifier: MIT
"""Probabilities set right by pairs that are certainly two people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import two_files

from blindkoppel.compare.records import comparison, comparison_within
from blindkoppel.decide.calibration import NonMatches, calibrate, pair_ratio
from blindkoppel.linking import Weights, exclusive, link, log_odds_of
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.proposing import propose
from blindkoppel.reading.records import guess_schema, read_records
from blindkoppel.rounds.matching import sealed_round

MATCHES, NON_MATCHES = 20_000, 200_000


def _scores(seed: int, level: float = 0.0, slope: float = 1.0) -> tuple[np.ndarray, NonMatches]:
    """Candidates and non-matches whose true log-odds are ``level + slope * score``."""
    draw = np.random.default_rng(seed)
    # Two bells of one width: their log ratio is a straight line, here 4 x times the score.
    share = np.log(MATCHES / NON_MATCHES)

    def seen(true: np.ndarray) -> np.ndarray:
        return (4 * true + share - level) / slope

    candidates = np.append(
        draw.normal(1, 0.5**0.5, MATCHES), draw.normal(-1, 0.5**0.5, NON_MATCHES)
    )
    alone = draw.normal(-1, 0.5**0.5, NON_MATCHES // 2)
    return seen(candidates), NonMatches(seen(alone), 2.0)


def _expected(log_odds: np.ndarray) -> float:
    return float((1 / (1 + np.exp(-log_odds))).sum())


@pytest.mark.parametrize(("level", "slope"), [(0, 1), (-1.5, 1), (1, 1), (-0.5, 1.3), (0, 0.8)])
def test_as_many_matches_are_expected_as_there_are_though_the_weights_were_off(level, slope):
    log_odds, non_matches = _scores(1, level, slope)
    assert _expected(calibrate(log_odds, non_matches)) == pytest.approx(MATCHES, rel=0.03)


def test_weights_that_are_off_expect_too_many_without_the_non_matches():
    log_odds, non_matches = _scores(1, level=-1.5)
    assert _expected(log_odds) > 1.1 * MATCHES
    assert _expected(calibrate(log_odds, non_matches)) < 1.03 * MATCHES


def test_of_the_pairs_at_a_probability_that_share_is_one_person():
    log_odds, non_matches = _scores(2, level=-1, slope=1.2)
    probability = 1 / (1 + np.exp(-calibrate(log_odds, non_matches)))
    same = np.arange(len(log_odds)) < MATCHES
    for low in (0.1, 0.3, 0.5, 0.7):
        chosen = (probability >= low) & (probability < low + 0.2)
        assert same[chosen].mean() == pytest.approx(probability[chosen].mean(), abs=0.08)


@settings(max_examples=20)
@given(st.integers(0, 30), st.floats(-3, 3))
def test_the_order_of_pairs_stays(seed, level):
    log_odds, non_matches = _scores(seed, level)
    few = log_odds[::500]
    moved = calibrate(few, NonMatches(non_matches.log_odds[::500], 2.0))
    assert (np.argsort(moved) == np.argsort(few)).all()


@pytest.mark.parametrize("log_odds", [np.empty(0), np.array([1.0, -2.0])])
def test_without_non_matches_weights_stay_as_they_are(log_odds):
    assert calibrate(log_odds, NonMatches(np.empty(0), 0.0)).tolist() == log_odds.tolist()


def test_a_handful_of_non_matches_says_too_little():
    log_odds, non_matches = _scores(3, level=-1.5)
    few = NonMatches(non_matches.log_odds[:50], 4_000.0)
    assert calibrate(log_odds, few).tolist() == log_odds.tolist()


def test_lists_of_one_record_have_nobody_to_compare_within():
    assert pair_ratio((1, 1), (1, 1)) == 0
    one, other = two_files(1, 0)
    assert len(sealed_round(one, other, guess_schema(list(one))).pairs) <= 1


def namesakes(draw):
    """150 people with three names, one nationality and five years of birth between them."""
    names = [("Maria", "Petrova"), ("Ivan", "Simeonov"), ("Jan", "Bakker")]
    given, surname = zip(*(names[at] for at in draw.integers(3, size=150)), strict=True)
    years = [str(year) for year in draw.integers(1985, 1990, size=150)]
    return {"given": given, "surname": surname, "dob": years, "nat": ["bg"] * 150}


def test_namesakes_within_a_list_warn_for_namesakes_between_lists():
    draw, vocabulary = np.random.default_rng(8), Vocabulary()
    left, right = namesakes(draw), namesakes(draw)
    schema = guess_schema(list(left))
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    pairs, whole = propose(one, other, vocabulary), comparison(one, other, vocabulary)
    unwarned = exclusive(pairs, log_odds_of(whole, pairs, Weights.LEARNED))
    assert link(left, right, schema).probability.sum() < 0.5 * unwarned.probability.sum()


def test_among_some_of_a_list_values_are_as_rare_as_on_both_lists():
    vocabulary = Vocabulary()
    left, right = two_files(shared=20, alone=20)
    schema = guess_schema(list(left))
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    whole, rows = comparison(one, other, vocabulary), np.arange(5, 15)
    within = comparison_within(whole, one.only(rows))
    for some, every in zip(within.inverse_frequencies, whole.inverse_frequencies, strict=True):
        np.testing.assert_array_equal(some, every[rows])
