# SPDX-License-Identifier: EUPL-1.2
"""What the review of November 2026 found about the data, row by row: W1, W7, W8, W15 to W21."""

from __future__ import annotations

from datetime import date

import pytest

from ketenzicht import reference

TODAY = date(2026, 11, 30)
GATHERED = {
    "112",
    "0900-8844",
    "033-448 11 86",
    "0800-5151",
    "0800-7000",
    "0800-2000",
    "0800-0188",
    "0800-0432",
    "0900-0101",
}


def line(code: str) -> reference.Helpline:
    return next(each for each in reference.helplines() if each.code == code)


def test_w1_no_helpline_says_it_is_certain_while_nobody_called():
    """The own list of gathered numbers: found on public pages, not called."""
    assert {each.claim.certainty for each in reference.helplines()} <= {"medium", "low"}
    assert [each.code for each in reference.helplines() if each.claim.confirmed] == []


def test_w1_two_conflicting_numbers_from_abroad_are_both_left_out():
    """A municipality prints another number than the one that was gathered."""
    assert line("nla").from_abroad is None
    assert line("nla").claim.contradicted_by


def test_w1_hours_that_differ_between_sources_are_said_to_differ():
    assert line("comensha").hours_nl == "openingstijden verschillen per bron"
    assert line("comensha").hours_en == "opening hours differ between sources"


@pytest.mark.parametrize(
    "code", ["kindertelefoon", "csg", "slachtofferhulp", "offlimits", "suicide_113"]
)
def test_w1_the_lines_that_were_missing_are_there(code):
    found = line(code)
    assert bool(found.number) != found.claim.unknown


def test_w1_no_number_was_written_from_memory():
    assert {each.number for each in reference.helplines() if each.number} == GATHERED


def test_w1_the_focal_point_for_referral_abroad_is_a_claim_and_not_a_name():
    """Directive 2011/36/EU as amended, article 11."""
    row = reference.code("law_sentences", "eu_focal_point", TODAY)
    assert "niet bevestigd" in row.nl
    assert "article 11" in row.source


def test_w7_no_region_is_confirmed_and_each_says_who_confirms_it():
    """Wegwijzer Mensenhandel, the list of 2018-2019; CoMensha on the 35 regions."""
    regions = reference.regions()
    assert [each.code for each in regions if each.claim.confirmed] == []
    assert {each.claim.certainty for each in regions} == {"low"}
    assert all("Each region confirms its own row" in each.source for each in regions)


def test_w7_a_municipality_placed_by_its_police_unit_is_a_guess():
    found = {
        each.claim.certainty for each in reference.municipalities() if each.route == "police_unit"
    }
    assert found == {"low"}


def test_w8_wijdemeren_ends_with_2026_and_its_name_stays():
    """rijksoverheid.nl, 26 September and 21 November 2025."""
    before, after = date(2026, 12, 31), date(2027, 1, 1)
    held = [
        {each.code for each in reference.municipalities(day)} >= {"wijdemeren"}
        for day in (before, after)
    ]
    assert held == [True, False]
    everywhere = {each.code: each for each in reference.municipalities()}
    assert everywhere["wijdemeren"].joined == "hilversum"
    assert reference.region_for("wijdemeren") == everywhere["hilversum"].region


def rule(code: str) -> reference.RetentionRule:
    return reference.retention_rule(code, TODAY)


def test_w15_youth_care_is_kept_from_the_last_change_in_the_file():
    """Jeugdwet 7.3.8(3) and 7.3.9."""
    assert (str(rule("youth_file").period), rule("youth_file").counted_from) == (
        "P20Y",
        "last_change",
    )
    assert "destroyed on request" in rule("youth_file").note


def test_w16_fifteen_years_of_the_wmo_are_said_with_their_doubt():
    """Wmo 2015 5.3.4 and 5.3.5; bill 36 579."""
    found = rule("wmo_file")
    assert "or making" in found.note
    assert "36 579" in found.note
    assert found.claim.certainty == "medium"


def test_w17_how_long_a_partnership_keeps_is_not_known():
    """Council of State, W16.24.00142/II."""
    assert rule("wgs_data").claim.unknown
    with pytest.raises(reference.UnknownRuleError):
        _ = rule("wgs_data").period


def rapporteur() -> reference.FigureSeries:
    return next(each for each in reference.figure_series() if each.code == "registered_rapporteur")


@pytest.mark.parametrize(
    ("newest", "today", "missing"),
    [
        (2024, date(2026, 10, 17), None),
        (2024, date(2026, 10, 18), 2025),
        (2025, date(2026, 11, 30), None),
        (2025, date(2027, 10, 18), 2026),
    ],
)
def test_w19_that_a_newer_edition_should_exist_is_computed(newest, today, missing):
    """The figures of a year appear about 18 October of the next (ANP, 17 October 2025)."""
    assert rapporteur().missing_edition(newest, today) == missing


def figure(code: str) -> reference.Figure:
    return next(each for each in reference.figures() if each.code == code)


@pytest.mark.parametrize(
    "code", ["mse_2017_dutch_sexual", "mse_2017_girls", "rk_girls", "rk_registered", "che_estimate"]
)
def test_w20_an_estimate_names_its_period(code):
    """wodc.nl and nationaalrapporteur.nl, 29 and 30 November 2021."""
    assert figure(code).period


def test_w20_the_study_of_2017_is_superseded_by_that_of_2021():
    newer = {
        code: figure(code).superseded_by for code in ("mse_2017", "mse_2017_girls", "rk_girls")
    }
    assert newer == {
        "mse_2017": "mse_2021",
        "mse_2017_girls": "mse_2021_sexual",
        "rk_girls": "mse_2021_sexual",
    }
    assert "three to four times" in figure("mse_2021").note
    assert (figure("mse_2021_sexual_2012").year, figure("mse_2021_sexual_2012").value) == (
        2012,
        6500,
    )


def test_w21_the_newer_estimate_of_the_world_is_a_row_of_its_own():
    """ILO, Walk Free and IOM, 2022."""
    assert figure("global_2021").value == 49_600_000
    assert figure("global_2017").superseded_by == "global_2021"


def test_a_figure_is_superseded_by_a_figure_that_exists():
    names = {each.code for each in reference.figures()}
    assert {each.superseded_by for each in reference.figures() if each.superseded_by} <= names
