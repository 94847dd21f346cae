# SPDX-License-Identifier: EUPL-1.2
"""A list that changes on a day decides by the day of each fact: before it as it was, then anew."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest

from ketenzicht import reference
from ketenzicht.cases.file import law, legal_terms, tracks
from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.payer import ladders
from ketenzicht.cases.waiting.rules import need_rule
from ketenzicht.claims import services
from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.core.clock import midnight as begin
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.intake.card import Age
from ketenzicht.intake.story import signs_of
from ketenzicht.intake.views.guidance import text
from ketenzicht.intake.wizard.card_pages import card_pages
from ketenzicht.publishing.figures import one_series
from ketenzicht.register import counting
from ketenzicht.register.capture import list_of, scheme_for
from ketenzicht.register.counting import Signal
from ketenzicht.register.pseudonyms import age_band
from ketenzicht.register.services import main_form
from ketenzicht.surfaces.testing_clock import set_clock
from tests.claims.conftest import ABOUT, FROM, new_row

BEFORE = date(2026, 12, 31)
DAYS = (BEFORE, FROM)


@pytest.fixture
def changed(propose, take):
    """A row of a list says something else from 1 January 2027 on."""

    def change(section: str, code: str, **said) -> None:
        (part,) = {each.part for each in reference.entries() if each.section == section}
        take(propose(part, section, code, **said))

    return change


def test_who_insures_somebody_is_asked_by_the_day(changed):
    changed("residence_covers", "insurance_none", statuses=["undocumented", "work_visa"])
    covers = [law.cover_of("health_insurance", "work_visa", day) for day in DAYS]
    assert [cover and cover.code for cover in covers] == [None, "insurance_none"]


def test_a_need_waits_by_the_rule_of_the_day_it_began(changed):
    changed("residence_covers", "insurance_basic", rule="no_care_cover")
    rules = [need_rule("health_insurance", "nl", day) for day in DAYS]
    assert rules == ["no_health_insurance", "no_care_cover"]


def test_a_protection_ends_as_it_was_said_on_the_day(changed):
    changed("protections", "temporary_protection", ends=date(2028, 3, 4))
    ends = [law.protection_of("tpd", day).attributes["ends"] for day in DAYS]
    assert ends == [date(2027, 3, 4), date(2028, 3, 4)]


def test_a_step_is_named_as_it_was_when_the_case_came_to_it(changed):
    changed("b8_3_steps", "indication", nl="Eerste teken", en="First sign")
    names = [tracks.step("residence", "indication", day).nl for day in DAYS]
    assert names == ["Eerste aanwijzing", "Eerste teken"]


def test_which_steps_can_follow_goes_by_the_day(changed):
    changed("b8_3_steps", "indication", next=["reflection_offered"])
    found = [{each.code for each in tracks.next_steps("residence", "indication", d)} for d in DAYS]
    assert "aangifte" in found[0]
    assert found[1] == {"reflection_offered"}


def test_a_step_that_ended_is_offered_no_longer():
    offered = {each.code for each in tracks.next_steps("compensation", None, BEFORE)}
    assert "expert_report_pilot" not in offered
    then = {each.code for each in tracks.next_steps("compensation", None, date(2018, 6, 1))}
    assert "expert_report_pilot" in then


def test_two_procedures_touch_by_the_rule_of_the_day_on_which_they_met(changed):
    row = reference.code("track_conflicts", "asylum_and_b8_3", BEFORE).attributes
    steps = row["other_steps"] if row["track"] == "asylum" else row["steps"]
    name = "other_steps" if row["track"] == "asylum" else "steps"
    changed("track_conflicts", "asylum_and_b8_3", **{name: [steps[0]]})

    def met(day: date) -> datetime | None:
        other = row["steps"][0] if row["track"] == "asylum" else row["other_steps"][0]
        return tracks.conflict_since(
            {"residence": (steps[-1], begin(day)), "asylum": (other, begin(day))}
        )

    assert met(BEFORE) == begin(BEFORE)
    assert met(FROM) is None


def test_a_term_follows_by_the_row_of_the_day_it_began(changed):
    changed("followed_terms", "allowance", reads="aim")

    def reads(day: date) -> list[str]:
        step = TrackStep(id=uuid4(), track="residence", step="reflection_running", since=begin(day))
        found = legal_terms.legal_terms([step])
        return [str(term.reads) for term in found if term.row.code == "allowance"]

    assert [reads(day) for day in DAYS] == [["until"], ["aim"]]


def test_the_fund_goes_by_the_row_of_the_day_of_the_exploitation(changed):
    changed("followed_terms", "compensation_fund", nl="Geld van het fonds", en="Money")
    names = [
        [term.row.nl for term in legal_terms.legal_terms([], PartialDate(day.year, day.month, 1))]
        for day in (date(2026, 12, 1), FROM)
    ]
    assert names == [["Geld vragen bij het Schadefonds"], ["Geld van het fonds"]]


def test_a_disagreement_climbs_the_ladder_of_the_day_it_began(changed):
    changed("payer_ladders", "youth", rungs=["disputed"])
    found = [ladders.steps_of("youth", begin(day)) for day in DAYS]
    assert found == [("disputed", "esc_contacts", "esc_committee"), ("disputed",)]


def test_the_main_form_is_that_of_the_first_signal(changed):
    changed("exploitation_forms", "labour_begging", parent="criminal")
    found = [main_form(("labour_begging",), day) for day in DAYS]
    assert found == ["labour", "criminal"]


def test_an_age_falls_in_the_band_of_the_first_signal(changed):
    changed("age_bands", "a18_22", to_age=20)
    assert [age_band(22, day) for day in DAYS] == ["a18_22", ""]


def a_signal(day: date, **said) -> Signal:
    told = dict.fromkeys(("band", "start_band", "route", "gender", "second_nationality"), "")
    known = {"form": "labour", "reporter": "police", "age": "adult", "nationality": "", **told}
    return Signal(year=day.year, month=day.month, **{**known, **said})


def test_who_belongs_to_the_union_is_asked_of_the_month_of_the_signal(changed):
    changed("nationalities", "AL", membership="eu")
    found = [a_signal(day, nationality="AL").citizenship for day in DAYS]
    assert found == ["other", "eu"]


def test_the_sex_of_the_figures_is_asked_of_the_month_of_the_signal(changed):
    row = next(each for each in reference.codes("genders", BEFORE) if each.parent)
    changed("genders", row.code, parent="u")
    assert [a_signal(day, gender=row.code).sex for day in DAYS] == [row.parent, "u"]


def test_a_table_is_divided_by_its_last_year_and_its_parts_add_up(changed):
    """A form that moves to another industry moves in every year of the table it is shown in."""
    changed("exploitation_forms", "labour", industry="sex_industry")
    person = {uuid4(): [a_signal(date(2026, 5, 1)), a_signal(date(2027, 5, 1))]}
    for years in ((2026,), (2026, 2027)):
        tables = {name: counting._counted(name, person, years) for name in ("form", "industry")}
        cells, relations = counting.linked_tables(tables)
        assert relations
        for relation in relations:
            parts = sum(cells[cell] for cell in relation.parts if cell in cells)
            assert cells[relation.total] == parts, years
        moved = {code for (_year, code), count in tables["industry"].items() if count}
        assert moved == ({"sex_industry"} if 2027 in years else {"outside_sex_industry"})


def test_a_reporter_breaks_no_series_because_its_name_changed(changed):
    changed("reporter_types", "police", nl="De politie", en="The police")
    assert "police" not in {
        code.code for _day, codes in counting.apart_since(["2026", "2027"]) for code in codes
    }
    assert {code.code for _day, codes in counting.apart_since(["2026"]) for code in codes} == {
        "veilig_thuis",
        "comensha",
    }


def test_reporters_are_divided_as_the_lists_were_when_their_scheme_ended(changed, now):
    changed("capture_lists", "police", reporters=["police", "school"])
    old, new = scheme_for((2015,)), scheme_for((2027,))
    assert list_of("school", new) == "other"
    set_clock(now.replace(year=2027, month=2, day=1))
    assert list_of("school", new) == "police"
    assert list_of("school", old) == "other"


def test_a_report_keeps_the_words_of_the_card_it_was_made_with(changed, now):
    changed("indicators", "SIG-001", nl="Een ander heeft de papieren.", strength="weak")
    (before,), (after,) = (signs_of(("SIG-001",), day) for day in DAYS)
    assert (before.strength, after.strength) == ("strong", "weak")
    assert before.nl != after.nl


def test_the_card_shows_a_sign_once_and_a_new_one_from_its_day(changed, world, take, now):
    changed("indicators", "SIG-001", nl="Een ander heeft de papieren.")
    row = {**new_row("indicators", "SIG-002"), **ABOUT, "source": "OWN", "id": "SIG-093"}
    take(
        services.propose_version(
            actor=world.comensha["comensha_helpdesk"],
            part="indicators",
            section="indicators",
            row={**row, "nl": "Een nieuw teken.", "en": "A new sign."},
            why="Gezien in de regio.",
            now=now,
        )
    )

    def shown(day: date) -> list[str]:
        pages = card_pages("hotel", Age.ADULT, day)
        return [sign.code for page in pages for sign in page.signs]

    assert [len(shown(day)) for day in DAYS] == [92, 93]
    assert [shown(day).count("SIG-001") for day in DAYS] == [1, 1]
    assert ["SIG-093" in shown(day) for day in DAYS] == [False, True]


def test_the_sentences_of_the_card_are_those_of_today(changed, now):
    changed("texts", "few", nl="Blijf kijken.", en="Keep looking.")
    assert text("few").startswith("Nog weinig signalen.")
    set_clock(datetime(2027, 1, 2, 11, tzinfo=AMSTERDAM))
    assert text("few") == "Blijf kijken."


def test_a_figure_that_was_corrected_stands_in_its_series_once(changed):
    figure = next(each for each in one_series("registered_comensha", "nl").figures if each.year)
    changed("figures", figure.code, value=1)
    values = {}
    for day in DAYS:
        set_clock(begin(day).replace(hour=12))
        found = one_series("registered_comensha", "nl").figures
        values[day] = [each.value for each in found if each.code == figure.code]
    assert values == {BEFORE: [figure.value], FROM: [1]}
