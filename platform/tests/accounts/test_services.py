# SPDX-License-Identifier: EUPL-1.2
"""Every act about people and partners keeps its rule and leaves one row behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ketenzicht.accounts import services
from ketenzicht.accounts.models import AccessRequest, Desk, Member, Organisation
from ketenzicht.accounts.selectors import access_log_of, colleagues, live_members, member_of
from ketenzicht.accounts.states import AskedState, Standing
from ketenzicht.audit.models import Entry
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from tests.accounts.inviting import ask, at_once
from tests.factories.accounts import FIRST, World, make_member
from tests.factories.work import items
from tests.mailbox import addresses_told

Act = Callable[[World, datetime], Any]


def propose(world: World, now: datetime, name: str = "Opvang Nieuw") -> Organisation:
    return services.propose_organisation(
        actor=world.shop["administrator"],
        party=services.Party(name, "shelter", "000", regions=("utrecht",)),
        now=now,
    )


def own(service: Callable[..., Any], who: str = "zorgcoordinator", **given: object) -> Act:
    """A service by the administrator of SHOP on a colleague."""
    return lambda world, now: service(
        actor=world.shop["administrator"], member_id=world.shop[who].pk, now=now, **given
    )


def at_desk(service: Callable[..., Any], who: str = "zorgcoordinator", **given: object) -> Act:
    return lambda world, now: service(
        actor=world.shop["administrator"],
        desk_id=world.shop.desk.pk,
        member_id=world.shop[who].pk,
        now=now,
        **given,
    )


def by_platform(service: Callable[..., Any]) -> Act:
    return lambda world, now: service(
        actor=world.comensha["platform_administrator"],
        organisation_id=(
            world.shelter.organisation.pk
            if service is services.suspend_organisation
            else Organisation.objects.create(name="Wacht", kind="shelter").pk
        ),
        now=now,
    )


def restore(world: World, now: datetime) -> Any:
    member = world.shop["privacy_officer"]
    Member.objects.filter(pk=member.pk).update(active=False)
    return own(
        services.restore_membership, "privacy_officer", roles=frozenset({"privacy_officer"})
    )(world, now)


MANDATE = {"kind": "fallback", "region": "", "since": date(2026, 1, 1), "until": date(2027, 1, 1)}
ACTS: dict[str, Act] = {
    "invited": ask,
    "roles-set": own(services.set_roles, "privacy_officer", roles=frozenset({"zorgcoordinator"})),
    "ended": own(services.end_membership, "privacy_officer"),
    "restored": restore,
    "mandated": own(services.give_mandate, **MANDATE),
    "opened": lambda world, now: services.open_desk(
        actor=world.shop["administrator"],
        name="Nacht",
        region="",
        phone="000",
        member_id=world.shop["zorgcoordinator"].pk,
        now=now,
    ),
    "seated": at_desk(services.seat, deputy=True),
    "unseated": at_desk(services.unseat, "administrator"),
    "proposed": propose,
    "named": lambda world, now: services.name_organisation(
        actor=world.shop["administrator"],
        party=services.Party("Genoemd", "shelter", "000"),
        now=now,
    ),
    "checked": lambda world, now: services.check_organisation(
        actor=world.comensha["platform_administrator"],
        organisation_id=world.shelter.organisation.pk,
        now=now,
    ),
    "approved": by_platform(partial(services.approve_organisation, administrators=FIRST)),
    "suspended": by_platform(services.suspend_organisation),
}


@pytest.mark.parametrize("outcome", ACTS)
def test_each_act_leaves_one_row(world: World, now: datetime, outcome: str):
    ACTS[outcome](world, now)
    assert [(row.outcome, row.at) for row in Entry.objects.all()] == [(outcome, now)]


@pytest.mark.parametrize("outcome", ACTS)
def test_who_may_not_does_not(world: World, now: datetime, outcome: str):
    for partner in (world.shop, world.comensha):
        for member in partner.by_role.values():
            member.role_grants.all().delete()
    with pytest.raises(NotAllowed):
        ACTS[outcome](world, now)
    assert Entry.objects.count() == 0


def test_a_row_names_keys_and_never_a_person(world: World, now: datetime):
    for act in ACTS.values():
        with transaction.atomic():
            act(world, now)
    stored = " ".join(str(vars(row)) for row in Entry.objects.all())
    assert len(Entry.objects.all()) == len(ACTS)
    assert [word for word in ("Noor", "noor@", "Opvang", "Nacht") if word in stored] == []
    (look,) = access_log_of("organisation", Organisation.objects.get(name="Opvang Nieuw").pk)
    assert look.member == world.shop["administrator"].user.name


# -- in and out ------------------------------------------------------------------------------


def test_nobody_ends_or_changes_themself(world: World, now: datetime):
    for act in (
        own(services.end_membership, "administrator"),
        own(services.set_roles, "administrator", roles=frozenset({"zorgcoordinator"})),
        own(services.give_mandate, "administrator", **MANDATE),
    ):
        with pytest.raises(Refused):
            act(world, now)


def test_nobody_stops_their_own_organisation(world: World, now: datetime):
    with pytest.raises(Refused):
        services.suspend_organisation(
            actor=world.comensha["platform_administrator"],
            organisation_id=world.comensha.organisation.pk,
            now=now,
        )


def test_a_desk_never_stands_empty(world: World, now: datetime):
    desk = world.shop.desk
    desk.seats.exclude(member=world.shop["zorgcoordinator"]).delete()
    for act in (at_desk(services.unseat), own(services.end_membership)):
        with pytest.raises(Refused):
            act(world, now)
    assert desk.seats.count() == 1


def test_an_administrator_hands_out_no_power_over_the_platform(world: World, now: datetime):
    for role in ("platform_administrator", "verzonnen"):
        with pytest.raises(Refused):
            own(services.set_roles, roles=frozenset({role}))(world, now)


def test_power_over_the_platform_is_handed_on_by_who_has_it(world: World, now: datetime):
    home = world.comensha.organisation
    founder = make_member(home, "administrator", "platform_administrator", name="Eerste")
    plain = make_member(home, "administrator", name="Beheerder")
    heir = make_member(home, "registrar", name="Opvolger")
    both = frozenset({"registrar", "platform_administrator"})

    def after(actor: Member, roles: frozenset[str]) -> frozenset[str]:
        services.set_roles(actor=actor, member_id=heir.pk, roles=roles, now=now)
        if asked := AccessRequest.objects.filter(member=heir, state=AskedState.WAITING).first():
            second = make_member(home, "administrator", "platform_administrator", name="Tweede")
            services.confirm_access(actor=second, request_id=asked.pk, now=now)
            Member.objects.filter(pk=second.pk).delete()
        return Member.objects.get(pk=heir.pk).roles

    with pytest.raises(Refused):
        after(plain, both)
    assert after(founder, both) == both
    # Who cannot give it does not take it by giving something else.
    assert after(plain, frozenset({"analyst"})) == {"analyst", "platform_administrator"}
    assert after(founder, frozenset({"analyst"})) == {"analyst"}


def test_being_added_elsewhere_changes_nobodys_own_place(world: World, now: datetime):
    user = world.shop["zorgcoordinator"].user
    later = now + timedelta(days=30)
    invited = services.invite_member(
        actor=world.moviera["administrator"],
        email=user.email,
        name="Iemand",
        roles=frozenset({"zorgcoordinator"}),
        now=later,
    )
    assert invited.code == ""
    assert member_of(user, later).organisation == world.shop.organisation
    services.confirm_access(
        actor=world.comensha["platform_administrator"], request_id=invited.asked.pk, now=later
    )
    assert world.moviera.organisation.name < world.shop.organisation.name
    acting = member_of(user, later)
    assert acting is not None
    assert acting.organisation == world.shop.organisation
    assert user.email in addresses_told()


def test_a_colleague_of_another_organisation_is_not_there(world: World, now: datetime):
    with pytest.raises(NotFound):
        services.end_membership(
            actor=world.shop["administrator"],
            member_id=world.moviera["administrator"].pk,
            now=now,
        )


# -- two people --------------------------------------------------------------------------------


def test_who_proposes_does_not_approve_not_even_for_another_organisation(
    world: World, now: datetime
):
    proposer = make_member(world.shop.organisation, "administrator", name="Voorsteller")
    found = services.propose_organisation(
        actor=proposer, party=services.Party("Eigen", "shelter", ""), now=now
    )
    elsewhere = Member.objects.create(
        user=proposer.user, organisation=world.comensha.organisation, since=now.date()
    )
    elsewhere.role_grants.create(role="platform_administrator", since=now.date())
    for actor in (proposer, elsewhere):
        with pytest.raises(NotAllowed):
            services.approve_organisation(actor=actor, organisation_id=found.pk, now=now)
    found.refresh_from_db()
    assert found.standing == Standing.PROPOSED
    other = world.comensha["platform_administrator"]
    assert [item.sentence for item in items(elsewhere, now)] == []
    assert [item.sentence for item in items(other, now)] == ["Eigen wacht tot iemand toegang geeft"]
    services.approve_organisation(
        actor=other, organisation_id=found.pk, administrators=FIRST, now=now
    )
    found.refresh_from_db()
    assert (found.standing, found.approved_by) == (Standing.ACTIVE, other.user)


def test_the_database_itself_refuses_one_person_twice(world: World):
    user = world.shop["administrator"].user
    both = Organisation(name="X", kind="shelter", proposed_by=user, approved_by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        both.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_of_two_who_approve_at_once_one_does(world: World, now: datetime, round_: int):
    found = propose(world, now)
    actors = [
        world.comensha["platform_administrator"],
        make_member(world.comensha.organisation, "platform_administrator", name="Tweede"),
        world.shop["administrator"],
    ]
    # The proposer tries as well, with every power that role could ever get.
    actors[2].role_grants.create(role="platform_administrator", since=now.date())
    told = at_once(
        [
            lambda actor=actor: services.approve_organisation(
                actor=Member.objects.get(pk=actor.pk),
                organisation_id=found.pk,
                administrators=FIRST,
                now=now,
            )
            for actor in actors
        ]
    )
    assert told[2] == "NotAllowed"
    assert sorted(told[:2]) == ["Organisation", "Refused"]
    found.refresh_from_db()
    assert found.approved_by_id in {actor.user_id for actor in actors[:2]}
    assert Entry.objects.filter(outcome="approved").count() == 1


# -- row and list ------------------------------------------------------------------------------


def test_a_suspended_partner_has_no_live_member_and_an_approved_one_has(
    world: World, now: datetime
):
    def live() -> int:
        return live_members(now).filter(organisation=world.shelter.organisation).count()

    before = live()
    ACTS["suspended"](world, now)
    assert (before, live()) == (2, 0)
    services.approve_organisation(
        actor=world.comensha["platform_administrator"],
        organisation_id=world.shelter.organisation.pk,
        now=now,
    )
    assert live() == 2


def test_only_desks_and_people_of_the_own_organisation_are_managed(world: World, now: datetime):
    foreign = Desk.objects.get(organisation=world.moviera.organisation)
    with pytest.raises(NotFound):
        services.unseat(
            actor=world.shop["administrator"],
            desk_id=foreign.pk,
            member_id=world.moviera["administrator"].pk,
            now=now,
        )
    assert {m.organisation_id for m in colleagues(world.shop["administrator"])} == {
        world.shop.organisation.pk
    }
