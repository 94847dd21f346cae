# SPDX-License-Identifier: MIT
"""Intervals that repeat the choice of model, and runs that can be resumed."""

import math

import numpy as np
import pytest

from telwerk.datasets import korea, united_kingdom_five
from telwerk.mse.methods import method
from telwerk.mse.methods.loglinear import by_bic, by_stepwise, independence
from telwerk.mse.models.hierarchical import enumerate_models
from telwerk.mse.models.loglinear import fit_models
from telwerk.mse.models.selection import among
from telwerk.mse.uncertainty.bootstrap import Resampled, jackknife, resample
from telwerk.mse.uncertainty.checkpoint import Checkpoint


def draws(point, replicates):
    ones = np.ones(4)
    return Resampled(point, np.array(replicates), np.array([1.0, 2.0, 3.0, 4.0]), ones)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another():
    first, again, other = (
        by_bic(korea(), interval="bca", replicates=200, seed=seed).interval for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


def test_more_replicates_begin_with_the_same_ones():
    select = among(enumerate_models(3, 2), "bic")
    few = resample(korea().counts, select, replicates=60, seed=3)
    many = resample(korea().counts, select, replicates=130, seed=3)
    assert np.array_equal(few, many[:60], equal_nan=True)


def test_an_interval_that_takes_the_model_as_given_is_far_too_short():
    """The finding of Silverman, Chan and Vincent (2024) on the UK lists."""
    given, repeated = (
        by_bic(united_kingdom_five(), interval="bca", ntop=ntop, seed=2).interval
        for ntop in (1, 100)
    )
    assert (repeated.high - repeated.low) > 2 * (given.high - given.low)


def test_the_best_of_all_models_is_the_best_of_the_best_hundred_or_better():
    table = united_kingdom_five()
    fits = fit_models(table.counts, enumerate_models(5, 4))
    models = fits.models[fits.ranked("bic")]
    marks = np.array([1, 10, 100, len(models)], dtype=np.int32)
    chosen = among(models, "bic", marks)(np.repeat(table.counts[None].astype(float), 2, axis=0))
    assert np.allclose(chosen, fits.log_unobserved[fits.ranked("bic")[0]])


def test_a_replicate_in_which_no_model_is_valid_is_left_out_and_counted():
    usable = draws(10.0, [9.0, math.nan, 11.0, 12.0])
    assert usable.usable.tolist() == [9.0, 11.0, 12.0]
    assert usable.bias == pytest.approx(-0.4307, abs=1e-4)


def test_a_replicate_equal_to_the_estimate_is_not_below_it():
    assert draws(10.0, [9.0, 10.0, 10.0, 12.0]).bias == pytest.approx(-0.6745, abs=1e-4)


def test_a_jackknife_value_that_is_missing_makes_the_limits_missing():
    spoiled = Resampled(10.0, np.array([9.0, 11.0]), np.array([1.0, math.nan]), np.ones(2))
    assert (spoiled.bca(0.95).low, spoiled.bca(0.95).high) == (None, None)


def test_an_estimate_outside_its_replicates_has_no_clipped_limits():
    outside = draws(1.0, [2.0, 3.0, 4.0])
    assert outside.bias == -math.inf
    assert (outside.bca(0.95).low, outside.bca(0.95).high) == (None, None)
    assert outside.percentile(0.5).low == pytest.approx(2.1667, abs=1e-3)


def test_the_jackknife_leaves_out_one_person_of_each_history():
    counts = korea().counts
    sizes, weights = jackknife(counts, among(enumerate_models(3, 2), "bic"))
    assert weights.tolist() == [5, 5, 54, 41, 6, 12]
    assert sizes[0, 0] == pytest.approx(149.3333, abs=1e-4)


def test_a_run_that_was_cut_off_gives_the_same_numbers_when_resumed(tmp_path):
    checkpoint = tmp_path / "checkpoint.jsonl"
    way = method("bic")
    options = {"interval": "bca", "replicates": 300, "seed": 9}
    whole = way.estimate(korea(), **options)
    way.estimate(korea(), resume=checkpoint, **{**options, "replicates": 120})
    lines = checkpoint.read_text(encoding="utf-8").splitlines()
    checkpoint.write_text("\n".join(lines[:-1]) + '\n{"chunk": 2, "estim', encoding="utf-8")
    resumed = way.estimate(korea(), resume=checkpoint, **options)
    assert resumed.interval == whole.interval
    assert len(checkpoint.read_text(encoding="utf-8").splitlines()) == 7


def test_what_was_kept_is_used_and_not_made_again(tmp_path):
    checkpoint = Checkpoint.open(tmp_path / "checkpoint.jsonl", "a run")
    checkpoint.put(0, np.full((50, 1), 7.0))
    again = Checkpoint.open(tmp_path / "checkpoint.jsonl", "a run")
    select = among(enumerate_models(3, 2), "bic")
    numbers = resample(korea().counts, select, replicates=50, seed=1, checkpoint=again)
    assert numbers.tolist() == [[7.0]] * 50


def test_a_file_of_another_run_is_refused(tmp_path):
    checkpoint = tmp_path / "checkpoint.jsonl"
    method("bic").estimate(korea(), resume=checkpoint, interval="bca", replicates=50)
    with pytest.raises(ValueError, match="belongs to another run"):
        method("bic").estimate(korea(), resume=checkpoint, interval="bca", replicates=50, seed=2)


def test_stepwise_repeats_its_steps_in_every_replicate():
    outcome = by_stepwise(united_kingdom_five(), interval="percentile", replicates=200)
    fixed = independence(united_kingdom_five(), interval="percentile", replicates=200)
    assert outcome.diagnostics["bootstrap"]["usable"] == 200
    wide, narrow = (band.high - band.low for band in (outcome.interval, fixed.interval))
    assert wide > narrow
