# SPDX-License-Identifier: EUPL-1.2
"""An address can be put right: by an administrator before first entry, by oneself with proof."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import services
from ketenzicht.accounts.models import AccessRequest, AddressChange, Member, User
from ketenzicht.audit.models import Entry
from ketenzicht.core.errors import NotFound, Refused, TooMany
from ketenzicht.mail.models import Bounce
from tests.accounts import inviting
from tests.accounts.inviting import enter, invite
from tests.accounts.signed_in import give_factor, make_real, sign_in
from tests.factories.accounts import World, make_member
from tests.mailbox import told

NEW = "jan.nieuw@voorbeeld.example"


def correct(world: World, member: Member, now: datetime, email: str = NEW, who: str = "shop"):
    return services.correct_invited_address(
        actor=getattr(world, who)["administrator"], member_id=member.pk, email=email, now=now
    )


def ask(member: Member, now: datetime, email: str = NEW) -> str:
    """The code that was mailed, or nothing."""
    before = len(mail.outbox)
    services.ask_address(actor=Member.objects.get(pk=member.pk), email=email, now=now)
    sent = mail.outbox[before:]
    return re.search(r"\d[\d -]{18,}\d", sent[0].body)[0] if sent else ""


def confirm(member: Member, code: str, now: datetime) -> None:
    services.confirm_address(actor=Member.objects.get(pk=member.pk), code=code, now=now)


def address_of(member: Member) -> str:
    return User.objects.get(pk=member.user_id).email


# -- before the first entry ------------------------------------------------------------------


def test_a_mistyped_address_is_corrected_with_a_new_code_and_the_old_one_stops(
    world: World, now: datetime
):
    invited = invite(world, now, email="jna@voorbeeld.example")
    correct(world, invited.member, now)
    code = inviting.confirm(world, invited.member, now).code
    for email in ("jna@voorbeeld.example", NEW):
        with pytest.raises(Refused):
            enter(invited.code, now, email=email)
    assert enter(code, now, email=NEW).email == NEW


def test_who_has_been_in_is_not_readdressed_by_an_administrator(world: World, now: datetime):
    invited = invite(world, now)
    enter(invited.code, now)
    with pytest.raises(Refused):
        correct(world, invited.member, now)
    assert address_of(invited.member) == "noor@voorbeeld.example"


def test_an_administrator_does_not_take_over_whom_another_organisation_invited(
    world: World, now: datetime
):
    invited = invite(world, now)
    services.invite_member(
        actor=world.moviera["administrator"],
        email="noor@voorbeeld.example",
        name="Noor",
        roles=frozenset({"zorgcoordinator"}),
        now=now,
    )
    with pytest.raises(Refused):
        correct(world, invited.member, now)
    with pytest.raises(NotFound):
        correct(world, invited.member, now, who="moviera")
    assert address_of(invited.member) == "noor@voorbeeld.example"


def test_an_address_of_another_account_is_not_taken(world: World, now: datetime):
    invited = invite(world, now)
    with pytest.raises(Refused):
        correct(world, invited.member, now, email=world.police["investigator"].user.email.upper())
    assert address_of(invited.member) == "noor@voorbeeld.example"


def test_a_corrected_address_ends_the_line_about_mail(world: World, now: datetime):
    invited = invite(world, now)
    Bounce.objects.create(reader=invited.member.user_id, refused=9, since=now, fault="SMTP")
    correct(world, invited.member, now)
    inviting.confirm(world, invited.member, now)
    assert not Bounce.objects.exists()


def test_the_page_corrects_an_address(world: World, now: datetime):
    invited, administrator = invite(world, now), make_real(world.shop["administrator"])
    client = sign_in(Client(), administrator, give_factor(administrator.user), now)
    page = reverse("accounts:correct-address", args=[invited.member.pk])
    assert client.post(page, {"email": "geen adres"}).status_code == 422
    answer = client.post(page, {"email": NEW})
    assert (answer.status_code, address_of(invited.member)) == (303, inviting.NOOR)
    code = inviting.confirm(world, invited.member, now).code
    assert address_of(invited.member) == NEW
    assert enter(code, now, email=NEW).email == NEW


# -- oneself, with proof ---------------------------------------------------------------------


def test_ones_own_address_changes_once_the_code_was_typed(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    former = member.user.email
    EmailAddress.objects.create(user=member.user, email=former, primary=True)
    code = ask(member, now)
    assert (mail.outbox[0].to, address_of(member)) == ([NEW], former)
    confirm(member, code, now + timedelta(minutes=59))
    assert address_of(member) == NEW
    assert told() == [(former, "address")]
    assert not EmailAddress.objects.filter(email=former).exists()
    assert [row.outcome for row in Entry.objects.order_by("number")] == [
        "address-asked",
        "address-changed",
    ]


@pytest.mark.parametrize("late", [0, 61])
def test_a_code_works_once_and_for_an_hour(world: World, now: datetime, late: int):
    member = world.shop["zorgcoordinator"]
    code = ask(member, now)
    if not late:
        confirm(member, code, now)
    with pytest.raises(Refused):
        confirm(member, code, now + timedelta(minutes=late))


def test_a_newer_code_takes_the_place_of_the_older(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    older, newer = ask(member, now), ask(member, now, email="nog.nieuwer@voorbeeld.example")
    with pytest.raises(Refused):
        confirm(member, older, now)
    confirm(member, newer, now)
    assert address_of(member) == "nog.nieuwer@voorbeeld.example"


def test_a_code_of_somebody_else_changes_nothing(world: World, now: datetime):
    code = ask(world.shop["zorgcoordinator"], now)
    other = world.moviera["zorgcoordinator"]
    with pytest.raises(Refused):
        confirm(other, code, now)
    assert address_of(other) == other.user.email


def test_for_an_address_of_another_account_no_code_goes_and_nothing_tells(
    world: World, now: datetime
):
    member, taken = world.shop["zorgcoordinator"], world.police["investigator"].user.email
    assert ask(member, now, email=taken) == ""
    assert (AddressChange.objects.count(), mail.outbox) == (0, [])


def test_an_address_that_was_taken_in_the_meantime_is_refused(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    code = ask(member, now)
    User.objects.filter(pk=world.police["investigator"].user_id).update(email=NEW)
    with pytest.raises(Refused):
        confirm(member, code, now)
    assert address_of(member) == member.user.email


def test_only_a_fingerprint_of_the_code_is_kept(world: World, now: datetime):
    code = ask(world.shop["zorgcoordinator"], now)
    row = AddressChange.objects.get()
    digits = re.sub(r"\D", "", code)
    assert (len(digits), digits in str(vars(row)), bytes(row.code_lookup).hex() != digits) == (
        20,
        False,
        True,
    )


def test_codes_are_neither_asked_for_nor_guessed_without_end(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    for place in range(5):
        ask(member, now, email=f"adres{place}@voorbeeld.example")
    with pytest.raises(TooMany):
        ask(member, now)
    for _ in range(10):
        with pytest.raises(Refused):
            confirm(member, "12345678901234567890", now)
    with pytest.raises(TooMany):
        confirm(member, "12345678901234567890", now)


def test_a_mail_server_that_is_away_is_said_at_once(world: World, now: datetime, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(Refused):
        ask(world.shop["zorgcoordinator"], now)
    assert not AddressChange.objects.exists()


def test_the_pages_change_the_address(world: World, now: datetime):
    member = make_real(world.shop["zorgcoordinator"])
    client = sign_in(Client(), member, give_factor(member.user), now)
    answer = client.post(reverse("accounts:address"), {"email": NEW})
    assert answer.headers["Location"] == reverse("accounts:address-code")
    code = re.search(r"\d[\d -]{18,}\d", mail.outbox[0].body)[0]
    assert client.post(reverse("accounts:address-code"), {"code": "1"}).status_code == 422
    client.post(reverse("accounts:address-code"), {"code": code})
    assert address_of(member) == NEW


# -- who left and comes back -----------------------------------------------------------------


def leave_and_come_back(world: World, now: datetime, roles: frozenset[str]) -> Member:
    administrator, member = world.shop["administrator"], world.shop["privacy_officer"]
    services.give_mandate(
        actor=administrator,
        member_id=member.pk,
        kind="fallback",
        region="",
        since=now.date(),
        until=now.date() + timedelta(days=90),
        now=now,
    )
    services.end_membership(actor=administrator, member_id=member.pk, now=now)
    later = now + timedelta(days=30)
    services.restore_membership(actor=administrator, member_id=member.pk, roles=roles, now=later)
    inviting.confirm(world, member, later)
    return Member.objects.get(pk=member.pk)


def test_who_comes_back_has_exactly_the_roles_that_were_confirmed(world: World, now: datetime):
    member = leave_and_come_back(world, now, frozenset({"zorgcoordinator"}))
    assert (member.active, member.until, member.roles) == (True, None, {"zorgcoordinator"})


def test_what_ended_stays_ended(world: World, now: datetime):
    sessions = world.shop["privacy_officer"].user.sessions_ended
    member = leave_and_come_back(world, now, frozenset({"zorgcoordinator"}))
    today = now.date() + timedelta(days=30)
    assert member.seats.count() == 0
    assert member.mandates.filter(until__gte=today).count() == 0
    assert member.user.sessions_ended == sessions + 1


def test_a_power_over_the_platform_does_not_come_back_with_its_bearer(world: World, now: datetime):
    comensha = world.comensha
    member = Member.objects.get(pk=comensha["platform_administrator"].pk)
    Member.objects.filter(pk=member.pk).update(active=False)
    actor = Member.objects.get(pk=comensha["privacy_officer"].pk)
    actor.role_grants.create(role="administrator", since=now.date())
    actor = Member.objects.get(pk=actor.pk)
    services.restore_membership(
        actor=actor, member_id=member.pk, roles=frozenset({"registrar"}), now=now
    )
    second = make_member(comensha.organisation, "administrator", name="Tweede")
    services.confirm_access(
        actor=second, request_id=AccessRequest.objects.get(member=member).pk, now=now
    )
    assert Member.objects.get(pk=member.pk).roles == {"registrar"}


def test_who_is_a_member_is_not_restored_past_the_rules_for_roles(world: World, now: datetime):
    with pytest.raises(Refused):
        services.restore_membership(
            actor=world.shop["administrator"],
            member_id=world.shop["administrator"].pk,
            roles=frozenset({"zorgcoordinator"}),
            now=now,
        )
    assert Member.objects.get(pk=world.shop["administrator"].pk).roles == {"administrator"}


def test_inviting_who_left_leads_to_restoring_with_the_roles_shown_and_asked(
    world: World, now: datetime
):
    member, administrator = world.shop["privacy_officer"], make_real(world.shop["administrator"])
    services.end_membership(actor=world.shop["administrator"], member_id=member.pk, now=now)
    client = sign_in(Client(), administrator, give_factor(administrator.user), now)
    answer = client.post(
        reverse("accounts:invite"),
        {"name": "Iemand", "email": member.user.email, "roles": ["zorgcoordinator"]},
    )
    restore = reverse("accounts:restore", args=[member.pk])
    assert answer.headers["Location"] == restore
    page = client.get(restore)
    assert "Rollen van eerder: Privacyfunctionaris." in page.content.decode()
    assert not page.context["form"]["roles"].value()
    assert client.post(restore, {"next": ""}).status_code == 422
    assert not Member.objects.get(pk=member.pk).active
    client.post(restore, {"roles": ["zorgcoordinator"]})
    inviting.confirm(world, member, now)
    assert Member.objects.get(pk=member.pk).roles == {"zorgcoordinator"}
