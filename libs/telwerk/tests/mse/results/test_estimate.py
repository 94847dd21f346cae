# SPDX-License-Identifier: MIT
"""One result for all: what it says, and that it never says a number it does not have."""

import json
import subprocess
import sys

import pytest

from telwerk.datasets import artificial, korea, united_kingdom_five
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods import estimate, method, methods
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import Interval
from telwerk.mse.results.status import Status


def test_a_number_without_status_ok_cannot_be_made():
    with pytest.raises(ValueError, match="exactly when its status is ok"):
        Estimate(
            method="x", observed=1, lists=("A", "B"), input_digest="", estimate=2.0,
            status=Status.NO_MLE,
        )  # fmt: skip


def test_the_parts_of_the_population_add_up():
    outcome = estimate(korea(), "bic")
    assert outcome.unobserved + outcome.observed == outcome.estimate
    assert outcome.seen_share == outcome.observed / outcome.estimate


def test_json_has_the_promised_keys_and_no_numbers_that_json_does_not_have():
    values = json.loads(estimate(korea(), "bic").to_json())
    promised = {"estimate", "interval", "model", "bic", "observed", "status", "seed", "version"}
    assert promised <= set(values)
    assert values["status"] == "ok"
    assert values["model"] == "[12,23]"
    assert values["interval"] == [
        pytest.approx(128.953, abs=1e-3),
        pytest.approx(226.400, abs=1e-3),
    ]
    assert len(values["assumptions"]["nl"]) == len(values["assumptions"]["en"]) == 5


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_refusal_is_a_valid_result_too(lang):
    outcome = estimate(artificial(), "model", model="[12,13,23]")
    values = json.loads(outcome.to_json())
    assert (values["estimate"], values["interval"], values["status"]) == (
        None,
        None,
        "not_identifiable",
    )
    assert outcome.status.text.say(lang) in outcome.paragraph(lang)


def test_without_overlap_there_is_nothing_to_estimate():
    apart = CaptureHistories.from_counts(["A", "B", "C"], {"100": 5, "010": 6, "001": 7})
    for name in ("bic", "stepwise", "downhill", "independence"):
        assert estimate(apart, name).status is Status.NO_OVERLAP


def test_the_paragraph_is_in_plain_dutch_with_dutch_numbers():
    text = estimate(united_kingdom_five(), "bic").paragraph("nl")
    assert text.startswith("Op de 5 lijsten staan 2.744 verschillende mensen.")
    assert "Naar schatting zijn er 22.991." in text
    assert "20.247 die niemand zag" in text
    assert "tussen 17.991 en 30.142" in text


def test_the_kind_of_interval_has_a_dutch_word():
    table = estimate(korea(), "bic").to_table("nl")
    assert "129 – 226 (95%, profiel)" in table


def test_an_open_end_is_said_and_not_filled_in():
    outcome = estimate(korea(), "bic", interval="none")
    open_ended = Estimate(
        method="bic", observed=outcome.observed, lists=outcome.lists,
        input_digest=outcome.input_digest, estimate=outcome.estimate,
        interval=Interval(140.0, None),
    )  # fmt: skip
    assert "bovengrens geven de lijsten niet" in open_ended.paragraph("nl")
    assert "140 – …" in open_ended.to_table("nl")


def test_a_notebook_shows_a_table_and_the_sentence():
    html = estimate(korea(), "bic")._repr_html_()
    assert "<th scope='row'>estimate</th><td>157</td>" in html
    assert "There are 123 different people" in html


def test_a_list_name_cannot_become_markup():
    rows = {"10": 5, "01": 6, "11": 3}
    table = CaptureHistories.from_counts(["<b>", "B"], rows)
    assert "<b>" not in estimate(table, "independence")._repr_html_()


def test_the_chart_holds_the_numbers_of_the_estimate():
    pytest.importorskip("altair", reason="the extra report is not installed")
    outcome = estimate(korea(), "bic")
    text = json.dumps(outcome.chart("nl").to_dict())
    assert "123 gezien" in text
    assert "34 niet gezien, naar schatting" in text


def test_every_method_has_words_in_both_languages_and_options_with_defaults_that_hold():
    for each in methods().values():
        assert each.title.nl
        assert each.title.en
        assert each.summary.nl
        assert each.summary.en
        assert each.settings({}) == {option.name: option.default for option in each.options}
        for option in each.options:
            assert option.help.nl
            assert option.help.en


def test_an_unknown_method_or_option_is_refused_with_what_there_is():
    with pytest.raises(ValueError, match="no method 'magic'; choose from bic"):
        estimate(korea(), "magic")
    with pytest.raises(ValueError, match="no option colour; it has order"):
        estimate(korea(), "bic", colour=3)
    with pytest.raises(ValueError, match="level is 2; it lies between"):
        estimate(korea(), "bic", level=2)
    with pytest.raises(ValueError, match="interval is 'wide'; choose from none, wald"):
        estimate(korea(), "bic", interval="wide")
    with pytest.raises(ValueError, match=r"order is .two.\. Expected a whole number"):
        method("bic").options[0].parse("two")


def test_a_model_that_names_no_lists_of_ours_is_refused():
    for wrong in ("[14]", "[11]", "hello", "[123]", "[]"):
        with pytest.raises(ValueError, match=r"model|interaction"):
            estimate(korea(), "model", model=wrong)


def test_importing_telwerk_does_not_wait_for_scipy_or_charts():
    check = "import sys, telwerk.mse; print({'scipy', 'altair', 'pandas'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
