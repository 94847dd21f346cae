# SPDX-License-Identifier: MIT
"""Published results on published tables; these need no files of others.

Chan, Silverman and Vincent (2021), table 3; Silverman, Chan and Vincent (2024),
sections 5 and 6; van Dijk et al. (2017) for the Dutch lists.
"""

import numpy as np
import pytest

from telwerk.datasets import (
    artificial,
    korea,
    kosovo,
    netherlands,
    netherlands_five,
    united_kingdom,
    united_kingdom_five,
)
from telwerk.mse.lists.simulation import draw, probabilities
from telwerk.mse.methods import estimate
from telwerk.mse.methods.loglinear import (
    by_bic,
    by_local_search,
    by_stepwise,
    independence,
    one_model,
)
from telwerk.mse.models import branch_and_bound
from telwerk.mse.models.hierarchical import enumerate_models, model_name, unpack
from telwerk.mse.models.loglinear import statuses
from telwerk.mse.results.status import Status


def test_the_made_up_table_has_models_without_an_estimate_and_models_with_many():
    models = enumerate_models(3, 2)
    codes = dict(
        zip(
            (model_name(unpack(row), 3) for row in models),
            statuses(artificial().counts, models).tolist(),
            strict=True,
        )
    )
    assert codes == {
        "[1,2,3]": 0,
        "[12,3]": 1,
        "[13,2]": 0,
        "[23,1]": 0,
        "[12,13]": 1,
        "[12,23]": 1,
        "[13,23]": 0,
        "[12,13,23]": 2,
    }


@pytest.mark.parametrize(
    ("table", "order", "model", "size"),
    [
        (korea, 2, "[12,23]", 157.1667),
        (kosovo, 3, "[123,14,34]", 10356.519),
        (united_kingdom, 2, "[12,13,25,35,36,45]", 12349.587),
        (united_kingdom_five, 2, "[12,13,23,25,34]", 22991.331),
        (united_kingdom_five, 4, "[123,25,34]", 25311.291),
    ],
)
def test_the_best_model_is_the_published_one(table, order, model, size):
    outcome = by_bic(table(), order=order, interval="none")
    assert (outcome.model, round(outcome.estimate, 3)) == (model, pytest.approx(size, abs=1e-3))


def test_six_lists_to_order_three_are_searched_exactly_without_fitting_all():
    outcome = by_bic(united_kingdom(), order=3, interval="none")
    assert outcome.model == "[12,13,25,35,36,45]"
    assert outcome.diagnostics["models"] == 3_702_013
    assert outcome.diagnostics["search"]["fits"] < 100_000


def test_eight_lists_to_order_three_are_searched_exactly_too():
    chances = probabilities([0.1, 0.2, 0.15, 0.1, 0.2, 0.05, 0.1, 0.15], {(1, 2): 6.0})
    table = draw(chances, 2000, np.random.default_rng(8))
    found = estimate(table, "bic", order=3, interval="none")
    assert found.model.startswith("[12,")
    assert found.diagnostics["search"]["way"] == "branch and bound"


def test_what_was_not_looked_at_is_not_counted_as_if_it_had_been(monkeypatch):
    monkeypatch.setattr(branch_and_bound, "MOST_FOUND", 20)
    found = estimate(united_kingdom(), "bic", order=3, interval="none")
    complete = found.diagnostics["search"]["complete_within"]
    assert complete < 10
    assert [row["within"] for row in found.diagnostics["multiverse"]] == (
        [2] if complete == 2 else []
    )
    assert f"only those within {complete:g} points of the best" in found.remarks[-1].en


def test_downhill_from_main_effects_stops_at_a_local_optimum_and_more_starts_get_out():
    one = by_local_search(united_kingdom_five(), starts=1, interval="none")
    many = by_local_search(united_kingdom_five(), starts=20, interval="none")
    assert one.model == "[12,13,25,35,45]"
    assert round(one.estimate) == 12262
    assert many.model == by_bic(united_kingdom_five(), interval="none").model


def test_threshold_zero_is_independence_and_one_takes_all_pairs():
    table = kosovo()
    assert by_stepwise(table, threshold=0.0).estimate == independence(table).estimate
    every = "[12,13,14,23,24,34]"
    assert by_stepwise(table, threshold=1.0, interval="none").model == every
    assert one_model(table, model=every).estimate == pytest.approx(
        by_stepwise(table, threshold=1.0).estimate
    )


def test_a_model_without_an_estimate_gives_no_number():
    outcome = one_model(artificial(), model="[12,3]")
    assert outcome.estimate is None
    assert outcome.interval is None
    assert outcome.status is Status.NO_MLE
    assert outcome.to_dict()["status_code"] == 1
    assert "geen schatting" in outcome.paragraph("nl")


def test_korea_with_all_pairs_is_refused_where_a_drifting_fit_gives_billions():
    outcome = one_model(korea(), model="[12,13,23]")
    assert (outcome.status, outcome.estimate) == (Status.NO_MLE, None)


def test_the_public_dutch_lists_carry_no_single_number():
    """Six years of lists give 40,000 to 150,000, not the published 6,250 a year."""
    second = by_bic(netherlands_five(), order=2)
    third = by_bic(netherlands_five(), order=3)
    assert (second.observed, round(second.estimate)) == (8234, 48013)
    assert (third.model, round(third.estimate)) == ("[135,12,24,34]", 148789)
    assert second.bic - third.bic == pytest.approx(2.9, abs=0.05)
    widest = third.diagnostics["multiverse"][-1]
    assert (widest["models"], round(widest["low"]), round(widest["high"])) == (19, 46331, 316581)
    assert any("cannot carry one number" in remark.en for remark in third.remarks)


def test_the_six_dutch_lists_give_another_best_model():
    outcome = by_bic(netherlands())
    assert outcome.model == "[12,16,25,34,36,45,46]"
    assert round(outcome.estimate) == 116667
