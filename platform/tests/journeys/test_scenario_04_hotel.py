# SPDX-License-Identifier: EUPL-1.2
"""Scenario 4: a hotel employee in doubt, from the first page to the answer with the code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import World
from tests.factories.intake import make_report
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ADVICE = "Meerdere signalen samen. Bel of meld. Je hoeft het niet zeker te weten."


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Verder").click()


def report_the_hotel(visitor: Visitor) -> str:
    """Walk the form as the receptionist does and return the code."""
    page = visitor.page
    visitor.open("/")
    assert visitor.page.context.cookies() == []
    visitor.look("start")
    visitor.follow(page.get_by_role("link", name=re.compile("Ik zie iets dat niet klopt")))
    visitor.look("wie")
    page.get_by_label("Hotel of horeca").check()
    go_on(page)
    expect(page.get_by_label("In een hotel of vakantiepark")).to_be_checked()
    go_on(page)
    page.get_by_label("Weet ik niet").check()
    go_on(page)
    tick_the_signs(visitor)
    page.get_by_role("button", name="Ga verder met melden").click()
    page.get_by_label("Een adres of plek").check()
    go_on(page)
    page.get_by_label("In welke gemeente?").fill("Leiden")
    page.get_by_label(re.compile("Straat en huisnummer")).fill("Stationsweg 12")
    page.get_by_label(re.compile("Wat helpt nog meer")).fill("Kamer 12")
    visitor.look("plaats")
    go_on(page)
    page.get_by_label("Wat zie of hoor je?").fill("Steeds ander bezoek, een man houdt de sleutel.")
    page.get_by_label("Nee, niet vandaag").check()
    go_on(page)
    page.get_by_label("Ja, je mag contact met me opnemen").check()
    page.get_by_label(re.compile("Je naam")).fill("Noa de Receptionist")
    page.get_by_label(re.compile("Telefoonnummer of e-mailadres")).fill("06-00000000")
    visitor.look("antwoord")
    visitor.follow(page.get_by_role("button", name="Verder"))
    visitor.look("nakijken")
    visitor.follow(page.get_by_role("button", name="Verstuur de melding"))
    visitor.look("klaar")
    return re.sub(r"\D", "", page.locator(".kz-receipt__code").inner_text())


def tick_the_signs(visitor: Visitor) -> None:
    page = visitor.page
    for code in ("SIG-061", "SIG-062", "SIG-064", "SIG-066"):
        page.locator(f"#{code}").check()
    if visitor.script:
        page.get_by_text(ADVICE).wait_for()
    visitor.look("kaart")
    page.get_by_role("button", name="Dit was alles wat ik zie").click()
    expect(page.get_by_text(ADVICE)).to_have_count(1)
    expect(page.get_by_text(re.compile("Bel vandaag"))).to_have_count(1)
    visitor.look("advies")


def test_scenario_04_from_doubt_to_a_report_and_its_answer(
    visitor: Visitor, visit: Callable[..., Visitor], world: World
) -> None:
    for room in ("3", "7", "9"):
        make_report(START - timedelta(days=3), whereabouts=f"Kamer {room}")
    code = report_the_hotel(visitor)
    assert len(code) == 20
    answer_as_coordinator(visit(visitor.size, script=visitor.script), world)
    page = visitor.page
    visitor.follow(page.get_by_role("button", name="Ik heb de code bewaard"))
    visitor.open("/terug/")
    page.get_by_label("Je code").fill(code)
    page.get_by_role("button", name="Lees het antwoord").click()
    expect(page.get_by_text("Dank. Wij zijn er vandaag mee aan de slag.")).to_have_count(1)
    visitor.look("gesprek")
    assert "Noa" not in visitor.source()


def answer_as_coordinator(coordinator: Visitor, world: World) -> None:
    """The coordinator sees four reports about one address, and answers this one."""
    page = coordinator.page
    coordinator.step_into(world.shop["zorgcoordinator"])
    coordinator.look("mijn-dag-meldingen")
    coordinator.open("/werk/meldingen/")
    coordinator.look("meldingen")
    row = page.locator(".kz-row", has=page.get_by_text("nog 3 op dezelfde plek"))
    row.get_by_role("link").last.click()
    expect(page.get_by_text("zelfde adres")).to_have_count(3)
    assert "Noa" not in coordinator.source()
    coordinator.look("melding")
    form = page.locator("#assess")
    form.get_by_label("Vandaag nodig").check()
    form.get_by_label("Niet bekend, ga dus uit van onder de 18").check()
    form.get_by_label("Waarom?").fill("Misschien minderjarig")
    coordinator.follow(form.get_by_role("button", name="Leg de urgentie vast"))
    advise = page.locator("#advise")
    advise.locator("summary").click()
    advise.get_by_label("Je advies aan de melder").fill(
        "Dank. Wij zijn er vandaag mee aan de slag."
    )
    coordinator.follow(advise.get_by_role("button", name="Geef dit advies"))
    page.get_by_role("button", name="Rond de melding af").click()
    expect(page.get_by_text("De melding is afgerond.").first).to_be_attached()
    coordinator.look("melding-afgerond")


def test_scenario_04_the_name_is_hidden_until_somebody_says_why(
    visitor: Visitor, world: World
) -> None:
    report = make_report(name="Noa de Receptionist", contact="06-00000000", rules="Na 16 uur")
    visitor.step_into(world.shop["zorgcoordinator"])
    visitor.open(f"/werk/meldingen/{report.pk}/")
    page = visitor.page
    visitor.follow(page.get_by_role("link", name="Toon wie meldde"))
    page.get_by_label("Ik wil contact opnemen met de melder").check()
    assert "Noa" not in visitor.source()
    page.get_by_role("button", name="Toon wie meldde").click()
    expect(page.get_by_text("Noa de Receptionist")).to_have_count(1)
    visitor.look("wie-meldde")


def test_scenario_04_going_back_keeps_what_was_filled_in(visitor: Visitor, world: World) -> None:
    page = visitor.page
    visitor.open("/zien/")
    page.get_by_label("Hotel of horeca").check()
    go_on(page)
    go_on(page)
    page.get_by_label("Weet ik niet").check()
    go_on(page)
    page.locator("#SIG-061").check()
    visitor.follow(page.get_by_role("button", name="Volgende signalen"))
    page.go_back(wait_until="commit")
    page.locator("#SIG-061").wait_for()
    expect(page.locator("#SIG-061")).to_be_checked()
    page.get_by_role("button", name="Terug").first.click()
    expect(page.get_by_label("Weet ik niet")).to_be_checked()
