# SPDX-License-Identifier: EUPL-1.2
"""Placement: a bed is asked of two shelters, one offers it, it is chosen, the person is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ketenzicht.cases.shelter.services.places import Stated, state_places
from tests.factories.beds import second_shelter
from tests.factories.cases import coordinator, make_case, need

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOMENT = "%Y-%m-%dT%H:%M"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_bed_is_asked_offered_chosen_and_slept_in(visit, world, now, size):
    case, bridge = make_case(world.shop), second_shelter()
    need(world.shop, case)
    for shelter, beds in ((world.shelter, 6), (bridge, 3)):
        stated = Stated(shelter_type="youth_regular", beds=beds, from_day=now.date())
        state_places(actor=coordinator(shelter), stated=stated, now=now)
    shop = visit(size)
    shop.step_into(coordinator(world.shop))
    shop.open("/werk/zaken/plekken/")
    shop.look("plekken")
    _ask(shop, case, now)
    _answer(visit, bridge, size, "no", now)
    haven = _answer(visit, world.shelter, size, "yes", now)
    _choose(shop, now)
    haven.open("/werk/")
    haven.look("dag-opvang-bed-gekozen")
    haven.follow(haven.page.get_by_role("link", name="Leg het verblijf vast").first)
    haven.page.get_by_label("Wat voor plek?").select_option("youth_regular")
    haven.page.get_by_label("Adres").fill("Geheime straat 1")
    haven.follow(haven.page.get_by_role("button", name="Bewaar dit adres"))
    shop.open(f"/werk/zaken/{case.pk}/")
    assert "Geheime straat" not in shop.source()
    expect(shop.page.get_by_text("Opvang De Haven").first).to_be_visible()


def _ask(shop, case, now) -> None:
    page = shop.page
    shop.open(f"/werk/zaken/{case.pk}/bed/")
    shop.look("bed-vragen")
    page.get_by_label("Wat voor plek?").select_option("youth_regular")
    page.get_by_label("Hoe oud is de persoon?").select_option("a18_22")
    page.get_by_label("Gender").or_(page.get_by_label("Geslacht")).select_option("f")
    page.get_by_label("Uiterlijk wanneer is het bed nodig?").fill(
        (now + timedelta(hours=9)).strftime(MOMENT)
    )
    page.get_by_label("Opvang De Haven").check()
    page.get_by_label("Opvang De Brug").check()
    shop.follow(page.get_by_role("button", name="Vraag deze opvangplekken"))
    shop.look("bed-gevraagd")


def _answer(visit, shelter, size, said, now):
    one = visit(size)
    one.step_into(coordinator(shelter))
    one.look(f"dag-opvang-{said}")
    one.open("/werk/zaken/bedden/")
    one.look(f"bedden-{said}")
    one.follow(one.page.get_by_role("link", name="Zeg ja of nee").first)
    one.look(f"bed-lezen-{said}")
    page = one.page
    if said == "no":
        one.follow(page.get_by_role("link", name="Wij hebben geen bed"))
        page.get_by_label("Geen ruimte").check()
        page.get_by_label("We kunnen het later").or_(page.locator("[value=later]")).first.check()
        one.follow(page.get_by_role("button", name="Nee, en dit is ons voorstel"))
    else:
        one.follow(page.get_by_role("link", name="Wij hebben een bed"))
        page.get_by_label("Vanaf wanneer is er een bed?").fill(
            (now + timedelta(hours=5)).strftime(MOMENT)
        )
        one.look("bed-aanbieden")
        one.follow(page.get_by_role("button", name="Bied dit bed aan"))
    one.look(f"bed-beantwoord-{said}")
    return one


def _choose(shop, now) -> None:
    page = shop.page
    shop.open("/werk/")
    shop.follow(page.get_by_role("link", name="Kies een bed").first)
    shop.look("bed-antwoorden")
    shop.follow(page.get_by_role("link", name="Kies dit bed"))
    page.locator("[name=basis]").select_option("care")
    for part in ("needs", "contact"):
        page.locator(f"[name=sections][value={part}]").check()
    page.locator("[name=until]").fill((now + timedelta(days=60)).date().isoformat())
    shop.look("bed-kiezen")
    shop.follow(page.get_by_role("button", name="Kies dit bed"))
    shop.look("bed-gekozen")
