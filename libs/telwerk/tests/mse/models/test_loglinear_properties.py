# SPDX-License-Identifier: MIT
"""What must hold for every table, whatever is on it."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from strategies import tables

from telwerk.mse.methods.loglinear import by_bic, independence
from telwerk.mse.models.branch_and_bound import near_best
from telwerk.mse.models.hierarchical import (
    closed,
    enumerate_models,
    model_name,
    neighbours,
    pack,
    parse_model,
    unpack,
)
from telwerk.mse.models.loglinear import fit_model, fit_models, fitted, statuses


def sizes_by_lists(histories, order):
    """Give the estimate per model, with models named by the names of the lists."""
    models = enumerate_models(histories.t, order)
    fits = fit_models(histories.counts, models)
    named = {}
    for row, status, size in zip(models, fits.status, fits.estimate(), strict=True):
        sets = frozenset(
            frozenset(n for i, n in enumerate(histories.lists) if mask >> i & 1)
            for mask in unpack(row)
        )
        named[sets] = (int(status), None if status else round(float(math.log(size)), 6))
    return named


@given(tables(most=4), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_names_and_order_of_lists_change_nothing(histories, random):
    order = list(histories.lists)
    random.shuffle(order)
    again = histories.reordered(order)
    assert sizes_by_lists(again, histories.t - 1) == sizes_by_lists(histories, histories.t - 1)


@given(tables(least=2, most=3))
@settings(max_examples=40, deadline=None)
def test_merging_a_list_with_its_copy_gives_the_table_back(histories):
    """A list that is entered twice and merged again leaves no trace."""
    copied = np.zeros(2 * histories.counts.size, dtype=np.int64)
    top = 1 << histories.t
    for mask, number in enumerate(histories.counts):
        copied[mask | (top if mask & 1 else 0)] += number
    doubled = type(histories)((*histories.lists, "copy"), copied)
    merged = doubled.merged(histories.lists[0], "copy")
    assert merged.counts.tolist() == histories.counts.tolist()


@given(tables(most=4), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_counting_every_person_k_times_multiplies_the_estimate_by_k(histories, k):
    model = closed(histories.t, [3])
    once = fit_model(histories.counts, model)
    times = fit_model(histories.counts * k, model)
    assert times.status[0] == once.status[0]
    assume(once.status[0] == 0)
    assert times.estimate()[0] == pytest.approx(k * once.estimate()[0], rel=1e-6)
    assert times.variance[0] == pytest.approx(once.variance[0] / k, rel=1e-4)


@given(tables(least=2, most=2, zeros=False))
def test_two_independent_lists_give_the_formula_of_lincoln_and_petersen(histories):
    first, second = histories.sizes()
    both = int(histories.counts[3])
    size = fit_model(histories.counts, closed(2, [])).estimate()[0]
    assert size == pytest.approx(first * second / both, rel=1e-7)


@given(tables(least=3, most=3, zeros=False))
def test_a_decomposable_model_has_its_closed_form(histories):
    """In [12,23] the dark figure is n100+ times n001 over n101 within those not on list 2."""
    n = histories.counts
    unobserved = float(n[1]) * float(n[4]) / float(n[5])
    fit = fit_model(n, closed(3, [0b011, 0b110]))
    assert np.exp(fit.log_unobserved[0]) == pytest.approx(unobserved, rel=1e-7)


@given(tables(most=4))
@settings(max_examples=60, deadline=None)
def test_fitted_overlaps_equal_the_counted_ones_for_all_sets_in_the_model(histories):
    t = histories.t
    model = closed(t, [3] if t > 2 else [])
    assume(fit_model(histories.counts, model).status[0] == 0)
    expected = fitted(histories.counts, model).expected
    sums = histories.with_counts(histories.counts).overlaps().astype(float)
    masks = np.arange(1 << t)
    for part in model - {0}:
        ours = expected[masks & part == part].sum()
        assert ours == pytest.approx(sums[part], rel=1e-5, abs=1e-5)


def status_by_definition(histories, model):
    """Existence and rank as the literature defines them, with a linear programme."""
    n, masks = histories.counts, np.arange(1, 1 << histories.t)
    sums = histories.overlaps()
    dead = [s for s in model if sums[s] == 0]
    kept = sorted(s for s in model if sums[s] > 0)
    cells = [w for w in masks if not any(w & s == s for s in dead)]
    incidence = np.array([[float(w & s == s) for w in cells] for s in kept])
    targets = np.array([float(sums[s]) if s else float(n.sum()) for s in kept])
    below = np.hstack([-np.eye(len(cells)), np.ones((len(cells), 1))])
    solution = linprog(
        np.array([0.0] * len(cells) + [-1.0]),
        A_eq=np.hstack([incidence, np.zeros((len(kept), 1))]),
        b_eq=targets,
        A_ub=below,
        b_ub=np.zeros(len(cells)),
        bounds=[(0, None)] * (len(cells) + 1),
    )
    exists = solution.status == 0 and -solution.fun > 1e-7
    full = np.linalg.matrix_rank(incidence) == len(kept)
    return (0 if exists else 1) + (0 if full else 2)


@given(tables(least=3, most=4), st.integers(0, 10_000))
@settings(max_examples=80, deadline=None)
def test_the_exact_check_agrees_with_the_linear_programme(histories, pick):
    thinned = histories.counts.copy()
    thinned[np.arange(thinned.size) % 3 == pick % 3] //= 30  # sparse enough to fail sometimes
    for bit in range(histories.t):
        thinned[1 << bit] = max(thinned[1 << bit], 1)
    sparse = histories.with_counts(thinned)
    models = enumerate_models(histories.t, histories.t - 1)
    row = models[pick % len(models)]
    ours = int(statuses(sparse.counts, row[None, :])[0])
    assert ours == status_by_definition(sparse, unpack(row))


@given(tables(least=3, most=4), st.sampled_from(["bic", "aic"]), st.sampled_from([0.0, 6.0]))
@settings(max_examples=60, deadline=None)
def test_branch_and_bound_finds_exactly_the_models_that_enumeration_finds(
    histories, criterion, within
):
    order = histories.t - 1
    fits = fit_models(histories.counts, enumerate_models(histories.t, order))
    cost = fits.cost(criterion)
    assume(np.isfinite(cost).any())
    near = np.abs(cost - cost.min() - within)[np.isfinite(cost)]
    assume(np.all((near > 1e-6) | (near == 0)))
    expected = {unpack(row) for row in fits.models[cost <= cost.min() + within + 1e-7]}
    found = near_best(histories.counts, order=order, criterion=criterion, distances=(within,))
    assert {unpack(row) for row in found.models} == expected


@given(st.integers(2, 6), st.data())
def test_a_model_is_read_back_from_its_name(t, data):
    masks = range(1, (1 << t) - 1)
    model = closed(t, data.draw(st.lists(st.sampled_from(masks), max_size=6)))
    assert parse_model(model_name(model, t), t) == model
    assert unpack(pack(t, [model])[0]) == model


@given(st.integers(3, 5), st.data())
def test_being_a_neighbour_is_mutual(t, data):
    model = closed(t, data.draw(st.lists(st.integers(1, (1 << t) - 2), max_size=3)))
    for other in neighbours(model, t, t - 1):
        assert len(model ^ other) == 1
        assert model in neighbours(other, t, t - 1)


@pytest.mark.parametrize(
    ("t", "order", "number"),
    [(3, 2, 8), (4, 2, 64), (4, 3, 113), (5, 2, 1024), (5, 3, 6212), (5, 4, 6893), (6, 2, 32768)],
)
def test_there_are_as_many_models_as_dedekind_counted(t, order, number):
    models = enumerate_models(t, order)
    assert len(models) == number
    assert len({row.tobytes() for row in models}) == number
    for row in itertools.islice(models, 0, None, max(1, number // 50)):
        model = unpack(row)
        assert closed(t, model) == model


def test_most_wald_intervals_hold_the_truth_when_the_model_is_true():
    """A 95% interval over 400 tables; two standard errors around it are 93 to 97 percent."""
    from telwerk.mse.lists.simulation import draw, probabilities

    generator = np.random.default_rng(20)
    chances = probabilities([0.3, 0.25, 0.35])
    held = 0
    for _ in range(400):
        outcome = independence(draw(chances, 2000, generator), interval="wald")
        held += outcome.interval.low <= 2000 <= outcome.interval.high
    assert 0.92 <= held / 400 <= 0.98


def test_the_best_model_finds_back_the_size_of_a_population_with_one_dependence():
    from telwerk.mse.lists.simulation import draw, probabilities

    chances = probabilities([0.2, 0.2, 0.3, 0.25], {(1, 2): 4.0})
    outcome = by_bic(draw(chances, 20_000, np.random.default_rng(4)))
    assert outcome.model == "[12,3,4]"
    assert outcome.estimate == pytest.approx(20_000, rel=0.05)
