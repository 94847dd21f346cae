# SPDX-License-Identifier: EUPL-1.2
"""The first administrator of a partner: one of the platform asks, another confirms."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import services
from ketenzicht.accounts.models import AccessRequest, Invitation, Member, Organisation
from ketenzicht.accounts.states import Standing
from ketenzicht.core.errors import NotAllowed, Refused
from tests.accounts.signed_in import PASSWORD
from tests.factories.accounts import FIRST, World, make_member

TYPED = {"name": FIRST[0].name, "email": FIRST[0].email}


@pytest.fixture
def proposed(world: World, now) -> Organisation:
    return services.propose_organisation(
        actor=world.shop["administrator"],
        party=services.Party("Nieuw Huis", "shelter", "030"),
        now=now,
    )


@pytest.fixture
def platform(world: World) -> Member:
    return world.comensha["platform_administrator"]


@pytest.fixture
def second(world: World) -> Member:
    return make_member(world.comensha.organisation, "platform_administrator", name="Tweede")


def let_in(client: Client, partner: Organisation, **typed: str):
    return client.post(reverse("partners:approve", args=[partner.pk]), typed)


def asked_for(partner: Organisation) -> AccessRequest:
    return AccessRequest.objects.get(member__organisation=partner)


def test_the_first_administrator_comes_in_with_the_code_of_another_person(
    now, as_member, proposed, platform, second
):
    answer = let_in(as_member(Client(), platform), proposed, **TYPED)
    assert answer.status_code == 303
    member = asked_for(proposed).member
    assert (member.active, member.roles) == (False, frozenset())
    other = as_member(Client(), second)
    day = other.get("/werk/").content.decode()
    assert FIRST[0].name in day
    page = other.post(reverse("accounts:request-confirm", args=[asked_for(proposed).pk]))
    shown = re.sub(r"<[^>]+>|\s", "", page.content.decode())
    code = re.search(r"(?<!\d)\d{20}(?!\d)", shown)
    assert code is not None
    user = services.accept_invitation(
        email=FIRST[0].email, code=code[0], password=PASSWORD, now=now
    )
    member = Member.objects.get(user=user)
    assert (member.organisation, member.roles) == (proposed, frozenset({"administrator"}))
    invited = services.invite_member(
        actor=member,
        email="collega@voorbeeld.example",
        name="Collega",
        roles=frozenset({"administrator"}),
        now=now,
    )
    assert invited.member.organisation == proposed


def test_who_asked_confirms_not_and_gets_no_code(now, proposed, platform, second):
    services.approve_organisation(
        actor=platform, organisation_id=proposed.pk, administrators=FIRST, now=now
    )
    with pytest.raises(NotAllowed):
        services.confirm_access(
            actor=Member.objects.get(pk=platform.pk),
            request_id=asked_for(proposed).pk,
            now=now,
        )
    assert not Invitation.objects.filter(member__organisation=proposed).exists()


def test_without_a_first_administrator_nobody_is_let_in(now, client, as_member, proposed, platform):
    with pytest.raises(Refused):
        services.approve_organisation(actor=platform, organisation_id=proposed.pk, now=now)
    assert let_in(as_member(client, platform), proposed).status_code == 422
    proposed.refresh_from_db()
    assert proposed.standing == Standing.PROPOSED


def test_a_second_one_is_another_person(client, as_member, proposed, platform):
    twice = {**TYPED, "second_name": "Zelf", "second_email": TYPED["email"].upper()}
    assert let_in(as_member(client, platform), proposed, **twice).status_code == 422
    assert not AccessRequest.objects.exists()


def test_a_partner_that_was_stopped_comes_back_with_its_own_administrators(
    world, now, client, as_member, platform
):
    home = world.shop.organisation
    services.suspend_organisation(actor=platform, organisation_id=home.pk, now=now)
    assert let_in(as_member(client, platform), home).status_code == 303
    assert not AccessRequest.objects.exists()


def test_nobody_confirmed_in_time_so_the_partner_is_stopped_and_let_in_again(
    now, proposed, platform, second
):
    given = {"actor": platform, "organisation_id": proposed.pk, "now": now}
    services.approve_organisation(administrators=FIRST, **given)
    services.decline_access(
        actor=Member.objects.get(pk=second.pk), request_id=asked_for(proposed).pk, now=now
    )
    services.suspend_organisation(**given)
    services.approve_organisation(administrators=FIRST, **given)
    waiting = AccessRequest.objects.filter(member__organisation=proposed, state="waiting")
    assert waiting.count() == 1
