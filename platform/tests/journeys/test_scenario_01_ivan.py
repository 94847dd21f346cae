# SPDX-License-Identifier: EUPL-1.2
"""Scenario 1: a chance meeting becomes help without police, and Ivan decides himself."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import World
from tests.factories.cases import make_case
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SEEN = ("SIG-001", "SIG-023", "SIG-034")


def tick_what_was_seen(visitor: Visitor) -> None:
    """Go through the screens, also those with other signs, and tick three signs."""
    page = visitor.page
    ticked = 0
    while True:
        for code in SEEN:
            box = page.locator(f"#{code}")
            if box.count():
                box.check()
                ticked += 1
        if ticked == len(SEEN):
            break
        more = page.get_by_role("button", name=re.compile("Volgende signalen|Toon andere signalen"))
        visitor.follow(more)
    page.locator("button[value=advice]").click()


def test_scenario_01_a_supermarket_worker_reports_and_gets_an_answer(
    visitor: Visitor, visit: Callable[..., Visitor], world: World
) -> None:
    page = visitor.page
    visitor.open("/zien/")
    page.get_by_label("Inwoner").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Op straat of in de buurt").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Nee, iedereen is 18 of ouder").check()
    page.get_by_role("button", name="Verder").click()
    tick_what_was_seen(visitor)
    expect(page.get_by_text("Overleg met de zorgcoördinator.")).to_have_count(1)
    numbers = page.locator(".kz-numbers")
    expect(numbers.get_by_text("0800-5151")).to_have_count(1)
    expect(numbers.get_by_text(re.compile("Zorgcoördinator van de regio"))).to_have_count(1)
    assert not re.search(r"\d+ ?%|score", page.locator("main").inner_text())
    page.get_by_role("button", name="Ga verder met melden").click()
    page.get_by_label("Een persoon die ik niet ken").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("In welke gemeente?").fill("Westland")
    page.get_by_label(re.compile("Straat en huisnummer")).fill("Kassenlaan 4")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Wat zie of hoor je?").fill("Hij slaapt in de schuur en heeft geen paspoort.")
    page.get_by_label("Nee, niet vandaag").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Nee. Ik kom terug met een code").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Verstuur de melding").click()
    expect(page.get_by_text(re.compile("Binnen 10 werkdagen is er een antwoord"))).to_have_count(1)
    code = re.sub(r"\D", "", page.locator(".kz-receipt__code").inner_text())
    take_on_and_answer(visit(visitor.size, script=visitor.script), world)
    visitor.open("/terug/")
    page.get_by_label("Je code").fill(code)
    page.get_by_role("button", name="Lees het antwoord").click()
    expect(page.get_by_text("Dank je. We hebben contact gelegd.")).to_have_count(1)


def take_on_and_answer(coordinator: Visitor, world: World) -> None:
    """The coordinator assesses, asks the police nothing, and answers without details."""
    page = coordinator.page
    coordinator.step_into(world.shop["zorgcoordinator"])
    page.get_by_role("link", name="Bekijk de melding").click()
    form = page.locator("#assess")
    form.get_by_label("Binnen 3 werkdagen").check()
    form.get_by_label("Niet bekend, ga dus uit van onder de 18").check()
    form.get_by_label("Waarom?").fill("Hij kan weg, maar niet zonder papieren")
    coordinator.follow(form.get_by_role("button", name="Leg de urgentie vast"))
    page.locator("#note summary").click()
    page.locator("#note").get_by_label("Wat heb je uitgezocht?").fill("Bezoek gepland met tolk")
    coordinator.follow(page.locator("#note").get_by_role("button", name="Leg het vast"))
    close = page.locator("#close")
    close.get_by_label("Antwoord aan de melder").fill("Dank je. We hebben contact gelegd.")
    close.get_by_role("button", name="Rond de melding af").click()
    expect(page.get_by_text("De melding is afgerond.").first).to_be_attached()


def test_scenario_01_ivan_decides_himself(
    visitor: Visitor, visit: Callable[..., Visitor], world: World
) -> None:
    case = make_case(world.shop)
    page = visitor.page
    visitor.step_into(world.shop["zorgcoordinator"])
    visitor.open(f"/werk/zaken/{case.pk}/toestemming/")
    expect(page.get_by_text("een antwoord altijd nog mag veranderen")).to_be_visible()
    say(visitor, "Je mag de politie vertellen over mij", "refused", "Hij is bang voor corruptie.")
    expect(page.get_by_text(re.compile("geen contact met politie", re.I)).first).to_be_attached()
    visitor.look("ivan-geen-politie")
    page.get_by_role("link", name="Registratie bij CoMensha").click()
    page.get_by_label("Alleen zonder naam").check()
    page.get_by_role("button", name="Leg deze keuze vast").click()
    expect(page.get_by_text("Geregistreerd zonder naam.")).to_be_visible()
    police = visit(visitor.size, script=visitor.script)
    police.step_into(world.police["investigator"])
    police.open("/werk/zaken/")
    assert case.code not in police.source()
    police.open(f"/werk/zaken/{case.pk}/")
    assert case.code not in police.source()
    there = police.page.get_by_role("heading", level=1).inner_text()
    police.open(f"/werk/zaken/{uuid4()}/")
    assert police.page.get_by_role("heading", level=1).inner_text() == there


def say(visitor: Visitor, about: str, state: str, words: str) -> None:
    """Record what Ivan says about one purpose, in the language it was explained in."""
    page = visitor.page
    page.get_by_label("Waarover?").select_option(label=about)
    page.locator(f"input[name=state][value={state}]").check()
    page.get_by_label("In welke taal is het uitgelegd?").select_option("bg")
    page.get_by_label("Wat zei de persoon erover?").fill(words)
    page.get_by_role("button", name="Bewaar dit antwoord").click()
