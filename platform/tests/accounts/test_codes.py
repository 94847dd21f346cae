# SPDX-License-Identifier: EUPL-1.2
"""A first code: works once, for its own address, and not for long."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import services
from ketenzicht.accounts.models import Invitation, Organisation, User
from ketenzicht.audit.models import Entry
from ketenzicht.core.errors import Refused, TooMany
from tests.accounts.inviting import ask, at_once, confirm, enter, invite
from tests.accounts.signed_in import PASSWORD
from tests.factories.accounts import World


def test_a_code_works_once_for_its_own_address_and_not_for_long(world: World, now: datetime):
    code = invite(world, now).code
    for refused in (
        lambda: enter(code, now, email="ander@voorbeeld.example"),
        lambda: enter("12345678901234567890", now),
        lambda: enter(code, now + services.INVITED_FOR),
    ):
        with pytest.raises(Refused):
            refused()
    assert enter(code, now + timedelta(hours=71)).check_password(PASSWORD)
    with pytest.raises(Refused):
        enter(code, now, password="een zin van een dief vandaag")
    assert User.objects.get(email="noor@voorbeeld.example").check_password(PASSWORD)
    assert Entry.objects.filter(outcome="entered").count() == 1


def test_only_a_fingerprint_of_the_code_is_kept(world: World, now: datetime):
    code = invite(world, now).code
    row = Invitation.objects.get()
    assert code.encode() not in bytes(row.code_lookup)
    assert code not in str(vars(row))
    assert code not in repr(services.Invited(row.member, code))


def test_a_newer_code_takes_the_place_of_the_older(world: World, now: datetime):
    first = invite(world, now)
    services.renew_invitation(actor=world.shop["administrator"], member_id=first.member.pk, now=now)
    second = confirm(world, first.member, now).code
    with pytest.raises(Refused):
        enter(first.code, now)
    assert enter(second, now).email == "noor@voorbeeld.example"
    with pytest.raises(Refused):
        services.renew_invitation(
            actor=world.shop["administrator"], member_id=first.member.pk, now=now
        )


def test_a_code_dies_with_the_membership(world: World, now: datetime):
    invited = invite(world, now)
    services.end_membership(actor=world.shop["administrator"], member_id=invited.member.pk, now=now)
    services.restore_membership(
        actor=world.shop["administrator"],
        member_id=invited.member.pk,
        roles=frozenset({"zorgcoordinator"}),
        now=now,
    )
    with pytest.raises(Refused):
        enter(invited.code, now)


def test_who_can_sign_in_already_gets_no_code(world: World, now: datetime):
    enter(invite(world, now).code, now)
    again = services.invite_member(
        actor=world.moviera["administrator"],
        email="NOOR@voorbeeld.example",
        name="Noor",
        roles=frozenset({"zorgcoordinator"}),
        now=now,
    )
    assert again.code == ""


def test_guessing_codes_ends_after_ten_tries(world: World, now: datetime):
    code = invite(world, now).code
    for _ in range(services.TRIES_WITH_A_CODE):
        with pytest.raises(Refused):
            enter("12345678901234567890", now)
    with pytest.raises(TooMany):
        enter(code, now)


def test_the_code_is_shown_once_and_lets_somebody_in(client: Client, world: World, now: datetime):
    client.force_login(world.comensha["platform_administrator"].user)
    asked = ask(world, now).asked
    page = client.post(reverse("accounts:request-confirm", args=[asked.pk]))
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    code = "".join(page.context["code"])
    grouped = " ".join(code[start : start + 4] for start in range(0, 20, 4))
    assert code in re.sub(r"<[^>]*>|\s", "", page.content.decode())
    member = page.context["person"]
    client.force_login(world.shop["administrator"].user)
    assert code not in client.get(reverse("accounts:member", args=[member.pk])).content.decode()
    guest = Client()
    form = {"email": "noor@voorbeeld.example", "code": grouped, "password": PASSWORD}
    weak = guest.post(reverse("entrance:first-time"), {**form, "password": "noor@voorbeeld"})
    assert (weak.status_code, "_auth_user_id" in guest.session) == (422, False)
    answer = guest.post(reverse("entrance:first-time"), form)
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("mfa_index"))


def test_the_first_administrator_gets_in_and_nobody_after_them_this_way(db: None, now: datetime):
    asked = {"organisation": "CoMensha", "name": "Eerste", "email": "eerste@voorbeeld.example"}
    out = StringIO()
    call_command("accounts_first", **asked, stdout=out)
    user = enter(out.getvalue(), now, email="eerste@voorbeeld.example")
    assert user.memberships.get().roles == {"administrator", "platform_administrator"}
    with pytest.raises(CommandError):
        call_command("accounts_first", **{**asked, "organisation": "Anders"}, stdout=out)
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_code_at_once_one_comes_in(world: World, now: datetime):
    code = invite(world, now).code
    told = at_once([lambda: enter(code, now)] * 2)
    assert sorted(told) == ["Refused", "User"]
