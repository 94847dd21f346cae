# SPDX-License-Identifier: EUPL-1.2
"""One real thing through all of it: from what a receptionist sees to a public figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from ketenzicht.cases.handover import Identity
from ketenzicht.register.handover import people_by
from ketenzicht.register.models import Entry
from ketenzicht.register.services import Facts, join_entries
from ketenzicht.register.states import Outcome
from ketenzicht.register.takeover import OldEntry, take_over
from tests.factories.accounts import World
from tests.journeys.conftest import Visitor
from tests.journeys.test_scenario_04_hotel import report_the_hotel

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DUE = "%Y-%m-%dT%H:%M"
LISTS = ("police", "care_coordination", "fairwork")


def fill_register(world: World, now: datetime) -> None:
    """An older register of this year: three lists that overlap a little."""
    registrar = world.comensha["registrar"]
    entries = [
        OldEntry(
            on=date(now.year, 2, 1),
            reporter=reporter,
            outcome=Outcome.BY_DUTY,
            basis="legal_duty",
            facts=Facts(
                ("labour" if place % 2 else "sexual",), "utrecht", date(now.year, 2, 1), Identity()
            ),
        )
        for reporter in LISTS
        for place in range(40)
    ]
    take_over(actor=registrar, entries=entries, now=now)
    found = {
        reporter: list(Entry.objects.filter(reporter=reporter).values_list("pk", flat=True))
        for reporter in LISTS
    }
    for first, second, shared in ((0, 1, 12), (1, 2, 10), (0, 2, 9)):
        for place in range(shared):
            one = found[LISTS[first]][place + 13 * second]
            other = found[LISTS[second]][place + 13 * first]
            join_entries(actor=registrar, first_id=one, second_id=other, now=now)


def test_a_signal_becomes_a_published_figure(
    visitor: Visitor, visit: Callable[..., Visitor], world: World, now: datetime
) -> None:
    fill_register(world, now)
    before = sum(people_by("form", years=(now.year,)).values())
    report_the_hotel(visitor)
    coordinator = visit(visitor.size, script=visitor.script)
    open_case_and_register(coordinator, world, now)
    assert sum(people_by("form", years=(now.year,)).values()) == before + 1
    analyst = visit(visitor.size, script=visitor.script)
    estimate_and_prepare(analyst, world, now)
    approve(visit(visitor.size, script=visitor.script), world)
    visitor.open("/cijfers/")
    expect(visitor.page.get_by_text("Register van dit jaar").first).to_be_attached()
    expect(visitor.page.get_by_text("Minder meldingen betekent niet").first).to_be_attached()
    visitor.look("cijfers-met-uitgave")


def open_case_and_register(coordinator: Visitor, world: World, now: datetime) -> None:
    page = coordinator.page
    coordinator.step_into(world.shop["zorgcoordinator"])
    page.get_by_role("link", name="Meldingen").first.click()
    page.locator(".kz-row a").first.click()
    page.get_by_role("link", name="Open een zaak").first.click()
    page.get_by_label("Midden").check()
    page.get_by_label("Seksuele uitbuiting").first.check()
    page.get_by_role("button", name="Open deze zaak").click()
    page.get_by_label("Wat is de volgende stap?").fill("Terugbellen met het hotel")
    page.get_by_label("Uiterlijk wanneer?").fill((now + timedelta(days=1)).strftime(DUE))
    coordinator.follow(page.get_by_role("button", name="Plan deze stap"))
    page.get_by_role("link", name="Registratie bij CoMensha").click()
    page.get_by_label("Alleen zonder naam").check()
    coordinator.follow(page.get_by_role("button", name="Leg deze keuze vast"))
    coordinator.look("geregistreerd")


def estimate_and_prepare(analyst: Visitor, world: World, now: datetime) -> None:
    page = analyst.page
    analyst.step_into(world.research["analyst"])
    analyst.open("/werk/schatting/nieuw/")
    page.get_by_label("De lijsten van het register").check()
    page.get_by_label(str(now.year)).check()
    page.get_by_role("button", name="Zet deze lijsten vast").click()
    page.get_by_role("button", name="Maak de schatting").click()
    expect(page.locator(".kz-number")).to_have_count(1)
    analyst.look("schatting-register")
    analyst.open("/werk/cijfers/nieuw/")
    page.get_by_label("Titel").fill("Register van dit jaar")
    page.get_by_label(str(now.year)).check()
    page.get_by_label("Schatting ernaast").select_option(index=1)
    analyst.look("uitgave-klaarmaken")
    page.get_by_role("button", name="Maak deze publicatie klaar").click()
    expect(page.get_by_text("Iemand anders moet deze publicatie goedkeuren.")).to_have_count(1)
    analyst.look("uitgave")


def approve(publisher: Visitor, world: World) -> None:
    page = publisher.page
    publisher.step_into(world.research["publisher"])
    page.get_by_role("link", name="Bekijk de publicatie").click()
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Openbaar gemaakt.").first).to_be_attached()
