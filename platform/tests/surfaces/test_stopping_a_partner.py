# SPDX-License-Identifier: EUPL-1.2
"""Stopping a partner and letting one in reach into cases and keys, in one transaction."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from ketenzicht.accounts.models import Member, Organisation
from ketenzicht.cases.file.models import Case
from ketenzicht.surfaces.staff import partners
from ketenzicht.vault.models import OrganisationKey
from tests.factories.accounts import World, make_organisation
from tests.factories.cases import make_case
from tests.factories.intake import again, make_report

SignIn = Callable[[Client, Member], Client]


LET_IN = {"name": "Eerste Beheerder", "email": "eerste@voorbeeld.example"}


def holder_of(case: Case) -> Organisation:
    return Case.objects.whole_table(why="test").get(pk=case.pk).holder


def test_the_cases_of_a_stopped_partner_have_another_holder_at_once(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    case = make_case(world.shop, now)
    as_member(client, world.comensha["platform_administrator"])
    path = f"/werk/organisatie/partners/{world.shop.organisation.pk}/stilzetten/"
    assert client.get(path).status_code == 200
    assert holder_of(case) == world.shop.organisation
    assert client.post(path).status_code == 303
    assert holder_of(case) == world.comensha.organisation


def test_the_reports_of_a_stopped_partner_have_another_holder_at_once(
    client: Client, world: World, as_member: SignIn, now: datetime
) -> None:
    report = make_report(now)
    assert report.holder == world.shop.organisation
    as_member(client, world.comensha["platform_administrator"])
    client.post(f"/werk/organisatie/partners/{world.shop.organisation.pk}/stilzetten/")
    assert again(report).holder == world.comensha.organisation


def test_without_the_consequence_the_case_would_stay_with_nobody(
    client: Client,
    world: World,
    as_member: SignIn,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(partners, "leave_unreachable", lambda organisation_id, now: 0)
    case = make_case(world.shop, now)
    as_member(client, world.comensha["platform_administrator"])
    client.post(f"/werk/organisatie/partners/{world.shop.organisation.pk}/stilzetten/")
    assert holder_of(case) == world.shop.organisation


def test_a_partner_that_is_let_in_can_be_sealed_to(
    client: Client, world: World, as_member: SignIn
) -> None:
    new = make_organisation("Nieuwe Opvang", "shelter", "utrecht")
    Organisation.objects.filter(pk=new.pk).update(standing="proposed")
    as_member(client, world.comensha["platform_administrator"])
    answer = client.post(f"/werk/organisatie/partners/{new.pk}/toelaten/", LET_IN)
    assert answer.status_code == 303
    assert OrganisationKey.objects.filter(organisation=new).count() == 1
