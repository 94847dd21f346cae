# SPDX-License-Identifier: EUPL-1.2
"""Scenario 5, the first part: a teacher asks for advice without naming the pupil."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ketenzicht.cases.file.models import Case
from ketenzicht.intake.models import Report
from tests.factories.accounts import World
from tests.factories.cases import WHY
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SEEN = ("SIG-068", "SIG-072")  # bank card given away, sudden debts and something to do in return
ANSWER = "Praat met je aandachtsfunctionaris en bel Veilig Thuis. Wij denken mee."


def test_scenario_05_advice_first_and_no_case(
    visitor: Visitor, visit: Callable[..., Visitor], world: World
) -> None:
    code = ask_for_advice(visitor)
    coordinator = visit(visitor.size, script=visitor.script)
    answer(coordinator, world)
    page = visitor.page
    visitor.follow(page.get_by_role("button", name="Ik heb de code bewaard"))
    visitor.open("/terug/")
    page.get_by_label("Je code").fill(code)
    page.get_by_role("button", name="Lees het antwoord").click()
    expect(page.get_by_text(ANSWER)).to_have_count(1)
    assert Report.objects.whole_table(why=WHY).get().ended_as == "advice_only"
    assert Case.objects.whole_table(why=WHY).count() == 0


def ask_for_advice(visitor: Visitor) -> str:
    """Walk the card as the teacher does and return the code."""
    page = visitor.page
    visitor.open("/")
    page.get_by_role("link", name=re.compile("Ik twijfel en wil advies")).click()
    page.get_by_label("School", exact=True).check()
    go_on(page)
    expect(page.get_by_label("Op school")).to_be_checked()
    go_on(page)
    page.get_by_label("Ja, of het lijkt zo").check()
    go_on(page)
    tick_what_was_seen(visitor)
    expect(page.get_by_text("Gaat het om iemand onder de 18? Bel vandaag.")).to_have_count(1)
    expect(page.get_by_text("Praat eerst met de aandachtsfunctionaris")).to_have_count(1)
    expect(page.get_by_text("Volg de vijf stappen van de meldcode.")).to_have_count(1)
    expect(page.get_by_text("Veilig Thuis geeft advies, ook zonder naam.")).to_have_count(1)
    expect(page.locator(".kz-numbers").get_by_text("0800-2000")).to_have_count(1)
    visitor.look("advies-school")
    page.get_by_role("button", name="Vraag advies").click()
    page.get_by_label("Een persoon die ik kan aanwijzen").check()
    go_on(page)
    page.get_by_label("In welke gemeente?").fill("Leiden")
    go_on(page)
    page.get_by_label("Wat wil je vragen?").fill("Moet ik dit zijn ouders vertellen?")
    page.get_by_label("Nee, niet vandaag").check()
    go_on(page)
    page.get_by_label("Nee. Ik kom terug met een code").check()
    go_on(page)
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    return re.sub(r"\D", "", page.locator(".kz-receipt__code").inner_text())


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Verder").click()


def tick_what_was_seen(visitor: Visitor) -> None:
    """Go through the screens and tick the two signs."""
    page = visitor.page
    left = set(SEEN)
    while left:
        for sign in [sign for sign in left if page.locator(f"#{sign}").count()]:
            page.locator(f"#{sign}").check()
            left.remove(sign)
        if left:
            visitor.follow(page.get_by_role("button", name="Volgende signalen"))
    page.locator("button[value=advice]").click()


def answer(coordinator: Visitor, world: World) -> None:
    """The coordinator answers; the question ends as advice."""
    page = coordinator.page
    coordinator.step_into(world.shop["zorgcoordinator"])
    page.get_by_role("link", name="Bekijk de melding").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Adviesvraag")
    advise = page.locator("#advise")
    advise.locator("summary").click()
    advise.get_by_label("Je advies aan de melder").fill(ANSWER)
    coordinator.follow(advise.get_by_role("button", name="Geef dit advies"))
    page.get_by_role("button", name="Rond de melding af").click()
    expect(page.get_by_text("De melding is afgerond.").first).to_be_attached()
