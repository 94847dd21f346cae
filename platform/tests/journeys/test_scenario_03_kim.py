# SPDX-License-Identifier: EUPL-1.2
"""Scenario 3: Kim asks for help without a name and comes back with a code."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import World
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_scenario_03_help_without_a_name_and_a_code_to_come_back(
    visitor: Visitor, world: World
) -> None:
    page = visitor.page
    visitor.open("/")
    assert page.title() == "Informatie"
    assert page.context.cookies() == []
    page.get_by_role("link", name=re.compile("Ik heb zelf hulp nodig")).click()
    expect(page.locator("h1")).to_have_text(["Ben je nu veilig?"])
    expect(page.locator("main a[href='tel:112']")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Chat zonder je naam"))).to_be_visible()
    visitor.look("nu")
    page.get_by_label("Weet ik niet").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Wat wil je vertellen?").fill("hij heeft foto's van mij")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Ik weet niet in welke gemeente").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Nee. Ik kom terug met een code").check()
    visitor.follow(page.get_by_role("button", name="Verder"))
    visitor.look("nu-nakijken")
    assert "slachtoffer" not in visitor.source().lower()
    page.get_by_role("button", name="Verstuur het").click()
    code = re.sub(r"\D", "", page.locator(".kz-receipt__code").inner_text())
    visitor.follow(page.get_by_role("button", name="Ik heb de code bewaard"))
    visitor.open("/terug/")
    page.get_by_label("Je code").fill(code)
    page.get_by_role("button", name="Lees het antwoord").click()
    page.get_by_label("Schrijf er iets bij").fill("ik ben 16 en moet vanavond iemand zien")
    page.get_by_role("button", name="Verstuur dit").click()
    expect(page.get_by_text("ik ben 16 en moet vanavond iemand zien")).to_have_count(1)
    assert "foto's van mij" not in visitor.source()
    visitor.follow(page.get_by_role("button", name="Sluit dit scherm (je kunt terugkomen)"))
    visitor.open("/gesprek/")
    expect(page.get_by_role("heading", name="Deze pagina is weer leeg")).to_be_visible()


def test_scenario_03_leaving_drops_what_was_filled_in(
    visit: Callable[..., Visitor], world: World
) -> None:
    visitor = visit("phone")
    page = visitor.page
    page.context.route("https://**/*", lambda route: route.fulfill(body="weather"))
    visitor.open("/nu/")
    page.get_by_label("Nee", exact=True).check()
    visitor.follow(page.get_by_role("button", name="Verder"))
    assert "b0" in {cookie["name"] for cookie in page.context.cookies(visitor.base)}
    page.get_by_role("link", name="Weg hier", exact=True).click()
    for _ in range(50):
        kept = {cookie["name"] for cookie in page.context.cookies(visitor.base)}
        if "b0" not in kept:
            break
        page.wait_for_timeout(100)
    assert "b0" not in kept
