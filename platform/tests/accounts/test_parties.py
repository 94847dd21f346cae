# SPDX-License-Identifier: EUPL-1.2
"""An organisation without access is known and can be named; it is never asked to do anything."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import selectors, services
from ketenzicht.accounts.models import Organisation
from ketenzicht.accounts.states import Standing
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from tests.accounts.signed_in import give_factor, make_real, sign_in
from tests.factories.accounts import FIRST, World
from tests.factories.cases import coordinator, make_case, offer, propose

FOUND = services.Party(
    "Stichting Ver Weg", "shelter", "000-111", regions=("utrecht",), languages=("bg", "ro")
)


@pytest.fixture
def named(world: World, now: datetime) -> Organisation:
    return services.name_organisation(actor=world.shop["administrator"], party=FOUND, now=now)


def refuse(world: World, now: datetime, organisation: Organisation):
    transfer = offer(world.shop, world.moviera, make_case(world.shop))
    return transfers.refuse_transfer(
        actor=coordinator(world.moviera),
        transfer_id=transfer.pk,
        refusal=Refusal(
            "no_capacity", Alternative.OTHER_ORGANISATION, organisation_id=organisation.pk
        ),
        version=transfer.version,
        now=now,
    )


def test_a_party_is_known_with_who_checked_it_and_when(
    world: World, now: datetime, named: Organisation
):
    assert [area.region for area in named.areas.all()] == ["utrecht"]
    assert [each.language for each in named.languages.all()] == ["bg", "ro"]
    assert (named.checked_on, named.checked_by) == (
        now.date(),
        world.shop["administrator"].user,
    )


def test_who_has_no_access_is_asked_nothing(world: World, now: datetime, named: Organisation):
    for permission in (None, *CasePermission):
        asked = selectors.organisations_able(permission, "utrecht", now)
        assert named.pk not in {each.id for each in asked}
    assert not selectors.reachable_for(CasePermission.CASE_TRANSFER, named.pk, now)
    with pytest.raises(NotFound):
        selectors.organisation(named.pk)


def test_no_transfer_is_proposed_to_who_has_no_access(
    world: World, now: datetime, named: Organisation
):
    class Elsewhere:
        organisation = named

    with pytest.raises((Refused, NotFound)):
        propose(world.shop, Elsewhere, make_case(world.shop), now)


def test_who_has_no_access_can_be_named_as_the_better_one(
    world: World, now: datetime, named: Organisation
):
    assert (named.pk, True) in {(p.id, p.near) for p in selectors.parties_named("utrecht")}
    assert refuse(world, now, named).alternative_organisation == named


@pytest.mark.parametrize("standing", [Standing.PROPOSED, Standing.SUSPENDED])
def test_who_waits_or_was_stopped_is_not_named(
    world: World, now: datetime, named: Organisation, standing: Standing
):
    Organisation.objects.filter(pk=named.pk).update(standing=standing)
    assert named.pk not in {each.id for each in selectors.parties_named("utrecht")}
    with pytest.raises(NotFound):
        refuse(world, now, named)


def test_a_named_organisation_is_proposed_and_approved_like_any_other(
    world: World, now: datetime, named: Organisation
):
    approver = world.comensha["platform_administrator"]
    with pytest.raises(Refused):
        services.approve_organisation(actor=approver, organisation_id=named.pk, now=now)
    found = services.propose_organisation(actor=world.shop["administrator"], party=FOUND, now=now)
    assert (found.pk, found.standing) == (named.pk, Standing.PROPOSED)
    approved = services.approve_organisation(
        actor=approver,
        organisation_id=named.pk,
        administrators=FIRST,
        now=now,
    )
    assert approved.standing == Standing.ACTIVE


def test_a_name_is_known_once(world: World, now: datetime, named: Organisation):
    for add in (services.name_organisation, services.propose_organisation):
        with pytest.raises(Refused):
            add(
                actor=world.shop["administrator"],
                party=services.Party("shop", "shelter", ""),
                now=now,
            )


def test_the_page_adds_a_party_without_access_and_checks_it(world: World, now: datetime):
    member = make_real(world.comensha["platform_administrator"])
    client = sign_in(Client(), member, give_factor(member.user), now)
    page, add = reverse("accounts:partners"), reverse("accounts:partner-new")
    filled = {"name": "Ver Weg", "kind": "shelter", "phone": "000"}
    assert client.post(add, filled).status_code == 422
    client.post(add, filled | {"access": "no"})
    made = Organisation.objects.get(name="Ver Weg")
    Organisation.objects.update(checked_on=None)
    assert "nooit nagekeken" in client.get(page).content.decode()
    client.post(reverse("accounts:partner-checked", args=[made.pk]))
    made.refresh_from_db()
    assert (made.standing, made.checked_on) == (Standing.NAMED, now.date())
