# SPDX-License-Identifier: MIT
"""Doubting an estimate: each diagnostic sees what it is for."""

import json

import numpy as np
import pytest

from telwerk.datasets import artificial, korea, kosovo, netherlands_five
from telwerk.mse.diagnostics import Grade, diagnose
from telwerk.mse.diagnostics.coverage import expected_with_empty, simulate_coverage, weak_pairs
from telwerk.mse.diagnostics.lists import internal_consistency, leave_one_out
from telwerk.mse.diagnostics.perturbation import linkage_errors, odds_ratio, relinked, trajectories
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.lists.simulation import draw, probabilities
from telwerk.mse.methods import method
from telwerk.mse.methods.loglinear import independence, one_model
from telwerk.mse.models.hierarchical import closed


def big(rates=(0.3, 0.25, 0.35, 0.2), odds=None, size=40_000):
    return draw(probabilities(rates, odds or {}), size, np.random.default_rng(8))


def quick(histories):
    return independence(histories, interval="none")


def test_independent_lists_pass_every_examination():
    found = diagnose(big(), method("independence"), repeats=20)
    grades = {result.name: result.grade for result in found.results}
    assert grades.pop("unidentified_odds_ratio") is Grade.CAUTION  # nobody can ever test that
    assert grades.pop("linkage_errors") is not Grade.GOOD  # wrong links always matter
    assert set(grades.values()) == {Grade.GOOD}
    assert found.grade is Grade.CAUTION


def test_a_list_that_the_others_depend_on_is_found_by_leaving_it_out():
    table = big(odds={(1, 2): 12.0})
    size = quick(table).estimate
    rows = {row["without"]: row["estimate"] for row in leave_one_out(table, quick, size).rows}
    assert size < 0.92 * 40_000
    assert rows["list1"] == pytest.approx(40_000, rel=0.01)
    assert rows["list2"] == pytest.approx(40_000, rel=0.01)
    assert rows["list3"] < size
    assert rows["list4"] < size


def test_a_known_list_is_found_back_when_the_lists_are_independent():
    for row in internal_consistency(big(), quick).rows:
        assert row["estimate"] == pytest.approx(row["known"], rel=0.05)


def test_undoing_links_raises_the_estimate_and_making_them_lowers_it():
    rows = linkage_errors(kosovo(), quick, quick(kosovo()).estimate).rows
    sizes = [row["estimate"] for row in rows]
    assert sizes == sorted(sizes, reverse=True)


def test_undone_links_make_more_people_and_no_more_entries():
    table = kosovo()
    undone = relinked(table, -0.1)
    assert undone.observed > table.observed
    assert undone.sizes() == table.sizes()
    restored = relinked(table, 0.1)
    assert restored.observed < table.observed
    assert restored.sizes() == table.sizes()


def test_links_cannot_be_made_between_people_who_are_not_there():
    few = CaptureHistories.from_counts(["A", "B"], {"10": 1, "01": 50, "11": 90})
    assert relinked(few, 0.5).as_dict() == {"01": 49, "11": 91}


def test_a_stable_method_gives_the_same_number_from_a_part_of_the_people():
    table = big()
    found = trajectories(
        table, quick, quick(table).estimate, repeats=10, generator=np.random.default_rng(1)
    )
    assert found.grade is Grade.GOOD
    assert [row["share"] for row in found.rows] == [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]


def test_the_odds_ratio_at_one_gives_the_estimate_itself():
    rows = {row["xi"]: row["estimate"] for row in odds_ratio(100, 300.0).rows}
    assert (rows[1.0], rows[2.0], rows[0.5]) == (300.0, 500.0, 200.0)


def test_an_interval_around_the_wrong_number_is_found_out_by_its_coverage():
    table = big(size=5000)
    world = expected_with_empty(table, closed(4, []))

    found = {
        name: simulate_coverage(
            table, run, [world], repeats=60, generator=np.random.default_rng(2)
        ).share
        for name, run in {
            "right": lambda h: independence(h, interval="wald"),
            "half": lambda h: independence(h, interval="wald", level=0.5),
        }.items()
    }
    assert found["right"] > 0.88
    assert 0.3 < found["half"] < 0.7


def test_a_weak_dependence_leaves_the_unseen_people_as_they_are():
    table = big(size=5000)
    base = expected_with_empty(table, closed(4, []))
    worlds = weak_pairs(table, closed(4, []))
    assert len(worlds) == 6
    assert {float(world[0]) for world in worlds} == {float(base[0])}


def test_without_an_estimate_there_is_nothing_to_examine_and_the_verdict_is_bad():
    found = diagnose(artificial(), method("model"), options={"model": "[12,3]"})
    assert found.results == ()
    assert found.grade is Grade.BAD


def test_the_dutch_lists_do_not_carry_one_number():
    found = diagnose(netherlands_five(), method("bic"), repeats=10)
    assert found.grade is Grade.BAD
    assert "kunnen één getal niet dragen" in found.verdict.nl
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["grade"] == "bad"


def test_the_same_seed_gives_the_same_diagnosis():
    first, again = (diagnose(korea(), method("bic"), repeats=10).to_dict() for _ in range(2))
    assert first == again


def test_one_model_by_name_is_examined_too():
    found = diagnose(kosovo(), method("model"), repeats=5, options={"model": "[12,13]"})
    assert "coverage" in {result.name for result in found.results}
    assert found.estimate.model == one_model(kosovo(), model="[12,13]").model
