# SPDX-License-Identifier: EUPL-1.2
"""Who can act now is asked again at each act, of the list and of the row alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ketenzicht.accounts import selectors, services
from ketenzicht.accounts.models import Mandate, Member, RoleGrant, User
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.policies import is_live
from ketenzicht.accounts.roles import permissions_of
from ketenzicht.accounts.states import Standing
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import Refused
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import SINCE, Partner, World, make_member, make_world


def alone_at_the_desk(partner: Partner, role: str) -> None:
    partner.desk.seats.exclude(member=partner[role]).delete()


# -- who is reachable ------------------------------------------------------------------------


def test_a_desk_where_only_an_administrator_sits_is_not_reachable(world: World, now: datetime):
    shelter = world.shelter.organisation.pk
    assert selectors.reachable_for(CasePermission.CASE_TRANSFER, shelter, now)
    alone_at_the_desk(world.shelter, "administrator")
    assert not selectors.reachable_for(CasePermission.CASE_TRANSFER, shelter, now)
    assert shelter not in selectors.organisations_able_to(CasePermission.CASE_TRANSFER, now)
    assert shelter in selectors.organisations_able_to(AccountPermission.MEMBER_MANAGE, now)


def test_who_sits_at_no_desk_can_be_named_but_not_sent_to(world: World, now: datetime):
    worker = world.shelter["shelter_worker"]
    worker.seats.all().delete()
    organisation = worker.organisation_id
    assert list(selectors.permitted(CasePermission.CASE_WRITE, organisation, now)) == [worker]
    assert list(selectors.able_to(CasePermission.CASE_WRITE, organisation, now)) == []


def test_a_role_that_does_not_exist_at_this_kind_of_organisation_makes_nobody_able(
    world: World, now: datetime
):
    police = world.police.organisation
    stray = make_member(police, "zorgcoordinator")
    assert not selectors.is_able(stray, CasePermission.CASE_TRANSFER, now)
    assert not selectors.reachable_for(CasePermission.CASE_TRANSFER, police.pk, now)


# -- seats -----------------------------------------------------------------------------------


def test_only_a_colleague_who_may_answer_takes_a_seat(world: World, now: datetime):
    shelter, administrator = world.shelter, world.shelter["administrator"]
    shelter.desk.seats.filter(member=administrator).delete()
    with pytest.raises(Refused):
        services.seat(
            actor=administrator,
            desk_id=shelter.desk.pk,
            member_id=administrator.pk,
            deputy=False,
            now=now,
        )
    assert not administrator.seats.exists()


def test_a_desk_is_not_opened_with_nobody_who_may_answer(world: World, now: datetime):
    administrator = world.shelter["administrator"]
    given = {"name": "Nacht", "region": "", "phone": "000", "now": now}
    with pytest.raises(Refused):
        services.open_desk(actor=administrator, member_id=administrator.pk, **given)
    assert administrator.organisation.desks.count() == 1
    worker = world.shelter["shelter_worker"]
    desk = services.open_desk(actor=administrator, member_id=worker.pk, **given)
    assert [seat.member for seat in desk.seats.all()] == [worker]


def test_an_administrator_at_the_desk_is_not_somebody_else_who_answers(world: World, now: datetime):
    administrator, worker = world.shelter["administrator"], world.shelter["shelter_worker"]
    leaving = {"actor": administrator, "member_id": worker.pk, "now": now}
    with pytest.raises(Refused):
        services.unseat(desk_id=world.shelter.desk.pk, **leaving)
    with pytest.raises(Refused):
        services.end_membership(**leaving)
    assert worker.seats.count() == 1
    make_member(worker.organisation, "shelter_worker", name="Nog iemand")
    services.end_membership(**leaving)
    assert worker.seats.count() == 0


def test_who_loses_the_role_to_answer_with_leaves_the_desk(world: World, now: datetime):
    administrator, worker = world.shelter["administrator"], world.shelter["shelter_worker"]
    change = {
        "actor": administrator,
        "member_id": worker.pk,
        "roles": frozenset({"privacy_officer"}),
        "now": now,
    }
    with pytest.raises(Refused):
        services.set_roles(**change)
    assert Member.objects.get(pk=worker.pk).roles == {"shelter_worker"}
    make_member(worker.organisation, "shelter_worker", name="Nog iemand")
    services.set_roles(**change)
    assert (worker.seats.count(), worker.organisation.desks.get().seats.count()) == (0, 2)


def test_the_page_offers_only_who_may_answer(world: World, as_member, client: Client):
    page = as_member(client, world.shelter["administrator"]).get(reverse("accounts:desk-new"))
    offered = [label for _key, label in page.context["form"].fields["member"].choices]
    assert offered[1:] == [world.shelter["shelter_worker"].user.name]


# -- mandates --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "since", "until", "decides"),
    [
        ("den_haag_hm", 0, 0, True),
        ("", -30, 30, True),
        ("utrecht", -30, 30, False),
        ("den_haag_hm", 1, 30, False),
        ("den_haag_hm", -30, -1, False),
    ],
)
def test_a_mandate_decides_in_its_region_and_its_time(
    world: World, now: datetime, region: str, since: int, until: int, *, decides: bool
):
    member, today = world.municipality["ketenregisseur"], now.date()
    Mandate.objects.create(
        member=member,
        kind="payer_dispute",
        region=region,
        since=today + timedelta(days=since),
        until=today + timedelta(days=until),
        granted_by=world.shop["administrator"],
    )
    found = selectors.mandate_of(member, "payer_dispute", "den_haag_hm", today)
    assert (found is not None) is decides
    who = selectors.mandated("payer_dispute", "den_haag_hm", now)
    assert list(who) == ([member] if decides else [])
    assert selectors.mandate_of(member, "release", "den_haag_hm", today) is None


def test_who_left_decides_nothing(world: World, now: datetime):
    member = world.municipality["ketenregisseur"]
    Mandate.objects.create(
        member=member,
        kind="fallback",
        since=SINCE,
        until=date(2027, 1, 1),
        granted_by=world.shop["administrator"],
    )
    assert list(selectors.mandated("fallback", "utrecht", now)) == [member]
    Member.objects.filter(pk=member.pk).update(active=False)
    assert list(selectors.mandated("fallback", "utrecht", now)) == []


# -- the list and the row agree, whatever happens to people ----------------------------------

CHANGES = ("role", "unrole", "seat", "unseat", "end", "back", "user", "stop", "start", "until")
ROLES = ("zorgcoordinator", "administrator", "shelter_worker", "lawyer", "investigator")
ASKED = (
    CasePermission.CASE_READ,
    CasePermission.CASE_TRANSFER,
    ReportPermission.REPORT_TRIAGE,
    AccountPermission.MEMBER_MANAGE,
    AccountPermission.ACCOUNT_OWN,
)


def change(member: Member, what: str, role: str) -> None:
    partner = member.organisation
    if what == "role":
        RoleGrant.objects.get_or_create(
            member=member, role=role, ended=None, defaults={"since": SINCE}
        )
    elif what == "unrole":
        member.role_grants.filter(role=role).update(ended=SINCE)
    elif what == "seat":
        member.seats.get_or_create(desk=partner.desks.get())
    elif what == "unseat":
        member.seats.all().delete()
    elif what in {"end", "back"}:
        Member.objects.filter(pk=member.pk).update(active=what == "back")
    elif what == "user":
        User.objects.filter(pk=member.user_id).update(is_active=False)
    elif what == "until":
        Member.objects.filter(pk=member.pk).update(until=SINCE)
    else:
        partner.standing = Standing.SUSPENDED if what == "stop" else Standing.ACTIVE
        partner.save()


class WhoCanActNow(TestCase):
    """Random changes to people and their organisations."""

    @pytest.mark.no_cover  # drawn by chance, so what it reaches is no promise
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 4), st.sampled_from(CHANGES), st.sampled_from(ROLES)),
            max_size=8,
        )
    )
    def test_the_list_and_the_row_agree(self, changes: list[tuple[int, str, str]]):
        world = make_world()
        people = [
            world.shop["zorgcoordinator"],
            world.shelter["shelter_worker"],
            world.shelter["administrator"],
            world.police["investigator"],
            world.law_firm["lawyer"],
        ]
        for place, what, role in changes:
            change(people[place], what, role)
        reached = {each: set(selectors.organisations_able_to(each, START)) for each in ASKED}
        for stale in people:
            member = Member.objects.get(pk=stale.pk)
            own = member.organisation_id
            carried = permissions_of(member.roles, member.organisation.kind)
            for permission in ASKED:
                named = member in selectors.permitted(permission, own, START)
                sent = member in selectors.able_to(permission, own, START)
                assert named == selectors.is_permitted(member, permission, START)
                assert sent == selectors.is_able(member, permission, START)
                assert named == (is_live(member, START) and permission in carried)
                assert sent == (named and member.seats.exists())
                assert (own in reached[permission]) == (
                    selectors.reachable_for(permission, own, START)
                )
