# SPDX-License-Identifier: EUPL-1.2
"""Every computed day about a case says what it rests on, and a decision comes before it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.cases.care.services import asking, needs, notes
from ketenzicht.cases.file.services import tracks
from ketenzicht.cases.file.states import Alarm
from ketenzicht.cases.page import closing
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.cases import coordinator, make_case, move, plan, share, stored

OURS = "onze standaard, niet bevestigd"
PRACTICE = "praktijk, CoMensha; pagina niet nader bekend, niet bevestigd"
AHEAD = re.compile(r'<time datetime="([^"]+)"[^>]*?(?: data-by="(\w+)")?>')


def read(client: Client, name: str, *args: object) -> str:
    return " ".join(client.get(reverse(name, args=args)).content.decode().split())


def days_without_a_rule(page: str, now: datetime) -> list[str]:
    """The days ahead on a page that came through no door."""
    return [
        day
        for day, by in AHEAD.findall(page)
        if not by and datetime.fromisoformat(day).date() > local_date(now)
    ]


def place(world: Any, case: Any, kind: str, now: datetime, **more: Any) -> Any:
    return sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type=kind,
        address="Een straat 1",
        now=now,
        **more,
    )


def test_the_end_of_a_stay_is_practice_and_says_so(holder, world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    place(world, case, "cosm", now)
    page = read(holder, "cases:detail", case.pk)
    assert PRACTICE in page
    assert days_without_a_rule(page, now) == []


def test_the_decision_about_a_place_comes_before_what_is_usual(holder, world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    place(world, case, "cosm", now, document_day=local_date(now) + timedelta(days=40))
    page = read(holder, "cases:detail", case.pk)
    assert "zoals de beschikking zegt" in page
    assert PRACTICE not in page


def test_a_decision_about_a_place_has_no_day_that_passed(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    with pytest.raises(Refused):
        place(world, case, "vo", now, document_day=local_date(now) - timedelta(days=1))


@pytest.mark.parametrize("alarm", [Alarm.RELAPSE, Alarm.MISSING])
def test_a_step_that_an_alarm_plans_says_whose_term_it_has(holder, world, now, alarm):
    case = make_case(world.shop)
    notes.raise_alarm(
        actor=coordinator(world.shop), case_id=case.pk, alarm=alarm, words="Gezien.", now=now
    )
    assert OURS in read(holder, "cases:detail", case.pk)
    day = read(holder, "staff:day")
    assert OURS in day
    assert days_without_a_rule(day, now) == []


def test_who_is_asked_to_answer_for_a_need_reads_why_by_then(holder, world, now):
    case, actor = make_case(world.shop), coordinator(world.shop)
    share(world.shop, world.shelter, case)
    need = needs.add_need(actor=actor, case_id=case.pk, service="shelter", words="", now=now)
    asking.ask_for_need(
        actor=actor,
        case_id=case.pk,
        need_id=need.pk,
        organisation_id=world.shelter.organisation.pk,
        version=need.version,
        now=now,
    )
    page = read(holder, "cases:detail", case.pk)
    assert re.search(
        rf'data-by="rule">[^<]+</time> <span class="kz-claim kz-quiet">\s*{OURS}', page
    )


def test_an_end_by_law_stands_with_its_law_on_the_day_and_the_board(holder, world, now):
    case = make_case(world.shop)
    for step in ("indication", "reflection_offered", "reflection_running"):
        tracks.move_track(
            actor=coordinator(world.shop),
            case_id=case.pk,
            track="residence",
            step=step,
            since=local_date(now),
            now=now,
        )
    set_clock(now + timedelta(days=75))
    for name in ("staff:day", "cases:board"):
        page = read(holder, name)
        assert "wet, Vreemdelingencirculaire B8/3, niet bevestigd" in page
        assert "Kijk op de beschikking" in page


def test_a_term_that_passed_says_so(client, as_member, world, now):
    case = make_case(world.shop)
    steps = ("indication", "reflection_offered", "reflection_running")
    move(world.shop, case, "residence", *steps, since=local_date(now), now=now)
    term = "Toelage bij het COA aanvragen: tot en met 2 december 2026."
    holder = as_member(client, coordinator(world.shop))
    assert f"{term}<" in read(holder, "cases:detail", case.pk)
    set_clock(now + timedelta(days=20))
    holder = as_member(Client(), coordinator(world.shop))
    assert f"{term} Die dag is voorbij." in read(holder, "cases:detail", case.pk)


def test_a_list_says_that_the_step_is_late_and_not_the_stage(as_member, world, now):
    make_case(world.shop)
    plan(world.shop, make_case(world.shop), days=1)
    set_clock(now + timedelta(days=3))
    holder = as_member(Client(), coordinator(world.shop))
    assert "Staat stil · Kennismaken" in read(holder, "cases:list")
    assert "Te laat: de volgende stap · Kennismaken" in read(holder, "cases:list")


def test_what_protects_is_read_before_what_can_be_done(holder, world, now):
    page = read(holder, "cases:detail", make_case(world.shop).pk)
    order = [
        "Jullie zijn aan zet",
        "Nog geen afspraken over veilig contact",
        "Leg een contact vast",
    ]
    assert sorted(order, key=page.index) == order


def test_a_closed_case_says_when_it_is_destroyed_and_by_which_rule(holder, world, now):
    case = make_case(world.shop)
    assert f"5 jaar ({OURS})" in read(holder, "cases:close", case.pk)
    closing.close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        checked=closing.required_for("goals_met"),
        version=stored(case).version,
        now=now,
    )
    page = read(holder, "cases:detail", case.pk)
    assert "Vernietigd na" in page
    assert days_without_a_rule(page, now) == []
