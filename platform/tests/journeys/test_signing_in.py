# SPDX-License-Identifier: EUPL-1.2
"""From the administrator's code to a passkey, and back in with it; with a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from playwright.sync_api import expect

from ketenzicht.accounts import services
from ketenzicht.accounts.models import Member, User
from tests.factories.accounts import World, make_member
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "een eigen zin over fietsen"


def invited(world: World, role: str, now: datetime) -> services.Invited:
    """Somebody outside the practice accounts, with the code of their administrator."""
    home = world.research.organisation if role == "analyst" else world.shop.organisation
    administrator = make_member(home, "administrator", name="Beheer")
    User.objects.filter(pk=administrator.user_id).update(demo=False)
    asked = services.invite_member(
        actor=Member.objects.get(pk=administrator.pk),
        email="noor@voorbeeld.example",
        name="Noor",
        roles=frozenset({role}),
        now=now,
    )
    if asked.asked is None:
        return asked
    second = make_member(home, "administrator", name="Tweede Beheer")
    confirmed = services.confirm_access(
        actor=Member.objects.get(pk=second.pk), request_id=asked.asked.pk, now=now
    )
    return services.Invited(confirmed.member, confirmed.code)


def give_authenticator(visitor: Visitor) -> None:
    """Put a fingerprint reader in the browser that always says yes."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def come_in(visitor: Visitor, code: str) -> None:
    page = visitor.page
    visitor.open("/werk/")
    visitor.look("inloggen")
    page.get_by_role("link", name="Kom binnen met de code van je beheerder").click()
    visitor.look("voor-het-eerst")
    page.get_by_label("Je e-mailadres van het werk").fill("noor@voorbeeld.example")
    page.get_by_label("De code die je kreeg").fill(code)
    page.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url("**/sleutels/")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_invited_coordinator_makes_a_passkey_and_signs_in_with_it(
    visit: Callable[..., Visitor], world: World, now: datetime, size: str
) -> None:
    visitor = visit(size)
    page = visitor.page
    give_authenticator(visitor)
    come_in(visitor, invited(world, "zorgcoordinator", now).code)
    visitor.look("hoe-je-inlogt")
    visitor.open("/werk/zaken/")
    expect(page.locator("h1")).to_have_text("Hoe je inlogt")
    page.get_by_role("link", name="Maak een toegangssleutel").first.click()
    visitor.look("toegangssleutel-maken")
    page.get_by_role("button", name="Maak de toegangssleutel").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator("main code")).to_have_count(10)
    visitor.look("herstelcodes")
    visitor.open("/werk/zaken/")
    expect(page.locator("h1")).to_have_text("Ben jij het?")
    visitor.look("ben-jij-het")
    page.get_by_role("button", name="Gebruik mijn toegangssleutel").click()
    page.wait_for_url("**/werk/zaken/")
    visitor.open(reverse("account_logout"))
    visitor.look("uitloggen")
    page.locator("main").get_by_role("button", name=re.compile("Log uit")).click()
    page.wait_for_url("**/inloggen/**")
    page.get_by_role("button", name="Log in met een toegangssleutel").click()
    page.wait_for_url("**/werk/")
    expect(page.locator("header").first).to_contain_text("SHOP")
    visitor.open(reverse("mfa_list_webauthn"))
    visitor.look("mijn-toegangssleutels")
    visitor.open(reverse("accounts:sessions"))
    visitor.look("sessies")
    visitor.open(reverse("account_change_password"))
    visitor.look("wachtwoord")


def test_an_analyst_comes_in_with_the_codes_of_an_app(
    visit: Callable[..., Visitor], world: World, now: datetime
) -> None:
    visitor = visit("phone")
    page = visitor.page
    come_in(visitor, invited(world, "analyst", now).code)
    visitor.follow(page.get_by_role("link", name="Stel een app in"))
    visitor.look("app-instellen")
    secret = page.locator("main code").inner_text()
    page.locator("main input[name=code]").fill(code_of(secret, 0))
    page.get_by_role("button", name="Gebruik deze app").click()
    page.wait_for_url("**/recovery-codes/")
    recovery = page.locator("main code").first.inner_text()
    visitor.open("/werk/")
    visitor.look("ben-jij-het-code")
    page.locator("main input[name=code]").fill(recovery)
    page.get_by_role("button", name="Ik ben het").click()
    page.wait_for_url("**/werk/")
    page.context.clear_cookies()
    visitor.open("/werk/")
    page.get_by_label("E-mail").fill("noor@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/sleutels/authenticate/")
    visitor.look("nog-een-stap")
    page.locator("main input[name=code]").fill(code_of(secret, 1))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/werk/")


def code_of(secret: str, later: int) -> str:
    """The code the app shows now, or the one after it."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_administrator_looks_after_people_desks_and_partners(
    visit: Callable[..., Visitor], world: World, size: str
) -> None:
    visitor = visit(size)
    page = visitor.page
    visitor.step_into(world.shop["administrator"])
    for path, name in (
        (reverse("accounts:own"), "mijn-account"),
        (reverse("accounts:members"), "mensen"),
        (reverse("accounts:desks"), "loketten"),
        (reverse("accounts:member", args=[world.shop["zorgcoordinator"].pk]), "collega"),
        (reverse("accounts:end", args=[world.shop["zorgcoordinator"].pk]), "toegang-stoppen"),
        (reverse("accounts:invite"), "collega-erbij"),
    ):
        visitor.open(path)
        visitor.look(name)
    page.get_by_label("Naam", exact=True).fill("Noor")
    page.get_by_label("E-mailadres van het werk").fill("noor@voorbeeld.example")
    page.get_by_label("Zorgcoördinator").check()
    visitor.follow(page.get_by_role("button", name="Voeg deze collega toe"))
    visitor.look("verzoek-om-toegang")
    visitor.open(reverse("accounts:requests"))
    visitor.look("verzoeken-om-toegang")
    visitor.step_into(world.shop["privacy_officer"])
    for name in ("privacy", "access-log", "deleted"):
        visitor.open(reverse(f"accounts:{name}"))
        visitor.look(f"privacy-{name}")
    visitor.step_into(world.comensha["platform_administrator"])
    visitor.follow(page.get_by_role("link", name="Bekijk het verzoek"))
    visitor.look("verzoek-bij-het-platform")
    visitor.follow(page.get_by_role("link", name="Bekijk en bevestig"))
    visitor.look("ken-je-deze-persoon")
    visitor.follow(page.get_by_role("button", name="Ik ken deze persoon: bevestig"))
    visitor.look("code-voor-collega")
    assert len(re.sub(r"\D", "", page.locator(".kz-receipt__code").inner_text())) == 20
    visitor.open(reverse("accounts:partners"))
    visitor.look("partners")
    visitor.follow(page.get_by_role("link", name=re.compile("Stop alle toegang.*SHOP")))
    visitor.look("partner-stilzetten")
    page.get_by_role("button", name="Stop alle toegang nu").click()
    expect(page.get_by_text("Alle toegang van SHOP is gestopt.")).to_be_visible()
