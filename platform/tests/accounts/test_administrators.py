# SPDX-License-Identifier: EUPL-1.2
"""What people who manage access must do is work like any other: opened and ended by facts."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.accounts import services, work
from ketenzicht.accounts.models import Member, Organisation
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.selectors import reader_of
from ketenzicht.accounts.services import tracing
from ketenzicht.accounts.states import ORGANISATION, Standing
from ketenzicht.accounts.tasks import sweep
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import DomainError
from ketenzicht.core.obligations.acting import OutsideAnAct
from ketenzicht.core.obligations.states import Harm
from ketenzicht.mail.models import Bounce, Notice
from ketenzicht.mail.services import _failed, notify_member, notify_member_undated
from ketenzicht.mail.states import Reader
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.work.models import Item
from ketenzicht.work.tasks import heal
from tests.factories.accounts import World, give_access, make_member
from tests.factories.work import items, looked_at
from tests.promises.matrix import undone

WHY = "a test looks at what was stored"
NOTICE = AccountNotice.MEMBERSHIP


class RefusingBackend(EmailBackend):
    """A mail server that knows nobody."""

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        raise SMTPRecipientsRefused({to: (550, b"") for one in messages for to in one.to})


def open_items(**known) -> list[Item]:
    return list(Item.objects.whole_table(why=WHY).filter(ended_at=None, **known))


def ended(kind: str) -> list[tuple[datetime | None, str]]:
    rows = Item.objects.whole_table(why=WHY).filter(kind=kind, ended_at__isnull=False)
    return list(rows.values_list("ended_at", "ended_as"))


def lines(member: Member, now: datetime) -> list[str]:
    return [line.sentence for line in items(Member.objects.get(pk=member.pk), now)]


def refuse(times: int, member: Member, now: datetime, settings) -> datetime:
    """Let the mail that waits for somebody be refused so often; returns when it is tried again."""
    server = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    for _each in range(times):
        sweep(now=now)
        now = Notice.objects.get(member=member.pk).due
    settings.EMAIL_BACKEND = server
    return now


# -- mail ----------------------------------------------------------------------------------------


def test_mail_that_is_refused_again_and_again_is_work_until_one_arrives(
    world: World, now: datetime, settings
):
    member, administrator = world.shop["zorgcoordinator"], world.shop["administrator"]
    services.notify([member], NOTICE, now=now)
    later = refuse(5, member, now, settings)
    assert lines(administrator, later) == []
    again = refuse(1, member, later, settings)
    assert lines(administrator, again) == [f"Mail naar {member.user.name} komt niet aan"]
    sweep(now=again)
    assert lines(administrator, again) == []
    assert ended(work.REFUSED) == [(again, "arrived")]


def test_a_corrected_address_ends_it_at_every_organisation_of_that_person(
    world: World, now: datetime
):
    member = make_member(world.shop.organisation, "zorgcoordinator", name="Twee banen")
    Member.objects.create(
        user=member.user, organisation=world.moviera.organisation, since=now.date()
    )
    Bounce.objects.create(reader=member.user_id, refused=9, since=now, fault="SMTP")
    for home in (world.shop.organisation, world.moviera.organisation):
        looked_at(ORGANISATION, home.pk, now)
    homes = {world.shop.organisation.pk, world.moviera.organisation.pk}
    assert {item.owner_id for item in open_items(kind=work.REFUSED)} == homes
    actor = Member.objects.get(pk=member.pk)
    services.ask_address(actor=actor, email="nieuw@voorbeeld.example", now=now)
    code = re.search(r"\d[\d -]{18,}\d", mail.outbox[0].body)[0]
    services.confirm_address(actor=actor, code=code, now=now)
    assert open_items(kind=work.REFUSED) == []


def test_once_somebody_there_can_correct_an_address_the_platform_need_not(
    world: World, now: datetime
):
    member, platform = world.police["investigator"], world.comensha["platform_administrator"]
    Bounce.objects.create(reader=member.user_id, refused=9, since=now, fault="SMTP")
    looked_at(ORGANISATION, world.police.organisation.pk, now)
    (line,) = lines(platform, now)
    assert line.startswith("Mail naar Politie Den Haag komt niet aan")
    first = make_member(world.police.organisation, "administrator", name="Eerste")
    services.set_roles(
        actor=Member.objects.get(pk=first.pk),
        member_id=member.pk,
        roles=frozenset({"investigator"}),
        now=now,
    )
    assert lines(platform, now) == []
    assert lines(first, now) == [f"Mail naar {member.user.name} komt niet aan"]


def test_mail_that_does_not_go_out_is_work_of_the_platform_until_it_goes(
    world: World, now: datetime, settings
):
    server, member = settings.EMAIL_BACKEND, world.shop["zorgcoordinator"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    services.notify([member], NOTICE, now=now)
    later = now
    for _each in range(6):
        sweep(now=later)
        later = Notice.objects.get().due
    platform = world.comensha["platform_administrator"]
    (line,) = items(Member.objects.get(pk=platform.pk), later)
    assert (line.harm, line.sentence) == (
        Harm.NOW,
        "Mail gaat niet weg; niemand hoort dat er iets wacht",
    )
    settings.EMAIL_BACKEND = server
    sweep(now=later)
    assert lines(platform, later) == []
    assert ended(work.STUCK) == [(later, "sending")]


def test_mail_about_the_act_of_a_reporter_ends_work_without_an_hour(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    yesterday = now - timedelta(days=1)
    Bounce.objects.create(reader=member.user_id, refused=9, since=yesterday, fault="SMTP")
    looked_at(ORGANISATION, world.shop.organisation.pk, yesterday)
    assert lines(world.shop["administrator"], now) != []
    notify_member_undated(member.pk, NOTICE, day=local_date(now))
    sweep(now=now)
    assert lines(world.shop["administrator"], now) == []
    assert ended(work.REFUSED) == [(midnight(local_date(now)), "arrived")]


# -- partners ------------------------------------------------------------------------------------


def test_a_proposed_partner_is_work_of_the_platform_until_it_is_let_in(world: World, now: datetime):
    found = services.propose_organisation(
        actor=world.shop["administrator"],
        party=services.Party("Nieuw Huis", "shelter", ""),
        now=now,
    )
    platform = Member.objects.get(pk=world.comensha["platform_administrator"].pk)
    later = now + timedelta(days=400)
    assert lines(platform, later) == ["Nieuw Huis wacht tot iemand toegang geeft"]
    assert lines(world.shop["administrator"], later) == []
    give_access(platform, found, later)
    assert lines(platform, later) == []
    assert ended(work.PROPOSED) == [(later, "approved")]


def test_it_is_found_by_the_name_of_the_partner(world: World, now: datetime, as_member):
    services.propose_organisation(
        actor=world.shop["administrator"],
        party=services.Party("Nieuw Huis", "shelter", ""),
        now=now,
    )
    platform = as_member(Client(), world.comensha["platform_administrator"])
    for words, there in (("nieuw huis", True), ("oud huis", False)):
        page = platform.post(reverse("staff:work"), {"q": words})
        assert ("Nieuw Huis wacht" in page.content.decode()) is there


# -- absence -------------------------------------------------------------------------------------


def test_an_absence_that_is_over_is_no_line_and_the_pass_of_the_day_ends_it(
    world: World, now: datetime
):
    member = Member.objects.get(pk=world.shop["zorgcoordinator"].pk)
    today = local_date(now)
    services.go_away(
        actor=member, member_id=member.pk, since=today, until=today, stand_in_id=None, now=now
    )
    tomorrow = now + timedelta(days=1)
    assert (len(lines(member, now)), lines(member, tomorrow)) == (1, [])
    assert len(open_items(kind=work.AWAY)) == 1
    heal(tomorrow)
    assert open_items(kind=work.AWAY) == []


def test_a_stand_in_who_is_away_for_some_of_the_days_is_missed_on_those(
    world: World, now: datetime
):
    member = Member.objects.get(pk=world.shop["zorgcoordinator"].pk)
    other = make_member(world.shop.organisation, "zorgcoordinator", name="Joost")
    today = local_date(now)
    days = [now + timedelta(days=each) for each in range(10)]
    for who, first, last, stand_in in ((member, 0, 8, other.pk), (other, 3, 4, None)):
        services.go_away(
            actor=Member.objects.get(pk=who.pk),
            member_id=who.pk,
            since=today + timedelta(days=first),
            until=today + timedelta(days=last),
            stand_in_id=stand_in,
            now=now,
        )
    assert [bool(lines(member, day)) for day in days] == [day in days[3:5] for day in days]


# -- always --------------------------------------------------------------------------------------


COMPARED = ("kind", "key", "owner_id", "since", "shows_from", "gives_way_at", "person_id")


def _away(world: World, now: datetime, number: int) -> None:
    who, other = _pair(world, number)
    first = local_date(now) + timedelta(days=number % 4)
    services.go_away(
        actor=who,
        member_id=who.pk,
        since=first,
        until=first + timedelta(days=3),
        stand_in_id=other.pk if number % 3 else None,
        now=now,
    )


def _back(world: World, now: datetime, number: int) -> None:
    who, _other = _pair(world, number)
    services.come_back(actor=who, member_id=who.pk, now=now)


def _end(world: World, now: datetime, number: int) -> None:
    services.end_membership(
        actor=_fresh(world.shop["administrator"]), member_id=_pair(world, number)[0].pk, now=now
    )


def _restore(world: World, now: datetime, number: int) -> None:
    services.restore_membership(
        actor=_fresh(world.shop["administrator"]),
        member_id=_pair(world, number)[0].pk,
        roles=frozenset({"zorgcoordinator"}),
        now=now,
    )


def _bounce(world: World, now: datetime, number: int) -> None:
    who, _other = _pair(world, number)
    notice = notify_member(who.pk, NOTICE, now=now)
    for _each in range(6):
        _failed(notice, reader_of(who.pk, now) or _reader(who), "SMTPRecipientsRefused", now)


def _mail(world: World, now: datetime, number: int) -> None:
    services.notify([_pair(world, number)[0]], NOTICE, now=now)
    sweep(now=now)


def _propose(world: World, now: datetime, number: int) -> None:
    party = services.Party(f"Nieuw {number}", "shelter", "")
    services.propose_organisation(actor=world.shop["administrator"], party=party, now=now)


def _approve(world: World, now: datetime, _number: int) -> None:
    waiting = Organisation.objects.filter(standing=Standing.PROPOSED).first()
    if waiting is not None:
        give_access(_fresh(world.comensha["platform_administrator"]), waiting, now)


def _suspend(world: World, now: datetime, _number: int) -> None:
    platform = _fresh(world.comensha["platform_administrator"])
    services.suspend_organisation(
        actor=platform, organisation_id=world.shop.organisation.pk, now=now
    )


ACTS = (_away, _back, _end, _restore, _bounce, _mail, _propose, _approve, _suspend)


def _fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def _reader(member: Member) -> Reader:
    things = ((ORGANISATION, member.organisation_id),)
    return Reader(member.user_id, member.user.email, "nl", things)


def _pair(world: World, number: int) -> tuple[Member, Member]:
    home = Member.objects.filter(organisation=world.shop.organisation)
    both = list(home.filter(user__name__startswith="Paar").order_by("user__name"))
    return both[number % 2], both[1 - number % 2]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 40)),
        min_size=3,
        max_size=12,
    )
)
def test_after_any_acts_the_work_is_what_stands_by_the_facts(world: World, made):
    moment = START
    with undone():
        for name in ("Paar een", "Paar twee"):
            make_member(world.shop.organisation, "zorgcoordinator", name=name)
        for run, number, hours in made:
            moment += timedelta(hours=hours)
            heal(moment)  # what only the calendar changed
            with suppress(DomainError):
                run(world, moment, number)
            ids = list(Organisation.objects.values_list("pk", flat=True))
            stands = work.standing_of(ids, moment)
            wanted = {
                (about, *(getattr(each, name.removesuffix("_id")) for name in COMPARED))
                for about, found in stands.items()
                for each in found
            }
            rows = open_items(about_kind=ORGANISATION)
            stored = {(row.about_id, *(getattr(row, name) for name in COMPARED)) for row in rows}
            assert (stored, len(rows)) == (wanted, len(wanted))


def test_the_control_an_act_that_touches_nothing_leaves_the_work_behind(
    world: World, now: datetime, monkeypatch
):
    monkeypatch.setattr(tracing, "touch", lambda *_about, **_known: None)
    _propose(world, now, 1)
    (found,) = Organisation.objects.filter(standing=Standing.PROPOSED)
    assert (len(work.standing_of([found.pk], now)[found.pk]), open_items()) == (1, [])


def test_what_was_there_before_there_was_this_table_is_on_a_day_after_the_first_pass(
    world: World, now: datetime
):
    Organisation.objects.create(name="Wacht Al", kind="shelter", standing=Standing.PROPOSED)
    platform = world.comensha["platform_administrator"]
    assert lines(platform, now) == []
    heal(now)
    assert lines(platform, now) == ["Wacht Al wacht tot iemand toegang geeft"]


def test_nothing_is_done_to_an_organisation_outside_an_act(world: World, now: datetime):
    with pytest.raises(OutsideAnAct):
        tracing.trace(
            world.shop["administrator"],
            work.MAY.MEMBER_MANAGE,
            world.shop["zorgcoordinator"],
            outcome="invited",
            now=now,
        )


def test_a_second_look_at_the_same_facts_changes_nothing(world: World, now: datetime):
    member = world.police["investigator"]
    Bounce.objects.create(reader=member.user_id, refused=9, since=now, fault="SMTP")
    services.propose_organisation(
        actor=world.shop["administrator"],
        party=services.Party("Nieuw Huis", "shelter", ""),
        now=now,
    )
    heal(now)
    made = {item.pk for item in open_items(about_kind=ORGANISATION)}
    assert len(made) == 3
    assert heal(now + timedelta(days=1)) == 0
    assert {item.pk for item in open_items(about_kind=ORGANISATION)} == made
