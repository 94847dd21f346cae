# SPDX-License-Identifier: MIT
"""The numbers of MultipleSystemsEstimation, SparseMSE and Rcapture, to the digits.

Tolerances: 1e-6 relative on the number of people and 1e-6 on the BIC, which is
what their output files carry.
"""

import csv
import io

import numpy as np
import pytest

from telwerk.mse.models.hierarchical import (
    closed,
    enumerate_models,
    model_name,
    parse_model,
    unpack,
)
from telwerk.mse.models.loglinear import fit_model, fit_models, statuses
from telwerk.mse.models.search import local_search, stepwise
from telwerk.mse.models.selection import among, choose_among
from telwerk.mse.uncertainty.bootstrap import Resampled, jackknife
from telwerk.mse.uncertainty.intervals import profile, wald

TOLERANCE = 1e-6
EVERY_MODEL = [
    ("Artificial_3", 2),
    ("Korea", 2),
    ("HIV", 2),
    ("HIV", 3),
    ("Kosovo", 2),
    ("Kosovo", 3),
    ("Ned_5", 2),
    ("Ned_5", 3),
    ("Ned_5", 4),
    ("NewOrl_5_186", 2),
    ("NewOrl_5_186", 3),
    ("NewOrl_5_186", 4),
    ("UKdat_5", 2),
    ("UKdat_5", 3),
    ("UKdat_5", 4),
    ("UKdat", 2),
]
CHECKED = ["Artificial_3", "Korea", "Kosovo", "Ned_5", "NewOrl_5_186", "UKdat_5"]
STEPWISE = ["Korea", "Kosovo", "Ned_5", "NewOrl_186", "NewOrl_5_186", "UKdat", "UKdat_5"]
RESAMPLED = ["Korea_order2", "Kosovo_order3", "Ned_5_order2", "NewOrl_5_186_order2"]
RESAMPLED += ["UKdat_5_order2"]


def near(value):
    return pytest.approx(value, rel=TOLERANCE, abs=TOLERANCE)


@pytest.mark.parametrize(("name", "order"), EVERY_MODEL)
def test_every_model_has_the_published_estimate_and_bic(name, order, table, reference):
    histories = table(name)
    rows = list(csv.DictReader(io.StringIO(reference(f"bicall_{name}_order{order}.csv"))))
    fits = fit_models(histories.counts, enumerate_models(histories.t, order))
    valid = np.flatnonzero(fits.status == 0)
    names = [model_name(unpack(fits.models[i]), histories.t) for i in valid]
    expected = {row["model"]: row for row in rows}
    assert set(names) == set(expected)
    ours = fits.estimate()[valid]
    theirs = np.array([float(expected[model]["abundance"]) for model in names])
    assert np.max(np.abs(ours / theirs - 1)) < TOLERANCE
    bic = np.array([float(expected[model]["BIC"]) for model in names])
    assert np.max(np.abs(fits.cost("bic")[valid] - bic)) < TOLERANCE


@pytest.mark.parametrize("name", CHECKED)
def test_exactly_the_same_models_are_refused_for_the_same_reason(name, table, reference):
    histories, expected = table(name), reference(f"existence_{name}.json")
    models = enumerate_models(histories.t, histories.t - 1)
    codes = statuses(histories.counts, models)
    refused = {
        model_name(unpack(model), histories.t): int(code)
        for model, code in zip(models, codes, strict=True)
        if code
    }
    assert len(models) == expected["models"]
    assert refused == dict(map(tuple, expected["failing"]))


@pytest.mark.parametrize("name", STEPWISE)
def test_stepwise_ends_on_the_same_model_at_every_threshold(name, table, reference):
    histories, expected = table(name), reference(f"stepwise_{name}.json")
    for row in expected["pthresh"]:
        choice = stepwise(histories.counts, row["pthresh"])
        assert model_name(choice.model, histories.t) == row["new_model"]
        assert choice.fit.estimate()[0] == near(row["new_popest"])
        assert choice.fit.cost("bic")[0] == near(row["new_bic"])


@pytest.mark.parametrize("name", ["Korea", "NewOrl_5_186", "UKdat_5"])
def test_stepwise_has_the_same_wald_limits_and_acceleration(name, table, reference):
    histories, expected = table(name), reference(f"stepwise_{name}.json")
    for row in expected["pthresh"]:
        if row["old_wald95"] is None or row["neginf"]:
            continue  # the older program drifts towards minus infinity there
        fit = stepwise(histories.counts, row["pthresh"]).fit
        band = wald(histories.observed, fit.log_unobserved[0], fit.variance[0], 0.95)
        assert [band.low, band.high] == near(row["old_wald95"])
    choice = stepwise(histories.counts, 0.02)
    left_out, weights = jackknife(histories.counts, choice.again)
    draws = Resampled(0.0, left_out[:, 0], left_out[:, 0], weights)
    assert draws.acceleration == near(expected["bootstrap"]["new"]["ahat"])


@pytest.mark.parametrize("name", RESAMPLED)
def test_resampled_tables_lead_to_the_same_model_every_time(name, table, reference):
    expected = reference(f"detrep_{name}.json")
    histories = table(expected["data"])
    fits = fit_models(histories.counts, enumerate_models(histories.t, expected["maxorder"]))
    candidates = fits.models[fits.ranked("bic")[: expected["ntop"]]]
    names = [model_name(unpack(model), histories.t) for model in candidates]
    assert names == expected["candidate_models"]
    replicates = expected["replicates"]
    rows = _tables(expected, histories)
    chosen = choose_among(rows, candidates, "bic", np.array([len(candidates)], dtype=np.int32))
    assert [names[i] for i in chosen.index[:, 0]] == [row["chosen"] for row in replicates]
    sizes = rows.sum(axis=1) + np.exp(chosen.log_unobserved[:, 0])
    assert list(sizes) == near([row["estimate"] for row in replicates])
    assert list(chosen.cost[:, 0]) == near([row["BIC"] for row in replicates])
    for counts, row in zip(rows, replicates, strict=True):
        failing = [names[i] for i in np.flatnonzero(statuses(counts.astype(int), candidates))]
        assert sorted(failing) == sorted(row["failing"])


def _tables(expected, histories):
    masks = [int(text[::-1], 2) for text in expected["histories"]]
    rows = np.zeros((len(expected["replicates"]), 1 << histories.t))
    for i, replicate in enumerate(expected["replicates"]):
        rows[i, masks] = replicate["counts"]
    return rows


@pytest.mark.parametrize("name", RESAMPLED)
def test_the_jackknife_repeats_the_choice_and_gives_the_same_acceleration(name, table, reference):
    expected = reference(f"detrep_{name}.json")
    histories = table(expected["data"])
    fits = fit_models(histories.counts, enumerate_models(histories.t, expected["maxorder"]))
    candidates = fits.models[fits.ranked("bic")[: expected["ntop"]]]
    left_out, weights = jackknife(histories.counts, among(candidates, "bic"))
    seen = [histories.flags(int(mask)) for mask in np.flatnonzero(histories.counts)]
    ours = dict(zip(seen, left_out[:, 0], strict=True))
    assert ours == {row["history"]: near(row["estimate"]) for row in expected["jackknife"]}
    draws = Resampled(0.0, left_out[:, 0], left_out[:, 0], weights)
    assert draws.acceleration == near(expected["ahat"])


@pytest.mark.parametrize("name", [*STEPWISE])
def test_downhill_from_main_effects_ends_in_the_same_model(name, table, reference):
    histories, expected = table(name), reference(f"downhill_{name}.json")
    for key, row in expected.items():
        if not key.startswith("order"):
            continue
        order = int(key.removeprefix("order"))
        choice = local_search(histories, order=order, criterion="bic", starts=1, seed=1)
        assert model_name(choice.model, histories.t) == row["model"]
        assert choice.fit.estimate()[0] == near(row["estimate"])
        assert choice.diagnostics["models_visited"] == row["models_visited"]


@pytest.mark.parametrize("name", ["HIV", "Korea", "Kosovo", "NewOrl_5_186", "UKdat_5"])
def test_profile_limits_and_standard_errors_are_those_of_rcapture(name, table, reference):
    histories, expected = table(name), reference(f"rcapture_{name}.json")
    best = expected["closedpMS"]["best"][0]
    pairs = [
        (closed(histories.t, []), expected["Mt_CI"], None),
        (parse_model(best["model"], histories.t), expected["bestBIC_CI"]["CI"], best["stderr"]),
    ]
    for model, limits, stderr in pairs:
        fit = fit_model(histories.counts, model)
        size = float(fit.estimate()[0])
        band, peak = profile(histories.counts, model, size, 0.95)
        # Their root finding stops at about 1e-4 people.
        assert [band.low, band.high] == pytest.approx(
            [limits["infCL"], limits["supCL"]], rel=1e-6, abs=2e-4
        )
        assert peak == pytest.approx(limits["abundance"], rel=1e-5)
        unobserved = size - histories.observed
        if stderr is not None:
            ours = np.sqrt(unobserved + unobserved**2 * fit.variance[0])
            assert ours == pytest.approx(stderr, rel=2e-6)


@pytest.mark.parametrize("name", ["Korea_order2", "Kosovo_order3", "Ned_5_order2"])
def test_bootstrap_limits_agree_to_monte_carlo_error(name, table, reference):
    """Both sides draw 1,000 replicates; z0 has a standard error of about 0.04."""
    from telwerk.mse.uncertainty.bootstrap import resample

    expected = reference(f"bootbic_{name}.json")
    histories = table(expected["data"])
    fits = fit_models(histories.counts, enumerate_models(histories.t, int(name[-1])))
    models = fits.models[fits.ranked("bic")]
    marks = np.array([row["ntop"] for row in expected["bca_by_ntop"]], dtype=np.int32)
    select = among(models, "bic", marks)
    draws = resample(histories.counts, select, replicates=2000, seed=1)
    left_out, weights = jackknife(histories.counts, select)
    for i, row in enumerate(expected["bca_by_ntop"]):
        ours = Resampled(expected["estimate"], draws[:, i], left_out[:, i], weights)
        assert ours.acceleration == near(row["ahat"])
        assert ours.bias == pytest.approx(row["z0"], abs=0.2)
        assert ours.usable.size / 2000 == pytest.approx(row["n_usable"] / 1000, abs=0.01)
        assert ours.quantile(0.5) == pytest.approx(row["percentile"]["50%"], rel=0.03)
