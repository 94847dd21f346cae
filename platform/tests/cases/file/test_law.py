# SPDX-License-Identifier: EUPL-1.2
"""The law of a case: by which version, from which fact, and what is not known.

Each test names the row of the review of November 2026 it carries out, with its source.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht import reference
from ketenzicht.cases.file.law import (
    asylum_regime,
    cover_of,
    doubtful_offences,
    offences_on,
    sentences_at,
)
from ketenzicht.cases.file.legal_terms import Reads, legal_terms
from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.file.services import tracks
from ketenzicht.cases.file.tracks import next_steps
from ketenzicht.cases.waiting.rules import NEED_RULES, need_rule
from ketenzicht.core.clock import AMSTERDAM, local_date, midnight
from ketenzicht.core.partial_dates import PartialDate
from tests.factories.cases import (
    WHY,
    coordinator,
    exploited,
    make_case,
    move,
    need,
    stays_as,
    waits_for,
)
from tests.factories.work import items

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def page_of(client, as_member, world, case) -> str:
    as_member(client, coordinator(world.shop))
    return client.get(reverse("cases:detail", args=[case.pk])).content.decode()


def day_of(world, now) -> str:
    return "\n".join(item.sentence for item in items(coordinator(world.shop), now))


# -- W3: Regulation (EU) 2024/1351, article 84 -----------------------------------------------------


@given(days, days)
def test_w3_the_regime_goes_by_the_day_the_application_was_registered(registered, today):
    found = asylum_regime(registered, today).code
    assert found == ("dublin_iii" if registered < date(2026, 7, 1) else "ammr")


@given(days)
def test_w3_a_day_of_registration_that_is_not_known_is_never_an_early_one(today):
    assert asylum_regime(None, today).code == asylum_regime(today, today).code


def reflecting(world, asked: date | None, now: datetime) -> TrackStep:
    case = make_case(world.shop)
    if asked is not None:
        move(world.shop, case, "asylum", "asked", since=asked, now=now)
    steps = ("reflection_offered", "reflection_running")
    since = local_date(now)
    return move(world.shop, case, "residence", *steps, since=since, now=now, variant="dublin")


def test_w3_under_dublin_iii_thirty_days_are_computed(world, now):
    step = reflecting(world, date(2026, 6, 30), now)
    assert (local_date(step.due), step.rule) == (
        date(2026, 12, 18),
        "reflection_period_dublin@2023-05-18",
    )


@pytest.mark.parametrize("asked", [date(2026, 7, 1), None])
def test_w3_under_the_new_regulation_no_day_is_computed_and_the_day_warns(
    world, now, client, as_member, asked
):
    step = reflecting(world, asked, now)
    assert (step.due, step.rule) == (None, "reflection_period_ammr@2026-07-01")
    assert "Einddatum niet te berekenen: kijk op de beschikking" in day_of(world, now)
    assert "Einddatum niet te berekenen" in page_of(client, as_member, world, step.case)


def test_w3_the_day_on_the_decision_counts_where_no_day_is_computed(world, now):
    step = reflecting(world, date(2026, 7, 1), now)
    tracks.state_document_day(
        actor=coordinator(world.shop),
        case_id=step.case_id,
        track="residence",
        day=date(2026, 12, 1),
        now=now,
    )
    said = day_of(world, now)
    assert "Einddatum niet te berekenen" not in said
    assert "Bedenktijd (Dublin) loopt af" in said


# -- W4: bills 36 835 and 36 547 -------------------------------------------------------------------


@given(days)
def test_w4_what_waits_for_its_law_is_no_offence_on_any_day(day):
    assert {row.code for row in offences_on(day)} == {"trafficking"}


def test_w4_serious_disadvantage_is_ready_and_off():
    row = reference.code("offences", "ernstige_benadeling")
    assert row.attributes["in_force"] is False
    assert row.claim.unknown
    assert "36 547" in row.source


@pytest.mark.parametrize(
    ("until", "today", "doubtful"),
    [
        ("2026-07-14", date(2026, 11, 30), []),  # the law of the day of the fact
        ("2026-07-15", date(2026, 11, 30), ["directive_forms"]),
        ("2026-07", date(2026, 11, 30), ["directive_forms"]),  # the day is in doubt
        ("", date(2026, 7, 14), []),
        ("", date(2026, 7, 15), ["directive_forms"]),
    ],
)
def test_w4_the_day_of_the_fact_decides_which_law_holds(until, today, doubtful):
    found = doubtful_offences(["surrogacy"], PartialDate.parse_known(until), today)
    assert [row.code for row in found] == doubtful
    assert doubtful_offences(["labour"], PartialDate.parse_known(until), today) == ()


# -- W5: kst-36855-A and B -------------------------------------------------------------------------


def test_w5_a_sentence_about_papers_and_police_is_dated():
    texts = [row.code for row in sentences_at("police", date(2026, 11, 30))]
    assert texts == ["papers_and_police"]
    assert sentences_at("police", date(2026, 2, 17)) == ()


def test_w5_a_withdrawn_sentence_is_said_nowhere(world, client, as_member, now, monkeypatch):
    url = reverse("cases:consent", args=[make_case(world.shop).pk])
    as_member(client, coordinator(world.shop))
    said = reference.code("law_sentences", "papers_and_police").nl
    assert said in client.get(url).content.decode()
    monkeypatch.setattr("ketenzicht.cases.sharing.wording.sentences_at", lambda *_: ())
    assert said not in client.get(url).content.decode()


# -- W9: COA on the Rvb; wegwijzermensenhandel.nl --------------------------------------------------


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        ("reflection", "no_rvb_cover"),
        ("witness", "no_rvb_cover"),
        ("b8_3", "no_health_insurance"),
        ("nl", "no_health_insurance"),
        ("undocumented", "no_care_cover"),
        ("asylum_pending", "insurance_unknown"),
        ("", "insurance_unknown"),
    ],
)
def test_w9_the_alarm_about_insurance_follows_the_right_to_stay(status, rule):
    assert need_rule("health_insurance", status, date(2026, 11, 30)) == rule


@given(st.sampled_from([*reference.known("residence_status"), ""]), st.sampled_from([*NEED_RULES]))
def test_w9_every_right_to_stay_has_a_rule_that_exists(status, service):
    day = date(2026, 11, 30)
    assert reference.escalation_rule(need_rule(service, status, day), day)


def test_w9_in_the_reflection_period_nobody_is_told_to_insure(world, now, client, as_member):
    case = make_case(world.shop)
    need(world.shop, case, "health_insurance", now)
    stays_as(world.shop, case, "reflection", now)
    rules = {wait.rule for wait in waits_for(coordinator(world.shop), now + timedelta(days=22))}
    assert "no_rvb_cover" in rules
    assert "no_health_insurance" not in rules
    page = page_of(client, as_member, world, case)
    assert "Een Nederlandse basisverzekering kan nu niet." in page
    assert "praktijk, COA, pagina over de Rvb" in page
    stays_as(world.shop, case, "b8_3", now)
    rules = {wait.rule for wait in waits_for(coordinator(world.shop), now + timedelta(days=22))}
    assert "no_health_insurance" in rules


def test_w9_income_follows_the_right_to_stay_and_unknown_is_said(world, client, as_member):
    case = make_case(world.shop)
    need(world.shop, case, "income")
    page = page_of(client, as_member, world, case)
    assert "Welke regeling geldt, volgt uit het verblijf." in page
    stays_as(world.shop, case, "nl")
    assert "Participatiewet" in page_of(client, as_member, world, case)
    assert cover_of("income", "witness", date(2026, 11, 30)).code == "income_rvb"


# -- W10, W11, W12: article 26 Vw 2000; RbDHA 2017:12768; National Ombudsman 2009/026 --------------


def test_w10_a_permit_is_guessed_from_the_report_and_not_from_the_day_of_entry(world, now):
    case = make_case(world.shop)
    move(world.shop, case, "residence", "indication", "aangifte", since=date(2026, 3, 2))
    move(world.shop, case, "residence", "permit_assessed", since=date(2026, 3, 3))
    granted = move(world.shop, case, "residence", "permit_granted", since=date(2026, 5, 4))
    assert local_date(granted.due) == date(2027, 3, 2)
    assert "a guess" in reference.deadline("b8_3_permit", date(2026, 3, 2)).note


def test_w10_a_reflection_period_is_a_maximum():
    assert "A maximum" in reference.deadline("reflection_period", date(2026, 11, 30)).note


def test_w11_three_years_are_counted_and_said_with_their_doubt(world, client, as_member):
    case = make_case(world.shop)
    move(world.shop, case, "residence", "indication", "aangifte", since=date(2026, 3, 2))
    move(world.shop, case, "residence", "permit_assessed", since=date(2026, 3, 3))
    steps = ("permit_granted", "investigation_running")
    move(world.shop, case, "residence", *steps, since=date(2026, 5, 4))
    page = page_of(client, as_member, world, case)
    assert "Drie jaar B8/3: vanaf 4 mei 2029, als er niets tussen kwam." in page
    assert "without a break" in reference.deadline("b8_3_three_years", date(2026, 5, 4)).note


def test_w12_how_fast_the_ind_decides_is_not_known_and_said(world, client, as_member):
    case = make_case(world.shop)
    steps = ("indication", "aangifte", "permit_assessed")
    move(world.shop, case, "residence", *steps, since=date(2026, 11, 18))
    page = page_of(client, as_member, world, case)
    assert "Hoe snel de IND nu moet besluiten, is niet bevestigd." in page


# -- W13: Vc B8/3.1, Stcrt. 2023-13577 -------------------------------------------------------------


def reachable(start: str) -> set[str]:
    table, found, waiting = reference.transitions("b8_3_steps"), set(), [start]
    while waiting:
        found.add(step := waiting.pop())
        waiting += table[step] - found
    return found


@pytest.mark.parametrize("start", ["witness_report", "cannot_cooperate"])
def test_w13_no_reflection_is_offered_to_a_witness_or_who_cannot_cooperate(start):
    assert start in {code.code for code in next_steps("residence", None, date(2026, 11, 30))}
    assert not reachable(start) & {"reflection_offered", "reflection_running"}
    assert "permit_assessed" in reachable(start)


def test_w13_a_victim_can_still_be_offered_reflection():
    assert "reflection_running" in reachable("indication")


# -- W14: Wet schadefonds geweldsmisdrijven, article 7 ---------------------------------------------


def test_w14_the_fund_is_never_too_late(world, client, as_member):
    case = make_case(world.shop)
    exploited(world.shop, case, ended=PartialDate.parse("2012-03"))
    page = page_of(client, as_member, world, case)
    assert "Geld vragen bij het Schadefonds: gewoonlijk tot en met 1 maart 2022." in page
    assert "Later mag ook, met een goede reden: vraag het toch aan." in page


def test_w4_the_page_goes_by_the_day_of_the_fact(world, client, as_member):
    case = make_case(world.shop, forms=("forced_marriage",))
    doubt = "Sinds 15 juli 2026 had deze richtlijn in onze wet moeten staan."
    assert doubt in page_of(client, as_member, world, case)
    exploited(world.shop, case, ended=PartialDate.parse("2026-07-14"))
    assert doubt not in page_of(client, as_member, world, case)


def test_w14_the_term_of_the_fund_is_attached_to_a_fact_or_not_computed(world):
    case = make_case(world.shop)
    move(world.shop, case, "compensation", "schadefonds", since=date(2026, 11, 18))
    steps = list(TrackStep.objects.whole_table(why=WHY).filter(case=case))
    (fund,) = [term for term in legal_terms(steps, None) if term.reads is Reads.NEVER_LATE]
    assert fund.at is None


# -- the lawyer's terms: review of November 2026, sections 2 and 4 ---------------------------------


def test_an_objection_is_on_the_day_and_on_the_page_with_kind_and_source(
    world, now, client, as_member
):
    case = make_case(world.shop)
    steps = ("indication", "aangifte", "permit_assessed", "permit_refused")
    move(world.shop, case, "residence", *steps, since=date(2026, 11, 16))
    assert f"De termijn voor bezwaar loopt in zaak {case.code}" in day_of(world, now)
    page = page_of(client, as_member, world, case)
    assert "Bezwaar maken: tot en met 14 december 2026." in page
    assert "wet, Vreemdelingenwet 2000" in page
    assert "niet bevestigd" in page


def test_after_an_objection_is_refused_the_page_says_where_to_look(world, client, as_member):
    case = make_case(world.shop)
    steps = ("indication", "aangifte", "permit_assessed", "permit_refused", "objection")
    move(world.shop, case, "residence", *steps, "objection_refused", since=date(2026, 11, 16))
    page = page_of(client, as_member, world, case)
    assert "Tot wanneer beroep kan, staat onderaan de beslissing." in page


def test_a_complaint_and_a_state_advance_follow_from_the_criminal_case(world, client, as_member):
    case = make_case(world.shop)
    move(world.shop, case, "criminal", "prosecution", since=date(2026, 8, 3))
    assert "Schade vraag je vóór de zitting." in page_of(client, as_member, world, case)
    move(world.shop, case, "criminal", "dismissed", since=date(2026, 8, 29))
    page = page_of(client, as_member, world, case)
    assert "Beklag bij het hof (artikel 12 Sv): tot en met 30 november 2026." in page
    move(world.shop, case, "criminal", "final", since=date(2026, 10, 1))
    assert "Voorschot van de staat op de schadevergoeding: vanaf 1 juni 2027" in page_of(
        client, as_member, world, case
    )


@given(st.sampled_from(reference.codes("followed_terms")))
def test_no_term_is_attached_to_nothing(row):
    """Every followed term names a step of a procedure or runs from the exploitation."""
    if row.attributes["track"] == "compensation":
        assert legal_terms([], None) == []
        assert legal_terms([], PartialDate(2026, 3))[0].at == midnight(date(2036, 3, 1))
    else:
        assert row.attributes["steps"]


def test_temporary_protection_ends_on_its_day_and_warns_before(world, client, as_member):
    """W24: Council decision of 2025."""
    case = make_case(world.shop)
    stays_as(world.shop, case, "tpd")
    assert "Tijdelijke bescherming" not in day_of(world, datetime(2026, 10, 1, tzinfo=AMSTERDAM))
    assert f"Tijdelijke bescherming loopt af in zaak {case.code}" in day_of(
        world, datetime(2026, 12, 1, 9, tzinfo=AMSTERDAM)
    )
    page = page_of(client, as_member, world, case)
    assert "Tijdelijke bescherming (Oekraïne) eindigt op 4 maart 2027." in page
