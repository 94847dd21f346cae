# SPDX-License-Identifier: MIT
"""Where nobody is twice on a list, the likeliest pair goes first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from blindkoppel.block import Candidates
from blindkoppel.decide import exclusive_probability, one_to_one

scored = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from([0.1, 0.4, 0.5, 0.9, 0.99])),
    max_size=30,
    unique_by=lambda pair: pair[:2],
)


def columns(rows):
    left, right, probability = np.array(rows, float).reshape(-1, 3).T
    return Candidates(left.astype(np.int64), right.astype(np.int64)), probability


@given(scored)
def test_the_pairs_that_stay_are_those_of_going_through_them_one_by_one(rows):
    pairs, probability = columns(rows)
    expected, taken = [], set()
    for number in sorted(range(len(rows)), key=lambda at: -rows[at][2]):
        ends = {("left", rows[number][0]), ("right", rows[number][1])}
        if not ends & taken:
            taken |= ends
            expected.append(number)
    assert one_to_one(pairs, probability).tolist() == sorted(expected)


@given(scored)
def test_rivals_share_their_probability(rows):
    pairs, probability = columns(rows)
    shared = exclusive_probability(pairs, np.log(probability / (1 - probability)))
    assert (shared <= probability + 1e-12).all()
    for ends in (pairs.left, pairs.right):
        assert all(shared[ends == record].sum() <= 1 for record in set(ends.tolist()))
