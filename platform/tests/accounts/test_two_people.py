# SPDX-License-Identifier: EUPL-1.2
"""Two people make a person: one administrator alone makes nobody who meets cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import services
from ketenzicht.accounts.models import AccessRequest, Invitation, Member, User
from ketenzicht.accounts.roles import GIVEN_BY_ONE, exists_at, role_permissions
from ketenzicht.accounts.states import ORGANISATION, AskedState
from ketenzicht.accounts.tasks import sweep
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from ketenzicht.core.terms import term_end
from tests.accounts.signed_in import PASSWORD
from tests.factories.accounts import World, make_member
from tests.factories.work import items, looked_at
from tests.kinds.accounts import credential
from tests.mailbox import addresses_told

OPENING = frozenset({"zorgcoordinator", "privacy_officer"})


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


@pytest.fixture
def second(world: World) -> Member:
    """Another administrator of SHOP, another human."""
    return make_member(world.shop.organisation, "administrator", name="Tweede Beheerder")


@pytest.fixture
def platform(world: World) -> Member:
    return world.comensha["platform_administrator"]


def ask_for(world: World, now, roles=OPENING, email="zelf2@voorbeeld.example"):
    return services.invite_member(
        actor=world.shop["administrator"], email=email, name="Tweede Ik", roles=roles, now=now
    )


def asked_of(member: Member) -> AccessRequest:
    return AccessRequest.objects.get(member=member)


def confirm(actor: Member, asked: AccessRequest, now) -> services.Confirmed:
    return services.confirm_access(actor=fresh(actor), request_id=asked.pk, now=now)


def test_one_administrator_makes_no_second_self(world, now):
    invited = ask_for(world, now)
    member = fresh(invited.member)
    assert (invited.code, member.active, member.roles) == ("", False, frozenset())
    assert not Invitation.objects.filter(member=member).exists()
    with pytest.raises(NotAllowed):
        confirm(world.shop["administrator"], invited.asked, now)
    assert fresh(member).roles == frozenset()


def test_a_second_administrator_confirms_and_gets_the_code(world, now, second):
    invited = ask_for(world, now)
    confirmed = confirm(second, invited.asked, now)
    assert fresh(invited.member).roles == OPENING
    user = services.accept_invitation(
        email="zelf2@voorbeeld.example", code=confirmed.code, password=PASSWORD, now=now
    )
    assert user == invited.member.user
    with pytest.raises(Refused):
        confirm(second, invited.asked, now)


def test_with_one_administrator_the_platform_confirms_and_nobody_else(world, now, platform):
    invited = ask_for(world, now)
    for stranger in (world.shop["privacy_officer"], world.moviera["administrator"]):
        with pytest.raises((NotAllowed, NotFound)):
            confirm(stranger, invited.asked, now)
    assert confirm(platform, invited.asked, now).code
    assert fresh(invited.member).roles == OPENING


def test_with_a_second_administrator_the_platform_has_no_say(world, now, platform, second):
    invited = ask_for(world, now)
    with pytest.raises(NotFound):
        confirm(platform, invited.asked, now)


def test_four_eyes_count_humans_and_not_memberships(world, now, platform):
    asker = world.shop["administrator"].user
    again = Member.objects.create(
        user=asker, organisation=world.comensha.organisation, since=now.date()
    )
    for role in ("platform_administrator", "administrator"):
        again.role_grants.create(role=role, since=now.date())
    invited = ask_for(world, now)
    with pytest.raises(NotAllowed):
        confirm(again, invited.asked, now)
    both = {"asked_by": asker, "decided_by": asker, "asked_at": now, "lapses_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.create(member=again, kind="roles", **both)
    assert confirm(platform, invited.asked, now).code


def test_whoever_could_confirm_is_made_by_two_people_too():
    confirming = {"administrator", "platform_administrator", "privacy_officer", "publisher"}
    assert confirming.isdisjoint(GIVEN_BY_ONE)


HERE = {role for role in role_permissions() if exists_at(role, "care_coordination")}


@pytest.mark.parametrize("role", sorted(HERE - GIVEN_BY_ONE))
def test_every_role_that_meets_cases_waits_for_a_second_person(world, now, role):
    actor = world.shop["administrator"]
    member = make_member(world.shop.organisation, name=f"Zonder {role}")
    services.set_roles(actor=actor, member_id=member.pk, roles=frozenset({role}), now=now)
    assert fresh(member).roles == frozenset()
    assert asked_of(member).asked_roles == {role}


def test_a_role_that_meets_no_case_is_given_by_one(world, now):
    home = world.red_cross.organisation
    actor = make_member(home, "administrator", name="Beheer Nabij")
    invited = services.invite_member(
        actor=actor,
        email="vrij@voorbeeld.example",
        name="Vrij",
        roles=frozenset({"volunteer"}),
        now=now,
    )
    assert (bool(invited.code), fresh(invited.member).roles) == (True, {"volunteer"})


def test_taking_a_role_away_never_waits_and_giving_one_does(world, now):
    member = make_member(world.shop.organisation, "privacy_officer", name="Wisselt")
    services.set_roles(
        actor=world.shop["administrator"],
        member_id=member.pk,
        roles=frozenset({"zorgcoordinator"}),
        now=now,
    )
    assert fresh(member).roles == frozenset()
    assert asked_of(member).asked_roles == {"zorgcoordinator"}


def test_somebody_restored_has_access_only_once_it_is_confirmed(world, now, second):
    member = world.shop["zorgcoordinator"]
    member.role_grants.update(ended=now.date())
    Member.objects.filter(pk=member.pk).update(active=False)
    services.restore_membership(
        actor=world.shop["administrator"],
        member_id=member.pk,
        roles=frozenset({"zorgcoordinator"}),
        now=now,
    )
    assert not fresh(member).active
    confirm(second, asked_of(member), now)
    assert (fresh(member).active, fresh(member).roles) == (True, {"zorgcoordinator"})


def entered(member: Member) -> Member:
    member.user.set_password(PASSWORD)
    member.user.save()
    Authenticator.objects.create(
        user=member.user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "sleutel", "credential": credential("sleutel")},
    )
    return member


def test_nobody_becomes_a_colleague_by_resetting_their_passkey(world, now, second):
    member = entered(world.shop["zorgcoordinator"])
    ended_before = User.objects.get(pk=member.user_id).sessions_ended
    services.reset_sign_in(actor=world.shop["administrator"], member_id=member.pk, now=now)
    assert Authenticator.objects.filter(user=member.user).exists()
    assert not Invitation.objects.exists()
    with pytest.raises(NotAllowed):
        confirm(world.shop["administrator"], asked_of(member), now)
    code = confirm(second, asked_of(member), now).code
    user = User.objects.get(pk=member.user_id)
    assert (user.has_usable_password(), user.factors) == (False, ())
    assert user.sessions_ended > ended_before
    services.accept_invitation(email=user.email, code=code, password=PASSWORD, now=now)


def test_the_person_itself_does_not_confirm_their_own_reset(world, now, second):
    member = entered(second)
    services.reset_sign_in(actor=world.shop["administrator"], member_id=member.pk, now=now)
    with pytest.raises(NotAllowed):
        confirm(member, asked_of(member), now)


def test_an_account_others_rely_on_is_reset_by_the_platform(world, now, second, platform):
    member = entered(world.shop["zorgcoordinator"])
    Member.objects.create(
        user=member.user, organisation=world.moviera.organisation, since=now.date()
    )
    services.reset_sign_in(actor=world.shop["administrator"], member_id=member.pk, now=now)
    with pytest.raises(NotAllowed):
        confirm(second, asked_of(member), now)
    assert confirm(platform, asked_of(member), now).code


@pytest.mark.parametrize("how", ["code", "address"])
def test_no_new_code_and_no_other_address_by_one_person(world, now, second, how):
    invited = ask_for(world, now)
    confirmed = confirm(second, invited.asked, now)
    given = {"actor": world.shop["administrator"], "member_id": invited.member.pk, "now": now}
    if how == "code":
        assert services.renew_invitation(**given) == ""
    else:
        assert services.correct_invited_address(email="mijn@voorbeeld.example", **given) == ""
    user = User.objects.get(pk=invited.member.user_id)
    assert user.email == "zelf2@voorbeeld.example"
    waits = AccessRequest.objects.get(member=invited.member, state=AskedState.WAITING)
    code = confirm(second, waits, now).code
    assert code != confirmed.code
    user.refresh_from_db()
    assert user.email == (
        "mijn@voorbeeld.example" if how == "address" else "zelf2@voorbeeld.example"
    )
    with pytest.raises(Refused):
        services.accept_invitation(
            email=user.email, code=confirmed.code, password=PASSWORD, now=now
        )


def test_a_request_is_work_of_who_can_confirm_it_and_of_nobody_else(world, now, platform):
    invited = ask_for(world, now)
    (line,) = items(fresh(platform), now)
    assert line.sentence == "Toegang van Tweede Ik wacht op een tweede persoon"
    assert items(fresh(world.shop["administrator"]), now) == []
    second = make_member(world.shop.organisation, "administrator", name="Later erbij")
    # A second administrator of their own takes it over as soon as they are there.
    looked_at(ORGANISATION, world.shop.organisation.pk, now)
    assert (len(items(fresh(second), now)), items(fresh(platform), now)) == (1, [])
    confirm(second, invited.asked, now)
    assert items(fresh(second), now) == []


def test_the_person_and_the_privacy_officer_hear_of_it(world, now, second):
    member, officer = entered(world.shop["zorgcoordinator"]), world.shop["privacy_officer"]
    services.set_roles(
        actor=world.shop["administrator"],
        member_id=member.pk,
        roles=frozenset({"zorgcoordinator", "privacy_officer"}),
        now=now,
    )
    assert {member.user.email, officer.user.email, second.user.email} == set(addresses_told())


def test_it_can_be_withdrawn_and_declined_and_then_holds_nothing(world, now, second):
    for service, actor, state in (
        (services.withdraw_access, world.shop["administrator"], AskedState.WITHDRAWN),
        (services.decline_access, second, AskedState.DECLINED),
    ):
        invited = ask_for(world, now, email=f"{state}@voorbeeld.example")
        service(actor=fresh(actor), request_id=invited.asked.pk, now=now)
        invited.asked.refresh_from_db()
        assert (invited.asked.state, fresh(invited.member).active) == (state, False)
        with pytest.raises(Refused):
            confirm(second, invited.asked, now)


def test_it_lapses_by_the_clock_and_then_by_the_sweep(world, now, second):
    invited = ask_for(world, now)
    end = term_end("access_request", now)
    with pytest.raises(Refused):
        confirm(second, invited.asked, end)
    assert items(fresh(second), end) == []
    assert sweep(end)["lapsed"] == 1
    invited.asked.refresh_from_db()
    assert invited.asked.state == AskedState.LAPSED
    services.restore_membership(
        actor=world.shop["administrator"], member_id=invited.member.pk, roles=OPENING, now=end
    )


def test_who_asked_and_left_asks_nothing_any_more(world, now, second):
    first = make_member(world.shop.organisation, "administrator", name="Vertrekt")
    invited = services.invite_member(
        actor=first, email="x@voorbeeld.example", name="X", roles=OPENING, now=now
    )
    services.end_membership(actor=second, member_id=first.pk, now=now)
    with pytest.raises(Refused):
        confirm(second, invited.asked, now)


def test_an_ended_membership_takes_back_what_waited_for_it(world, now, second):
    member = make_member(world.shop.organisation, "volunteer", name="Gaat")
    services.set_roles(
        actor=second, member_id=member.pk, roles=frozenset({"zorgcoordinator"}), now=now
    )
    services.end_membership(actor=second, member_id=member.pk, now=now)
    assert asked_of(member).state == AskedState.WITHDRAWN


def test_the_very_first_second_person_is_confirmed_on_the_machine(db, now, capsys):
    founded = services.found_platform(
        organisation="Landelijk", name="Eerste", email="eerste@voorbeeld.example", now=now
    )
    founder = fresh(founded.member)
    invited = services.invite_member(
        actor=founder,
        email="tweede@voorbeeld.example",
        name="Tweede",
        roles=frozenset({"administrator", "platform_administrator"}),
        now=now,
    )
    call_command("accounts_confirm", email="tweede@voorbeeld.example")
    assert capsys.readouterr().out.strip()
    assert fresh(invited.member).active
    services.invite_member(
        actor=founder, email="derde@voorbeeld.example", name="Derde", roles=OPENING, now=now
    )
    with pytest.raises(CommandError):
        call_command("accounts_confirm", email="derde@voorbeeld.example")
    with pytest.raises(CommandError):
        call_command("accounts_confirm", email="niemand@voorbeeld.example")


def test_the_pages_lead_from_asking_to_a_code_for_who_confirms(world, as_member, second, now):
    asking, confirming = (
        as_member(Client(), member) for member in (world.shop["administrator"], second)
    )
    form = {"name": "Noor", "email": "noor@voorbeeld.example", "roles": ["zorgcoordinator"]}
    answer = asking.post(reverse("accounts:invite"), form, follow=True)
    assert "wacht op een tweede persoon" in answer.content.decode()
    asked = AccessRequest.objects.get()
    page = confirming.get(reverse("accounts:request", args=[asked.pk])).content.decode()
    confirm_url = reverse("accounts:request-confirm", args=[asked.pk])
    assert confirm_url in page
    assert (
        confirm_url not in asking.get(reverse("accounts:request", args=[asked.pk])).content.decode()
    )
    assert "Ken je deze persoon?" in confirming.get(confirm_url).content.decode()
    assert "kz-receipt" in confirming.post(confirm_url).content.decode()
    assert asking.get(reverse("accounts:requests")).status_code == 200


def test_time_that_is_set_back_confirms_nothing_that_lapsed(world, now, second):
    invited = ask_for(world, now)
    sweep(term_end("access_request", now) + timedelta(hours=1))
    with pytest.raises(Refused):
        confirm(second, invited.asked, now)
