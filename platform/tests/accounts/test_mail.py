# SPDX-License-Identifier: EUPL-1.2
"""Mail reaches who can act, in their language; who can mend a refused address hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketenzicht.accounts import selectors, services
from ketenzicht.accounts.models import Member, User
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.states import ORGANISATION
from ketenzicht.accounts.tasks import sweep
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.mail.models import Bounce, Notice
from ketenzicht.mail.states import MAIL, OUTBOX
from tests.factories.accounts import World, make_member
from tests.factories.work import items, looked_at
from tests.mailbox import addresses_told

WHY = AccountNotice.MEMBERSHIP


def lines(member: Member, now: datetime) -> list[str]:
    return [item.sentence for item in items(Member.objects.get(pk=member.pk), now)]


def refuse(member: Member, now: datetime, times: int = 6) -> None:
    Bounce.objects.create(reader=member.user_id, refused=times, since=now, fault="SMTP")
    looked_at(ORGANISATION, member.organisation_id, now)


# -- who is told -----------------------------------------------------------------------------


def test_a_desk_is_told_through_who_can_act_there(world: World, now: datetime):
    told = services.notify_desk(
        world.shelter.organisation.pk, WHY, permission=CasePermission.CASE_READ, now=now
    )
    assert (told, addresses_told()) == (1, [world.shelter["shelter_worker"].user.email])


def test_where_nobody_can_act_those_hear_it_who_can_seat_somebody(world: World, now: datetime):
    world.shelter["shelter_worker"].seats.all().delete()
    services.notify_desk(
        world.shelter.organisation.pk, WHY, permission=CasePermission.CASE_READ, now=now
    )
    assert addresses_told() == [world.shelter["administrator"].user.email]


def test_who_left_before_it_was_sent_gets_nothing(world: World, now: datetime):
    leaver = make_member(world.shop.organisation, "zorgcoordinator", name="Gaat weg")
    services.notify_desk(
        world.shop.organisation.pk, WHY, permission=CasePermission.CASE_READ, now=now
    )
    services.end_membership(actor=world.shop["administrator"], member_id=leaver.pk, now=now)
    assert sweep(now=now) == {"lapsed": 0, "sent": 1}
    assert [message.to for message in mail.outbox] == [[world.shop["zorgcoordinator"].user.email]]


def test_a_corrected_address_holds_for_what_was_queued_before(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    services.notify([member], WHY, now=now)
    User.objects.filter(pk=member.user_id).update(email="nieuw@oefenwereld.example")
    sweep(now=now)
    assert [message.to for message in mail.outbox] == [["nieuw@oefenwereld.example"]]


# -- language --------------------------------------------------------------------------------


def test_mail_comes_in_the_language_one_chose(
    world: World, now: datetime, as_member, client: Client
):
    member = world.shop["zorgcoordinator"]
    as_member(client, member).post(reverse("accounts:language"), {"language": "en"})
    services.notify([member, world.moviera["zorgcoordinator"]], WHY, now=now)
    sweep(now=now)
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        member.user.email: "Something is waiting for you",
        world.moviera["zorgcoordinator"].user.email: "Er wacht iets op je",
    }


def test_a_language_nobody_speaks_here_is_not_taken(world: World, as_member, client: Client):
    member = world.shop["zorgcoordinator"]
    answer = as_member(client, member).post(reverse("accounts:language"), {"language": "xx"})
    assert answer.status_code == 404
    assert User.objects.get(pk=member.user_id).language == "nl"


# -- what does not arrive --------------------------------------------------------------------


def test_the_administrator_hears_whose_mail_is_refused_until_it_arrives(
    world: World, now: datetime
):
    member, administrator = world.shop["zorgcoordinator"], world.shop["administrator"]
    refuse(member, now)
    told = [f"Mail naar {member.user.name} komt niet aan"]
    assert lines(administrator, now + timedelta(days=90)) == told
    assert lines(world.moviera["administrator"], now) == []
    assert lines(member, now) == []
    services.notify([member], WHY, now=now)
    sweep(now=now)
    assert lines(administrator, now) == []


def test_a_few_refusals_are_no_line_yet(world: World, now: datetime):
    refuse(world.shop["zorgcoordinator"], now, times=5)
    assert lines(world.shop["administrator"], now) == []


def test_a_line_about_mail_leads_to_the_person(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    refuse(member, now)
    (line,) = items(world.shop["administrator"], now)
    assert line.url == reverse("accounts:member", args=[member.pk])


def test_who_left_is_no_line(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    refuse(member, now)
    Member.objects.filter(pk=member.pk).update(active=False)
    looked_at(ORGANISATION, member.organisation_id, now)
    assert lines(world.shop["administrator"], now) == []


def test_where_nobody_can_correct_an_address_the_platform_hears_it(world: World, now: datetime):
    refuse(world.police["investigator"], now)
    (line,) = lines(world.comensha["platform_administrator"], now)
    assert line.startswith("Mail naar Politie Den Haag komt niet aan")


def test_mail_that_does_not_go_out_at_all_is_a_line_for_the_platform(world: World, now: datetime):
    notice = {"reason": WHY, "queued": now, "due": now, "fault": "ConnectionRefusedError"}
    row = Notice.objects.create(member=world.shop["administrator"].pk, attempts=6, **notice)
    looked_at(MAIL, OUTBOX, now)
    platform = world.comensha["platform_administrator"]
    assert lines(platform, now) == ["Mail gaat niet weg; niemand hoort dat er iets wacht"]
    row.delete()
    looked_at(MAIL, OUTBOX, now)
    assert lines(platform, now) == []


def test_the_lines_cost_the_same_for_one_and_for_three(world: World, now: datetime):
    counted = []
    for many in (1, 3):
        for place in range(many):
            refuse(make_member(world.shop.organisation, name=f"Z{many}{place}"), now)
        administrator = Member.objects.get(pk=world.shop["administrator"].pk)
        with CaptureQueriesContext(connection) as caught:
            told = len(items(administrator, now))
        counted.append((told, len(caught)))
    (one, before), (four, after) = counted
    assert (one, four, after - before) == (1, 4, 0)


def test_the_selector_answers_nobody_for_a_stranger(world: World, now: datetime):
    assert selectors.reader_of(world.shop.organisation.pk, now) is None
