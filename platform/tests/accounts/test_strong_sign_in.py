# SPDX-License-Identifier: EUPL-1.2
"""Which proof a role asks for, and how recent it has to be."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import roles
from ketenzicht.accounts.models import Member, Organisation
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.states import Standing
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.core.sessions import PROVED
from ketenzicht.estimates.permissions import EstimatePermission
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.surfaces.testing_clock import set_clock
from tests.accounts.signed_in import give_factor, make_real, sign_in
from tests.factories.accounts import World, make_member

DAY = "/werk/"
PROVE, MAKE = reverse("mfa_reauthenticate_webauthn"), reverse("mfa_index")
#: Permissions that open nothing about a person.
WITHOUT_PEOPLE = {
    AccountPermission.ACCOUNT_OWN,
    EstimatePermission.ESTIMATE_READ,
    ClaimPermission.CLAIM_READ,
    EstimatePermission.ESTIMATE_RUN,
    ReleasePermission.RELEASE_APPROVE,
    ReleasePermission.RELEASE_PREPARE,
}


def where_to(client: Client, page: str = DAY) -> str:
    """Where a page sends this visitor, or nothing when it opens."""
    answer = client.get(page)
    return "" if answer.status_code == 200 else answer.headers["Location"].partition("?")[0]


def test_only_roles_that_meet_nobodys_story_may_use_codes_of_an_app():
    loose = {
        role for role in roles.role_permissions() if not roles.needs_passkey(frozenset({role}))
    }
    assert loose == roles.APP_CODES_SUFFICE
    for role in loose:
        assert roles.role_permissions()[role] - WITHOUT_PEOPLE == set()


def test_one_role_that_asks_for_a_passkey_is_enough():
    assert not roles.needs_passkey(frozenset({"analyst"}))
    assert roles.needs_passkey(frozenset({"analyst", "zorgcoordinator"}))
    assert roles.needs_passkey(frozenset({"a role of tomorrow"}))


@pytest.mark.parametrize(
    "case",
    [
        ("shop.zorgcoordinator", "webauthn", ""),
        ("shop.zorgcoordinator", "totp", MAKE),
        ("shop.zorgcoordinator", "recovery_codes", MAKE),
        ("shop.administrator", "totp", MAKE),
        ("comensha.registrar", "totp", MAKE),
        ("research.analyst", "totp", ""),
        ("research.analyst", "webauthn", ""),
    ],
)
def test_a_role_opens_with_the_factor_it_asks_for(
    client: Client, world: World, now: datetime, case: tuple[str, str, str]
):
    who, factor, sent_to = case
    partner, role = who.split(".")
    member = make_real(getattr(world, partner)[role])
    sign_in(client, member, give_factor(member.user, factor), now)
    assert where_to(client) == sent_to


def test_having_a_passkey_is_not_enough_it_must_have_been_used(
    client: Client, world: World, now: datetime
):
    member = make_real(world.shop["zorgcoordinator"])
    passkey, app = give_factor(member.user), give_factor(member.user, "totp")
    sign_in(client, member, app, now)
    assert where_to(client) == PROVE
    sign_in(client, member, passkey, now)
    assert where_to(client) == ""


def test_a_password_alone_opens_nothing(client: Client, world: World):
    member = make_real(world.research["analyst"])
    client.force_login(member.user)
    assert where_to(client) == MAKE


def test_a_demo_account_needs_no_factor_and_only_in_a_practice_world(
    client: Client, world: World, now: datetime, settings
):
    client.force_login(world.shop["zorgcoordinator"].user)
    assert where_to(client) == ""
    settings.KETENZICHT_DEMO = False
    assert client.get(DAY).status_code == 403
    # Also with what a visitor of the practice world made for it.
    member = world.shop["zorgcoordinator"]
    sign_in(client, member, give_factor(member.user), now)
    assert client.get(DAY).status_code == 403


@pytest.fixture
def proposed(world: World) -> Organisation:
    return Organisation.objects.create(name="Opvang Nieuw", kind="shelter")


def approve(client: Client, proposed: Organisation) -> tuple[int, str]:
    first = {"name": "Bea Beheer", "email": "bea@partner.example"}
    answer = client.post(reverse("partners:approve", args=[proposed.pk]), first)
    proposed.refresh_from_db()
    return answer.status_code, proposed.standing


def test_a_heavy_act_asks_for_a_passkey_of_the_last_five_minutes(
    client: Client, world: World, now: datetime, proposed: Organisation
):
    member = make_real(world.comensha["platform_administrator"])
    passkey = give_factor(member.user)
    sign_in(client, member, passkey, now)
    set_clock(now + timedelta(minutes=5))
    assert approve(client, proposed) == (302, Standing.PROPOSED)
    sign_in(client, member, passkey, now + timedelta(minutes=1))
    assert approve(client, proposed) == (303, Standing.ACTIVE)


def test_a_recent_code_of_an_app_does_not_stand_in_for_the_passkey(
    client: Client, world: World, now: datetime, proposed: Organisation
):
    member = make_real(world.comensha["platform_administrator"])
    passkey, app = give_factor(member.user), give_factor(member.user, "totp")
    sign_in(client, member, passkey, now)
    session = client.session
    session["kz_proved"] = (now.isoformat(), app.type)
    session.save()
    assert approve(client, proposed) == (302, Standing.PROPOSED)


FACTOR_PAGES = ("account_change_password", "mfa_activate_totp", "mfa_generate_recovery_codes")


def sent_after(client: Client, proof: str, now: datetime, *pages: str) -> set[str]:
    """Where these pages send who proved themself like this just now."""
    session = client.session
    session[PROVED] = (now.isoformat(), proof)
    session.save()
    return {where_to(client, reverse(page)) for page in pages}


def test_a_passkey_is_not_made_or_taken_with_less_than_a_passkey(
    client: Client, world: World, now: datetime
):
    member = make_real(world.shop["zorgcoordinator"])
    sign_in(client, member, give_factor(member.user), now)
    for tricked_out in ("password", "totp", "invitation"):
        pages = (*FACTOR_PAGES, "mfa_add_webauthn")
        assert sent_after(client, tricked_out, now, *pages) == {PROVE}
    for own in ("webauthn", "recovery_codes"):
        assert sent_after(client, own, now, *FACTOR_PAGES) == {""}
    set_clock(now + timedelta(minutes=5))
    assert sent_after(client, "webauthn", now, *FACTOR_PAGES) == {PROVE}


def test_who_has_an_app_touches_factors_with_its_codes_and_not_with_the_password(
    client: Client, world: World, now: datetime
):
    member = make_real(world.research["analyst"])
    pages = ("mfa_add_webauthn", "account_change_password")
    client.force_login(member.user)
    assert sent_after(client, "password", now, *pages) == {""}
    sign_in(client, member, give_factor(member.user, "totp"), now)
    assert sent_after(client, "totp", now, *pages) == {""}
    assert sent_after(client, "password", now, *pages) == {reverse("mfa_reauthenticate")}


def test_an_ended_role_closes_its_pages_in_an_open_session(
    client: Client, world: World, now: datetime
):
    member = make_real(make_member(world.comensha.organisation, "analyst", "zorgcoordinator"))
    sign_in(client, member, give_factor(member.user), now)
    assert where_to(client, "/werk/zaken/") == ""
    member.role_grants.filter(role="zorgcoordinator").update(ended=now.date())
    assert client.get("/werk/zaken/").status_code == 403
    assert where_to(client, "/werk/schatting/") == ""


def test_an_open_session_acts_only_under_a_live_membership(
    client: Client, world: World, now: datetime
):
    member = make_real(world.shop["zorgcoordinator"])
    sign_in(client, member, give_factor(member.user), now)
    assert where_to(client) == ""
    # Not through the service, which would end the session: the reading itself has to refuse.
    Member.objects.filter(pk=member.pk).update(active=False)
    assert client.get(DAY).status_code == 403
