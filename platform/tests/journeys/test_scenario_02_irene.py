# SPDX-License-Identifier: EUPL-1.2
"""Scenario 2: Irene. A bed is not help, money stops nothing, a sign of going back is heard."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from ketenzicht.accounts.models import Member
from ketenzicht.cases import tasks
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services import details
from ketenzicht.cases.file.states import Section
from ketenzicht.core.workdays import add_working_days
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.accounts import Partner, World, make_desk, make_member, make_organisation
from tests.factories.cases import coordinator, make_case, need, plan, share
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = "Irene bij de Linde"
SEEN = frozenset({Section.NEEDS, Section.NOTES, Section.TRACKS})
Visit = Callable[[Member], Visitor]


@dataclass(frozen=True)
class Stage:
    """The partners of this scenario, and Irene's case among them."""

    world: World
    case: Case
    registered_at: Partner
    visit: Visit

    def open_case(self, member: Member) -> Visitor:
        visitor = self.visit(member)
        visitor.open(f"/werk/zaken/{self.case.pk}/")
        return visitor

    def board_of(self, role: str) -> Visitor:
        visitor = self.visit(self.world.municipality[role])
        visitor.open("/werk/zaken/stilstand/")
        return visitor


@pytest.fixture
def stage(visitor: Visitor, visit: Callable[..., Visitor], world: World, now: datetime) -> Stage:
    """Irene is registered in municipality A and will sleep in municipality B (Zuidwoude)."""
    first = make_organisation("Gemeente Noordwoude", "municipality")
    desk = make_desk(first)
    focal = make_member(first, "aandachtsfunctionaris")
    case = make_case(world.shop, now, forms=("sexual",))
    details.set_label(actor=coordinator(world.shop), case_id=case.pk, words=NAME, now=now)
    plan(world.shop, case, now, days=60)
    share(world.shop, world.shelter, case, now, sections=SEEN)
    share(world.shop, world.municipality, case, now, sections=SEEN - {Section.NOTES})

    def visit_as(member: Member) -> Visitor:
        made = visit(visitor.size, script=visitor.script)
        made.step_into(member)
        return made

    registered_at = Partner(first, desk, {"aandachtsfunctionaris": focal})
    return Stage(world, case, registered_at, visit_as)


def test_scenario_02_the_stall_alarm_prevents_a_relapse(stage: Stage, now: datetime) -> None:
    sleep_in_a_mixed_group(stage)
    put_the_money_on_a_clock(stage)
    see_one_clock(stage)
    a_bed_is_not_help(stage, now)
    let_the_clock_run(stage, now)
    arrange_the_address(stage, now)
    hear_a_sign_of_going_back(stage)


def sleep_in_a_mixed_group(stage: Stage) -> None:
    """The only bed is in an ordinary youth shelter: somebody has to look whether it is safe."""
    shelter = stage.open_case(coordinator(stage.world.shelter))
    page = shelter.page
    page.get_by_role("link", name="Waar de persoon bij jullie verblijft").click()
    page.get_by_label("Wat voor plek?").select_option(label="Gewone jongerenopvang")
    page.get_by_label("Adres").fill("Geheimstraat 9, Zuidwoude")
    page.get_by_role("button", name="Bewaar dit adres").click()
    expect(page.locator("h1 + .kz-lead")).to_have_text(
        re.compile("Jullie zijn aan zet: Kijk of het hier veilig is: de groep is gemengd")
    )
    shelter.look("irene-opvang")
    holder = stage.open_case(coordinator(stage.world.shop))
    expect(holder.page.get_by_text("Verantwoordelijke gemeente onbekend").first).to_be_attached()
    assert "Geheimstraat" not in holder.source()


def put_the_money_on_a_clock(stage: Stage) -> None:
    """Municipality B says that they disagree; it pays meanwhile, because she stays there."""
    focal = stage.open_case(stage.world.municipality["aandachtsfunctionaris"])
    page = focal.page
    assert NAME not in focal.source()
    page.get_by_role("link", name="Gemeenten zijn het oneens over geld").click()
    staying = page.get_by_label("In welke gemeente verblijft de persoon nu?")
    staying.select_option(label="Gemeente Zuidwoude")
    other = page.get_by_label("Om welke andere gemeente gaat het?")
    other.select_option(label="Gemeente Noordwoude")
    page.get_by_label("Maatschappelijke opvang of beschermd wonen").check()
    page.get_by_role("button", name="Start de termijn").click()
    expect(page.get_by_text("De termijn loopt. De zorg gaat door.")).to_be_visible()


def see_one_clock(stage: Stage) -> None:
    """Both municipalities read the same record; A sees neither name nor address."""
    for member in (
        stage.registered_at["aandachtsfunctionaris"],
        stage.world.municipality["aandachtsfunctionaris"],
    ):
        focal = stage.visit(member)
        page = focal.page
        page.get_by_role("link", name="Bekijk het geschil").first.click()
        expect(
            page.get_by_text("Gemeente Zuidwoude betaalt voorlopig. De zorg gaat door.")
        ).to_be_visible()
        source = focal.source()
        assert NAME not in source
        assert "Geheimstraat" not in source
        focal.look("irene-geschil")


def a_bed_is_not_help(stage: Stage, now: datetime) -> None:
    """A week after the placement nothing else was arranged."""
    pass_time(now + timedelta(days=7))
    director = stage.board_of("ketenregisseur")
    expect(director.page.locator(".kz-row", has_text="Alleen een bed")).to_be_visible()
    assert stage.case.code not in director.source()


def let_the_clock_run(stage: Stage, now: datetime) -> None:
    """Five, ten and twenty working days: each time somebody else has to act."""
    pass_time(add_working_days(now, 5))
    director = stage.board_of("ketenregisseur")
    line = director.page.locator(".kz-row", has_text="Gemeenten zijn het oneens")
    expect(line.get_by_text("Aan zet: Ketenregisseur")).to_be_visible()
    expect(line.get_by_text("Contactpersonen landelijke toegankelijkheid")).to_be_visible()
    pass_time(add_working_days(now, 10))
    chair = stage.board_of("table_chair")
    line = chair.page.locator(".kz-row", has_text="Gemeenten zijn het nog steeds oneens")
    expect(line.get_by_text("Aan zet: Voorzitter regiotafel")).to_be_visible()
    for secret in (NAME, stage.case.code, "Testov"):
        assert secret not in chair.source()
    chair.look("irene-regiotafel")
    pass_time(add_working_days(now, 20))
    chair = stage.board_of("table_chair")
    expect(
        chair.page.locator(".kz-row", has_text="Geschil klaar voor de commissie")
    ).to_be_visible()


def arrange_the_address(stage: Stage, now: datetime) -> None:
    """Municipality B is asked for an address for post, says yes, and has one button for it."""
    later = add_working_days(now, 20)
    need(stage.world.shop, stage.case, "brp", later)
    holder = stage.open_case(coordinator(stage.world.shop))
    page = holder.page
    page.get_by_text("Vraag een ander, of niet meer nodig").first.click()
    page.get_by_role("link", name="Vraag een andere organisatie").click()
    page.get_by_label("Wie kan hiervoor zorgen?").select_option(label="Gemeente Zuidwoude")
    holder.follow(page.get_by_role("button", name="Vraag deze organisatie"))
    focal = stage.visit(stage.world.municipality["aandachtsfunctionaris"])
    page = focal.page
    page.get_by_role("link", name="Zeg ja of nee").first.click()
    expect(page.get_by_text("Sinds 1 januari 2022 schrijft een gemeente")).to_be_visible()
    page.get_by_role("button", name=re.compile("Wij doen dit")).click()
    page.get_by_role("button", name=re.compile("Geregeld")).click()
    expect(page.get_by_text("Dit is geregeld.")).to_be_visible()


def hear_a_sign_of_going_back(stage: Stage) -> None:
    """A sofa in exchange for work in the café of before: the alarm stands at once."""
    shelter = stage.open_case(coordinator(stage.world.shelter))
    page = shelter.page
    page.get_by_role("link", name="Dit kan niet wachten").click()
    shelter.look("irene-teken")
    page.get_by_label("De persoon gaat misschien terug naar de plek van uitbuiting").check()
    page.get_by_label("Wat zag of hoorde je?").fill("Bank bij een vriend in ruil voor caféwerk.")
    page.get_by_role("button", name="Sla alarm").click()
    expect(page.get_by_text("Praat over teruggaan").first).to_be_visible()
    holder = stage.open_case(coordinator(stage.world.shop))
    page = holder.page
    alarm = page.get_by_text("Terug naar de plek van uitbuiting")
    expect(alarm).to_be_visible()
    holder.look("irene-alarm")
    page.get_by_role("link", name="Bevestig hoe onveilig het is").click()
    expect(page.get_by_label("Hoog", exact=True)).to_be_checked()
    page.get_by_role("button", name="Bevestig dit risico").click()
    expect(page.get_by_text("Het risico is bevestigd.")).to_be_visible()
    expect(alarm).to_have_count(0)


def pass_time(moment: datetime) -> None:
    """Let time pass for the whole platform, with the sweeps that come along."""
    set_clock(moment)
    tasks.sweep(moment)
