# SPDX-License-Identifier: MIT
"""Records of one file that are surely the same as a third."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from blindkoppel.block import Candidates
from blindkoppel.decide.transitivity import MOST, add_transitive_pairs

scored = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0, 1),
    max_size=20,
)


def as_candidates(pairs):
    rows = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return Candidates(rows[:, 0], rows[:, 1]), np.array(list(pairs.values()), dtype=float)


def through(pairs):
    found, probability = add_transitive_pairs(*as_candidates(pairs))
    both = zip(found.left.tolist(), found.right.tolist(), strict=True)
    return dict(zip(both, probability.tolist(), strict=True))


def test_records_that_share_only_a_match_with_another_are_a_pair():
    assert through({(0, 1): 0.95, (1, 2): 0.9}) == {(0, 1): 0.95, (0, 2): 0.855, (1, 2): 0.9}


def test_half_alike_records_are_no_chain():
    assert (0, 2) not in through({(0, 1): 0.95, (1, 2): 0.5})
    assert (0, 3) not in through({(0, 1): 0.99, (1, 2): 0.99, (2, 3): 0.99})


@given(scored)
def test_every_pair_comes_once_and_none_becomes_less_likely(pairs):
    found, _ = add_transitive_pairs(*as_candidates(pairs))
    more = through(pairs)
    assert len(found) == len(more)
    assert (found.left < found.right).all()
    assert all(more[pair] >= probability for pair, probability in pairs.items())


@given(scored)
def test_what_was_put_in_is_the_best_product_of_two_that_were_there(pairs):
    both = pairs | {(b, a): probability for (a, b), probability in pairs.items()}
    for (one, other), probability in through(pairs).items():
        intermediates = [both.get((one, k), 0) * both.get((k, other), 0) for k in range(8)]
        sure = [product for product in intermediates if product >= 0.8]
        assert probability == max([pairs.get((one, other), 0), *sure])


def test_of_somebody_who_is_there_very_often_nothing_is_put_in():
    hub = {(0, other): 0.99 for other in range(1, MOST + 2)}
    assert through(hub) == hub
