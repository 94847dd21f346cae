# SPDX-License-Identifier: EUPL-1.2
"""Stations 3 and 4: a case opens, is handed over, and counts once in the register."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ketenzicht.cases.handover import Identity
from ketenzicht.cases.sharing.services.break_glass import break_glass
from ketenzicht.cases.transfers.models import Escalation
from ketenzicht.cases.transfers.services.transfers import refuse_transfer
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.register.handover import people_by
from ketenzicht.register.services import Facts, enter_by_duty
from tests.factories.cases import WHY, coordinator, make_case, need, offer, share

born = PartialDate.parse

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DUE = "%Y-%m-%dT%H:%M"


@pytest.mark.parametrize(("size", "script"), [("desk", True), ("phone", True), ("desk", False)])
def test_a_case_is_opened_handed_over_and_registered(visit, world, now, size, script):
    shop = visit(size, script=script)
    shop.step_into(world.shop["zorgcoordinator"])
    code = _open_case(shop, now)
    _write(shop)
    _offer(shop)
    moviera = visit(size, script=script)
    moviera.step_into(world.moviera["zorgcoordinator"])
    _accept(moviera, now)
    _register(moviera)
    shop.open("/werk/zaken/")
    expect(shop.page.get_by_text("Je hebt nu geen open zaken")).to_be_visible()
    desk = visit(size, script=script)
    desk.step_into(world.comensha["registrar"])
    desk.open("/werk/register/")
    expect(desk.page.get_by_role("cell", name="Arbeidsuitbuiting")).to_be_visible()
    assert code not in desk.source()
    desk.look("register")
    assert people_by("form", years=(2026,)) == {("2026", "labour"): 1}


def _open_case(shop, now) -> str:
    page = shop.page
    shop.open("/werk/zaken/")
    shop.look("zaken-leeg")
    page.get_by_role("link", name="Open een zaak").first.click()
    page.get_by_label("Hoe noem je deze zaak?").fill("Kas komkommer")
    page.get_by_label("Zorgregio").select_option("den_haag_hm")
    page.get_by_label("Midden").check()
    page.get_by_label("Arbeidsuitbuiting").check()
    page.get_by_label("Naam").fill("Ivan Petrov")
    page.get_by_label("Geboortedatum").fill("1999-03-07")
    shop.look("zaak-openen")
    page.get_by_role("button", name="Open deze zaak").click()
    page.get_by_label("Wat is de volgende stap?").fill("Bellen met de tolk")
    page.get_by_label("Uiterlijk wanneer?").fill((now + timedelta(days=2)).strftime(DUE))
    shop.follow(page.get_by_role("button", name="Plan deze stap"))
    heading = page.get_by_role("heading", level=1).inner_text()
    assert "Kas komkommer" in heading
    return heading.split(" · ")[0]


def _write(shop) -> None:
    page = shop.page
    page.get_by_role("link", name="Schrijf op wat de persoon wil").click()
    page.get_by_label("Wat wil de persoon?").fill("Ik wil mijn loon en een eigen bed.")
    page.get_by_role("button", name="Bewaar deze woorden").click()
    page.get_by_role("link", name="Voeg toe wat nodig is").click()
    page.get_by_label("Wat is nodig?").select_option("shelter")
    page.get_by_role("button", name="Voeg dit toe").click()
    page.get_by_role("link", name="Leg een contact vast").click()
    page.get_by_label("Ontmoeting").check()
    page.get_by_label("Ja").check()
    page.get_by_role("button", name="Leg dit contact vast").click()
    expect(page.get_by_text("Laatste contact vandaag.")).to_be_visible()
    shop.look("zaak")


def _offer(shop) -> None:
    page = shop.page
    page.get_by_role("link", name="Draag deze zaak over").click()
    page.get_by_label("Wie vraag je om over te nemen?").select_option(label="Moviera")
    page.get_by_label("Wat moet de ander weten").fill("Man, 27. Zoekt een plek in Utrecht.")
    for part in page.locator("input[name=sections]").all():
        part.check()
    shop.look("overdragen")
    page.get_by_role("button", name="Bekijk het voorstel").click()
    page.get_by_role("button", name="Bied dit aan Moviera aan").click()
    expect(page.get_by_text("Tot Moviera ja zegt, blijf jij aan zet.")).to_be_visible()
    shop.look("overdracht-gever")
    page.get_by_role("link", name="Mijn zaken").first.click()
    expect(page.get_by_text("wacht op antwoord van Moviera")).to_be_visible()
    shop.look("zaken")


def _accept(moviera, now) -> None:
    page = moviera.page
    expect(page.get_by_text("SHOP vraagt jullie zaak")).to_be_visible()
    moviera.look("mijn-dag-overdracht")
    page.get_by_role("link", name="Lees en antwoord").first.click()
    expect(page.get_by_text("Zoekt een plek in Utrecht.")).to_be_visible()
    assert "Ivan" not in moviera.source()
    moviera.look("overdracht-ontvanger")
    page.get_by_label("Wat is jullie eerste stap?").fill("Kennismaken")
    page.get_by_label("Uiterlijk wanneer?").first.fill((now + timedelta(days=1)).strftime(DUE))
    page.get_by_role("button", name="Ja, wij zijn vanaf nu aan zet").click()
    expect(page.get_by_text("Jullie zijn aan zet: Kennismaken").first).to_be_visible()
    moviera.look("zaak-ontvangen")


def _register(moviera) -> None:
    page = moviera.page
    page.get_by_role("link", name="Registratie bij CoMensha").click()
    page.get_by_label("Ja: de persoon vindt registratie").check()
    moviera.look("registreren")
    page.get_by_role("button", name="Leg deze keuze vast").click()
    expect(page.get_by_text("Geregistreerd. Het register bewaart geen naam.")).to_be_visible()


def test_the_boards_stand_in_the_browser(visit, world, now):
    early = now - timedelta(days=40)
    case = make_case(world.shop, early, risk="r3")
    need(world.shop, case, "income", early)
    offer(world.shop, world.moviera, case, now - timedelta(hours=1))
    share(world.shop, world.shelter, make_case(world.shop, now))
    for size in ("desk", "phone"):
        shop = visit(size)
        shop.step_into(coordinator(world.shop))
        shop.look("mijn-dag-zaken")
        shop.open("/werk/zaken/stilstand/")
        shop.look("stilstand")
        shop.open("/werk/zaken/overdrachten/")
        shop.look("overdrachten")
        shop.open(f"/werk/zaken/{case.pk}/")
        shop.look("zaak-stil")
        shop.open(f"/werk/zaken/{case.pk}/delen/")
        shop.look("delen")
        shop.open(f"/werk/zaken/{case.pk}/inzage/")
        shop.look("inzage")
        shop.open(f"/werk/zaken/{case.pk}/zorg/")
        shop.look("zorg")


def test_the_desks_of_duty_doubles_and_decisions_stand_in_the_browser(visit, world, now):
    case = make_case(world.shop)
    for _time in range(2):
        refuse(world.moviera, offer(world.shop, world.moviera, case), now)
    for name in ("Ivan Petrov", "Petrov, Ivan", "Mehmet Yilmaz"):
        enter(world, name, now)
    escalation = Escalation.objects.whole_table(why=WHY).get(resolved_at=None)
    code = make_case(world.shop).code
    reason = "Zij belde dat zij in gevaar is; bij SHOP neemt niemand op."
    break_glass(actor=coordinator(world.moviera), code=code, reason=reason, now=now)
    for size in ("desk", "phone"):
        national = visit(size)
        national.step_into(world.comensha["comensha_helpdesk"])
        national.open(f"/werk/zaken/besluiten/{escalation.pk}/")
        national.look("beslissen")
        registrar = visit(size)
        registrar.step_into(world.comensha["registrar"])
        registrar.open("/werk/register/dubbelen/")
        registrar.look("dubbelen")
        registrar.open("/werk/register/tellingen/")
        registrar.look("tellingen")
        police = visit(size)
        police.step_into(world.police["investigator"])
        police.open("/werk/register/plicht/")
        police.look("plicht")
        officer = visit(size)
        officer.step_into(world.shop["privacy_officer"])
        officer.open("/werk/zaken/nood/beoordelen/")
        officer.look("noodinzage")


def refuse(partner, transfer, now):
    refuse_transfer(
        actor=coordinator(partner),
        transfer_id=transfer.pk,
        refusal=Refusal(reason="no_capacity", alternative=Alternative.LATER, words="Later wel."),
        version=transfer.version,
        now=now,
    )


def enter(world, name, now):
    enter_by_duty(
        actor=world.police["investigator"],
        facts=Facts(
            ("labour",),
            "den_haag_hm",
            now.date(),
            Identity(name=name, birth_date=born("1999-03-07")),
        ),
        now=now,
    )
