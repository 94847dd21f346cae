# SPDX-License-Identifier: EUPL-1.2
"""Danger comes first, and what the page about leaving promises, with and without script."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.factories.accounts import World
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WEATHER = "https://www.knmi.nl/nederland-nu/weer/verwachtingen"
TYPED = "hij staat beneden met de sleutel"


def weather(route: Route) -> None:
    """Stand in for the outside world, which tests do not call."""
    route.fulfill(body="<title>Weer</title><h1>Zon</h1>", content_type="text/html")


def own(page: Page) -> list[str]:
    return [cookie["name"] for cookie in page.context.cookies()]


def shown_going_back(page: Page, times: int) -> str:
    """Everything that can be read after each press of Back."""
    seen = ""
    for _ in range(times):
        with suppress(Error):
            page.go_back(wait_until="load", timeout=5000)
        page.wait_for_timeout(300)
        with suppress(Error):
            seen += page.content()
    return seen


def test_danger_shows_whom_to_call_and_leaving_takes_everything_along(
    visitor: Visitor, world: World
) -> None:
    page = visitor.page
    page.context.route("https://**/*", weather)
    page.goto("https://elsewhere.example/")
    visitor.open("/weg/")
    visitor.look("weg")
    assert page.locator("noscript p").is_visible() is not visitor.script
    visitor.open("/nu/")
    page.get_by_label("Nee", exact=True).check()
    visitor.follow(page.get_by_role("button", name="Verder"))
    expect(page.locator("h1")).to_have_text("Bel eerst 112")
    expect(page.locator("main a[href='tel:112']")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Chat zonder je naam"))).to_be_visible()
    visitor.look("eerst-112")
    visitor.follow(page.get_by_role("button", name="Ga verder"))
    page.get_by_label("Wat wil je vertellen?").fill(TYPED)
    visitor.follow(page.get_by_role("button", name="Verder"))
    assert len(own(page)) >= 2
    page.get_by_role("link", name="Weg hier", exact=True).click()
    page.wait_for_url(WEATHER)
    for _ in range(50):
        if own(page) == []:
            break
        page.wait_for_timeout(100)
    assert own(page) == []
    seen = shown_going_back(page, 5)
    assert TYPED not in seen
    if visitor.script:
        assert "Weg hier" not in seen


def test_the_receipt_says_that_it_shows_once(visitor: Visitor, world: World) -> None:
    page = visitor.page
    visitor.open("/nu/")
    page.get_by_label("Ja", exact=True).check()
    visitor.follow(page.get_by_role("button", name="Verder"))
    page.get_by_label("Wat wil je vertellen?").fill("help")
    visitor.follow(page.get_by_role("button", name="Verder"))
    page.get_by_label("Nee", exact=True).check()
    visitor.follow(page.get_by_role("button", name="Verder"))
    page.get_by_label("Ik weet niet in welke gemeente").check()
    visitor.follow(page.get_by_role("button", name="Verder"))
    page.get_by_label("Nee. Ik kom terug met een code").check()
    visitor.follow(page.get_by_role("button", name="Verder"))
    visitor.follow(page.get_by_role("button", name="Verstuur het"))
    expect(page.get_by_text("10 minuten opnieuw laden")).to_be_visible()
    visitor.look("code-een-keer")
    visitor.follow(page.get_by_role("button", name="Ik heb de code bewaard"))
    assert "kz-receipt__code" not in shown_going_back(page, 1)
