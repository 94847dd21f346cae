# SPDX-License-Identifier: EUPL-1.2
"""The triage as a coordinator meets it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.states import Harm
from ketenzicht.intake import services
from ketenzicht.intake.card import Age
from ketenzicht.intake.models import Report
from ketenzicht.intake.states import Haste, ReportState
from ketenzicht.web.listing import PER_PAGE
from ketenzicht.work.tasks import announce
from tests.factories.accounts import World
from tests.factories.intake import (
    NAMED,
    again,
    assessed,
    make_report,
    make_submission,
    offered,
    stored,
    triager,
)
from tests.factories.work import items


@pytest.fixture
def coordinator(world: World, as_member) -> Client:
    return as_member(Client(), world.shop["zorgcoordinator"])


def at(name: str, **kwargs: object) -> str:
    return reverse(f"intake:{name}", kwargs=kwargs)


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def act(client: Client, report, name: str, **data: object):
    data = {"version": again(report).version, **data}
    return client.post(at(name, report_id=report.pk), data)


def test_w7_a_region_nobody_confirmed_says_so_beside_a_report(coordinator, world, now):
    """Wegwijzer Mensenhandel, the list of 2018-2019; the regions of women's shelter (W7)."""
    page = text_of(coordinator.get(at("report", report_id=make_report(now).pk)))
    said = "Den Haag en Hollands Midden: SHOP. Niet bevestigd; de regio bevestigt dit zelf."
    assert said in page


@pytest.mark.parametrize("name", ["ask", "advise", "note", "refer", "other"])
def test_what_was_refused_comes_back_opened_with_what_is_wrong(coordinator, world, now, name):
    report = assessed(world.shop, make_report(now), now)
    refused = act(coordinator, report, name)
    assert refused.status_code == 422
    assert f'<details class="kz-more" open id="{name}">' in text_of(refused)


def test_danger_that_came_in_today_is_for_now_and_not_late(coordinator, world, now):
    told = make_submission(haste=Haste.NOW)
    services.receive_report(submission=told, now=now)
    report = stored(told)
    (today,) = items(world.shop["zorgcoordinator"], now)
    assert (today.harm, today.due) == (Harm.NOW, None)
    shown = text_of(coordinator.get(at("report", report_id=report.pk)))
    assert "Dit kwam vandaag binnen en kan niet wachten." in shown
    assert "Te laat" not in text_of(coordinator.get(at("inbox")))
    (tomorrow,) = items(world.shop["zorgcoordinator"], now + timedelta(days=1))
    assert (tomorrow.harm, tomorrow.due) == (Harm.NOW, midnight(local_date(now)))


def test_a_coordinator_walks_a_report_from_new_to_answered(coordinator, now):
    told = make_submission()
    services.receive_report(submission=told, now=now)
    report = stored(told)
    assert report.label in text_of(coordinator.get(at("inbox")))
    shown = text_of(coordinator.get(at("report", report_id=report.pk)))
    assert "Steeds ander bezoek op één kamer" in shown
    assert "Veel korte bezoeken op één kamer." in shown
    act(coordinator, report, "assess", urgency="u3_days", age="adult", reason="Geen direct gevaar")
    act(coordinator, report, "advise", text="Bel ons als u het weer ziet.")
    answer = act(coordinator, report, "close")
    assert answer.url == at("report", report_id=report.pk)
    assert again(report).state == ReportState.CLOSED
    assert services.open_messages(code=told.code).turns[0].text == "Bel ons als u het weer ziet."


def test_a_form_that_is_not_right_comes_back_beside_its_field(coordinator, now):
    report = make_report(now)
    answer = act(coordinator, report, "assess", urgency="u3_days", age="adult", reason="")
    assert answer.status_code == 422
    assert "Schrijf in één zin waarom." in text_of(answer)
    assert again(report).version == 1


def test_closing_without_an_answer_asks_for_one_beside_the_field(coordinator, now):
    report = make_report(now)
    act(coordinator, report, "other", text="Burenruzie")
    answer = act(coordinator, report, "close")
    assert answer.status_code == 422
    assert "Schrijf een antwoord aan de melder" in text_of(answer)
    assert again(report).state == ReportState.NOT_TRAFFICKING


def test_the_name_of_the_reporter_is_shown_only_after_saying_why(coordinator, now):
    report = make_report(now, **NAMED)
    pages = [at("report", report_id=report.pk), at("reporter", report_id=report.pk), at("inbox")]
    assert [NAMED["name"] in text_of(coordinator.get(page)) for page in pages] == [False] * 3
    url = at("reporter", report_id=report.pk)
    assert coordinator.post(url, {"purpose": ""}).status_code == 422
    assert NAMED["name"] in text_of(coordinator.post(url, {"purpose": "contact"}))


def test_a_stale_tab_is_told_so(coordinator, world, now):
    report = make_report(now)
    assessed(world.shop, report)
    answer = coordinator.post(at("ask", report_id=report.pk), {"version": 1, "text": "Wanneer?"})
    assert answer.status_code == 409


def test_referring_shows_that_the_sender_still_holds(coordinator, world, as_member, now):
    report = make_report(now)
    act(
        coordinator,
        report,
        "refer",
        receiver=str(world.police.organisation.pk),
        question="Pakken jullie dit op?",
    )
    shown = text_of(coordinator.get(at("report", report_id=report.pk)))
    assert "Tot Politie Den Haag ja zegt, blijf jij aan zet." in shown
    police = as_member(Client(), world.police["investigator"])
    offers = text_of(police.get(at("inbox")))
    link = re.search(r'/werk/meldingen/aangeboden/[^"]*', offers)
    assert link
    offer = text_of(police.get(link[0]))
    assert "Pakken jullie dit op?" in offer
    assert "Steeds ander bezoek" not in offer
    assert police.post(link[0] + "nee/", {"version": 1, "reason": "no_capacity"}).status_code == 422
    answer = police.post(link[0] + "ja/", {"version": 1})
    assert "Steeds ander bezoek" in text_of(police.get(answer.url))
    assert coordinator.get(at("report", report_id=report.pk)).status_code == 404


def test_anothers_report_and_a_missing_one_look_the_same(coordinator, world, as_member, now):
    report = make_report(now)
    stranger = as_member(Client(), world.moviera["zorgcoordinator"])
    missing = at("report", report_id="00000000-0000-4000-8000-000000000000")
    nonce = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
    one = stranger.get(at("report", report_id=report.pk))
    other = stranger.get(missing)
    assert (one.status_code, other.status_code) == (404, 404)
    strip = str.maketrans("", "")
    bare = [
        nonce.sub("", text_of(answer)).replace(str(report.pk), "X").translate(strip)
        for answer in (one, other)
    ]
    assert bare[0] == bare[1].replace("00000000-0000-4000-8000-000000000000", "X")


def test_the_search_words_never_stand_in_an_address(coordinator, now):
    make_report(now)
    form = text_of(coordinator.get(at("inbox")))
    assert re.search(r'class="kz-find"[^>]*method="post"', form)
    found = coordinator.post(at("inbox"), {"q": "Stationsweg 12"})
    assert found.status_code == 200
    assert "Leiden" in text_of(found)
    assert "Niets gevonden" in text_of(coordinator.post(at("inbox"), {"q": "Nergenshuizen"}))


def test_joining_can_be_undone_from_the_page(coordinator, now):
    one, other = make_report(now), make_report(now)
    shown = text_of(coordinator.get(at("report", report_id=other.pk)))
    assert one.label in shown
    act(coordinator, other, "join", earlier=str(one.pk))
    assert "Samengevoegd met" in text_of(coordinator.get(at("report", report_id=other.pk)))
    act(coordinator, other, "split")
    assert again(other).joined_to is None


def test_my_day_says_what_waits_without_saying_what_it_is(world, now):
    told = make_submission(words="KANARIE")
    services.receive_report(submission=told, now=now)
    actor = triager(world.shop)
    (new,) = items(actor, now)
    label = Report.objects.for_reader(actor, now).get().label
    assert new.sentence == f"Niemand bekeek melding {label} uit Leiden nog."
    offered(world.shop, world.police, stored(told))
    (mine,) = items(actor, now)
    assert "Politie Den Haag heeft nog niet geantwoord" in mine.sentence
    (theirs,) = items(triager(world.police), now)
    assert "SHOP vraagt jullie" in theirs.sentence
    assert "KANARIE" not in f"{new}{mine}{theirs}"
    assert items(world.shop["administrator"], now) == []


def test_a_child_who_needs_help_today_is_said_so_with_the_steps(coordinator, now):
    child = make_report(now, wish="help", municipality="leiden", age=Age.MINOR, signs=())
    adult = make_report(now, age=Age.ADULT)
    shown = [
        "Misschien minderjarig: handel vandaag"
        in text_of(coordinator.get(at("report", report_id=one.pk)))
        for one in (child, adult)
    ]
    assert shown == [True, False]


def test_assessing_can_say_that_it_is_about_a_child(coordinator, now):
    report = make_report(now, age=Age.UNKNOWN)
    act(
        coordinator,
        report,
        "assess",
        urgency="u2_today",
        age="minor",
        reason="Ze zegt dat ze 16 is",
    )
    assert again(report).age == Age.MINOR


def test_reports_that_nobody_moves_come_a_page_at_a_time(world, as_member, now):
    for _ in range(PER_PAGE + 1):
        make_report(now)
    late = now + timedelta(days=30)
    announce(late)
    desk = as_member(Client(), world.comensha["comensha_helpdesk"])
    first, second = (text_of(desk.get(at("stuck"), {"page": page})) for page in (1, 2))
    assert (first.count("M-"), second.count("M-")) == (PER_PAGE, 1)
    assert "page=2" in first


def test_who_was_too_late_gets_the_reason_back_and_may_send_it_again(
    client: Client, as_member, world: World, now: datetime
):
    report = make_report(now)
    as_member(client, triager(world.shop))
    assessed(world.shop, report, now)
    path = f"/werk/meldingen/{report.pk}/beoordelen/"
    why = "Zij is vanochtend nog gezien bij het station"
    form = {"version": "1", "urgency": "u2_today", "age": "unknown", "reason": why}
    answer = client.post(path, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert why in page
    assert f'name="version" value="{again(report).version}"' in page
    assert again(report).urgency == "u3_days"
    sent = client.post(path, {**form, "version": str(again(report).version)})
    assert (sent.status_code, again(report).urgency) == (303, "u2_today")
