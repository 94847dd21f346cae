# SPDX-License-Identifier: MIT
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from blindkoppel.decide.clusters import UNSEEN, ScoredPair, clusters

records = st.tuples(st.sampled_from("abc"), st.integers(0, 3))
pairs_between = st.lists(
    st.builds(ScoredPair, records, records, st.floats(-8, 8)).filter(
        lambda pair: pair.one[0] < pair.other[0]
    ),
    unique_by=lambda pair: (pair.one, pair.other),
    max_size=15,
)


def worth(groups, pairs):
    odds = {(pair.one, pair.other): pair.log_odds for pair in pairs}
    inside = (tuple(sorted(two)) for group in groups for two in combinations(group, 2))
    return sum(odds.get(two, UNSEEN) for two in inside)


def test_half_alike_records_do_not_chain():
    a, b, c = ("a", 0), ("b", 0), ("c", 0)
    chain = [ScoredPair(a, b, 3.0), ScoredPair(b, c, 2.0), ScoredPair(a, c, -6.0)]
    assert clusters(chain) == [frozenset({a, b})]


def test_three_lists_that_agree_make_one_person():
    a, b, c = ("a", 0), ("b", 0), ("c", 0)
    agree = [ScoredPair(a, b, 3.0), ScoredPair(b, c, 2.0), ScoredPair(a, c, -1.0)]
    assert clusters(agree) == [frozenset({a, b, c})]


def test_a_decided_no_holds_against_everything_else():
    a, b, c = ("a", 0), ("b", 0), ("c", 0)
    pairs = [ScoredPair(a, b, 8.0), ScoredPair(b, c, 8.0), ScoredPair(a, c, -100.0)]
    assert not any({a, c} <= group for group in clusters(pairs))


@given(pairs_between)
def test_nobody_is_twice_on_one_list_or_in_two_groups(pairs):
    groups = clusters(pairs)
    for group in groups:
        lists = [name for name, _ in group]
        assert len(set(lists)) == len(lists)
    everyone = [record for group in groups for record in group]
    assert len(set(everyone)) == len(everyone)


@given(pairs_between)
def test_no_record_would_rather_be_alone(pairs):
    groups = clusters(pairs)
    for group in groups:
        for record in group:
            apart = [group - {record}, *(other for other in groups if other != group)]
            assert worth(groups, pairs) >= worth(apart, pairs) - 1e-6


@given(pairs_between, st.integers(0, 99))
def test_the_order_of_pairs_does_not_matter_when_all_odds_differ(pairs, seed):
    odds = [pair.log_odds for pair in pairs]
    if len(set(odds)) == len(odds):
        shuffled = [pairs[at] for at in np.random.default_rng(seed).permutation(len(pairs))]
        assert clusters(shuffled) == clusters(pairs)
