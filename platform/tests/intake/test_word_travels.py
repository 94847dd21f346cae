# SPDX-License-Identifier: EUPL-1.2
"""No report is left with nobody: desks hear, clocks run, what moves takes its keys along."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from ketenzicht.accounts import tasks as accounts_tasks
from ketenzicht.accounts.models import DeskSeat, Organisation
from ketenzicht.accounts.states import Standing
from ketenzicht.cases.file.services import opening
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import midnight
from ketenzicht.core.errors import Refused
from ketenzicht.intake import handover, selectors, services, tasks
from ketenzicht.intake.card import Age
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.states import ReferralState, ReportState, Urgency
from ketenzicht.intake.urgency import due_on_receipt
from ketenzicht.mail import services as mail_services
from ketenzicht.mail.models import Notice
from tests.factories.accounts import Partner, World
from tests.factories.cases import accept, coordinator, offer
from tests.factories.intake import NAMED, again, assessed, make_submission, offered, stored, triager
from tests.mailbox import addresses_told


def desk(partner: Partner) -> set[str]:
    """The addresses of those who can act on a report there."""
    members = partner.by_role.values()
    triage = ReportPermission.REPORT_TRIAGE
    return {member.user.email for member in members if triage in member.permissions}


def told(*reasons: str) -> set[str]:
    return set(addresses_told(*reasons))


def send(now: datetime) -> int:
    return accounts_tasks.sweep(now)["sent"]


def received(now: datetime, **changes: object):
    given = make_submission(**changes)
    services.receive_report(submission=given, now=now)
    return given, stored(given)


def stop(partner: Partner) -> None:
    Organisation.objects.filter(pk=partner.organisation.pk).update(standing=Standing.SUSPENDED)


# -- an acute report -----------------------------------------------------------------------------


@pytest.mark.parametrize(("haste", "urgency"), [("now", Urgency.NOW), ("today", Urgency.TODAY)])
def test_the_desk_hears_of_an_acute_report_at_once(world: World, now: datetime, haste, urgency):
    _given, report = received(now, haste=haste, age=Age.MINOR)
    assert report.urgency == urgency
    assert told() == desk(world.shop)
    assert send(now) == len(desk(world.shop))
    assert not any("Leiden" in message.body for message in mail.outbox)


def test_nobody_is_woken_for_a_report_that_can_wait(world: World, now: datetime):
    received(now, age=Age.ADULT)
    assert told() == set()


def test_where_nobody_answers_the_national_desk_hears_of_it(world: World, now: datetime):
    stop(world.shop)
    received(now, haste="now")
    assert told() == desk(world.comensha)


def test_a_desk_with_only_an_administrator_answers_no_report(world: World, now: datetime):
    DeskSeat.objects.filter(desk=world.shop.desk).exclude(
        member=world.shop["administrator"]
    ).delete()
    _given, report = received(now)
    assert report.holder == world.comensha.organisation
    assert [
        one.name
        for one in selectors.receivers_for(triager(world.comensha), report.region, now)
        if one.name == "SHOP"
    ] == []
    with pytest.raises(Refused):
        offered(world.comensha, world.shop, report)


def test_mail_about_a_reporter_keeps_its_day_only_and_goes_when_sent(world: World, now: datetime):
    received(now, haste="now")
    assert {(row.queued, row.due) for row in Notice.objects.all()} == {
        (midnight(date(2026, 11, 18)),) * 2
    }
    send(now)
    assert Notice.objects.count() == 0


def test_also_while_the_mail_server_refuses_no_hour_is_kept(world, now, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    received(now, haste="now")
    monkeypatch.setattr(mail_services, "send_mail", refuse)
    for minutes in range(3):
        assert send(now + timedelta(minutes=minutes)) == 0
    kept = set(Notice.objects.values_list("queued", "due", "sent", "attempts"))
    day = midnight(date(2026, 11, 18))
    assert kept == {(day, day, None, 1)}
    monkeypatch.undo()
    assert send(now) == len(desk(world.shop))


def test_ten_acute_reports_before_the_mail_goes_fill_no_mailbox(world: World, now: datetime):
    for _time in range(3):
        received(now, haste="now")
    assert Notice.objects.count() == len(desk(world.shop))


# -- the reporter writes on ----------------------------------------------------------------------


def test_the_desk_hears_that_the_reporter_wrote(world: World, now: datetime):
    given, _report = received(now, age=Age.ADULT)
    services.write_on(code=given.code, text="Ze zijn naar Venlo", now=now)
    assert told() == desk(world.shop)


def asked(world: World, report, now: datetime):
    found = assessed(world.shop, report, now)
    return services.ask_reporter(
        actor=triager(world.shop),
        report_id=report.pk,
        version=found.version,
        text="Welke kamer?",
        now=now,
    )


def test_the_clock_starts_again_on_the_answer_of_the_reporter(world: World, now: datetime):
    given, report = received(now, age=Age.ADULT)
    asked(world, report, now)
    later = now + timedelta(days=10)
    services.write_on(code=given.code, text="Kamer 12, zij is 16", now=later)
    found = again(report)
    assert found.due_at == due_on_receipt(Urgency.DAYS, later.date())
    assert found.due_at > later
    assert found.escalated_at is None


def test_writing_more_gives_a_holder_who_did_nothing_no_more_time(world: World, now: datetime):
    given, report = received(now, age=Age.ADULT)
    services.write_on(code=given.code, text="Hoort u mij?", now=now + timedelta(days=10))
    assert again(report).due_at == report.due_at


def test_a_second_message_does_not_push_the_answer_back(world: World, now: datetime):
    given, report = received(now, age=Age.ADULT)
    asked(world, report, now)
    for days in (10, 12):
        services.write_on(code=given.code, text="Kamer 12", now=now + timedelta(days=days))
    first = (now + timedelta(days=10)).date()
    assert again(report).due_at == due_on_receipt(Urgency.DAYS, first)


def test_an_answer_that_is_still_owed_stays_late(world: World, now: datetime):
    """Feedback is owed by a date; a question in between does not make it less late."""
    given, report = received(now, age=Age.ADULT)
    version = asked(world, report, now).version
    services.hand_to_investigation(
        actor=triager(world.shop), report_id=report.pk, version=version, now=now
    )
    owed = again(report).due_at
    services.write_on(code=given.code, text="Kamer 12", now=now + timedelta(days=60))
    assert again(report).due_at == owed


# -- forwarding ----------------------------------------------------------------------------------


def test_whoever_is_asked_to_take_a_report_on_hears_of_it(world: World, now: datetime):
    _given, report = received(now, age=Age.ADULT)
    offered(world.shop, world.police, report)
    assert told("forwarded") == desk(world.police)


@pytest.mark.parametrize("say", ["yes", "no"])
def test_the_sender_hears_the_answer(world: World, now: datetime, say: str):
    _given, report = received(now, age=Age.ADULT)
    referral = offered(world.shop, world.police, report)
    Notice.objects.all().delete()
    ground = {"actor": triager(world.police), "referral_id": referral.pk, "version": 1, "now": now}
    if say == "yes":
        services.accept_referral(**ground)
    else:
        services.refuse_referral(reason="not_our_task", proposal="De gemeente", **ground)
    assert told("forwarded") == desk(world.shop)


def test_the_sender_hears_that_nobody_answered(world: World, now: datetime):
    _given, report = received(now, age=Age.ADULT)
    referral = offered(world.shop, world.police, report)
    Notice.objects.all().delete()
    services.expire_referrals(now=referral.answer_by + timedelta(minutes=1))
    assert told("report-answer-overdue") == desk(world.shop)


def test_whoever_was_asked_hears_that_it_is_no_longer_needed(world: World, now: datetime):
    _given, report = received(now, age=Age.ADULT)
    referral = offered(world.shop, world.police, report)
    Notice.objects.all().delete()
    services.withdraw_referral(
        actor=triager(world.shop), referral_id=referral.pk, version=1, now=now
    )
    assert told("forwarded") == desk(world.police)


# -- a holder that is gone -----------------------------------------------------------------------


def test_the_reports_of_a_stopped_partner_move_with_their_keys(world: World, now: datetime):
    given, report = received(now, **NAMED)
    stop(world.shop)
    assert services.leave_unreachable(world.shop.organisation.pk, now=now) == 1
    found = again(report)
    assert found.holder_id == world.comensha.organisation.pk
    assert found.due_at > now
    assert told("forwarded") == desk(world.comensha)
    national = triager(world.comensha)
    seen = selectors.get_report(national, report.pk, purpose="triage", now=now)
    assert seen.words == given.words
    named = selectors.reveal_reporter(national, report.pk, purpose="contact", now=now)
    assert named.name == NAMED["name"]


def test_a_holder_who_answers_keeps_its_reports(world: World, now: datetime):
    _given, report = received(now)
    assert services.leave_unreachable(world.shop.organisation.pk, now=now) == 0
    assert again(report).holder_id == world.shop.organisation.pk


def test_the_sweep_finds_reports_of_holders_nobody_reaches(world: World, now: datetime):
    _given, report = received(now)
    world.shop.desk.active = False
    world.shop.desk.save()
    assert tasks.sweep(now)["reports moved"] == 1
    assert again(report).holder_id == world.comensha.organisation.pk
    assert tasks.sweep(now)["reports moved"] == 0


def test_what_a_stopped_partner_asked_of_another_ends_with_it(world: World, now: datetime):
    _given, report = received(now, age=Age.ADULT)
    referral = offered(world.shop, world.police, report)
    stop(world.shop)
    services.leave_unreachable(world.shop.organisation.pk, now=now)
    found = again(report)
    assert (found.holder_id, found.state) == (world.comensha.organisation.pk, ReportState.TRIAGE)
    referral.refresh_from_db()
    assert referral.state == ReferralState.WITHDRAWN


def test_what_a_stopped_partner_was_asked_comes_back_at_once(world: World, now: datetime):
    _given, report = received(now, age=Age.ADULT)
    referral = offered(world.shop, world.police, report)
    Notice.objects.all().delete()
    stop(world.police)
    services.leave_unreachable(world.police.organisation.pk, now=now)
    referral.refresh_from_db()
    assert (referral.state, again(report).state) == (ReferralState.EXPIRED, ReportState.TRIAGE)
    assert told() == desk(world.shop)


def test_a_closed_report_of_a_stopped_partner_moves_when_its_reporter_writes(world, now):
    given, report = received(now, age=Age.ADULT)
    services.advise_reporter(
        actor=triager(world.shop), report_id=report.pk, version=1, text="Bel 112", now=now
    )
    services.close_report(actor=triager(world.shop), report_id=report.pk, version=2, now=now)
    stop(world.shop)
    services.leave_unreachable(world.shop.organisation.pk, now=now)
    services.write_on(code=given.code, text="Zij is er weer", now=now)
    tasks.sweep(now)
    assert again(report).holder_id == world.comensha.organisation.pk
    assert told("forwarded") == desk(world.comensha)


def test_where_nobody_at_all_answers_the_report_stays_and_says_so(world: World, now: datetime):
    _given, report = received(now)
    for partner in (world.shop, world.comensha):
        partner.desk.active = False
        partner.desk.save()
    assert services.leave_unreachable(world.shop.organisation.pk, now=now) == 0
    found = again(report)
    day = midnight(date(2026, 11, 18))
    assert (found.holder_id, found.escalated_at) == (world.shop.organisation.pk, day)


# -- a report that became a case -----------------------------------------------------------------


def case_from(world: World, report, now: datetime):
    actor = coordinator(world.shop)
    handover.case_opened(
        actor=actor,
        report_id=report.pk,
        permission=CasePermission.CASE_OPEN,
        version=again(report).version,
        now=now,
    )
    return opening.open_case(
        actor=actor,
        report_id=report.pk,
        identity=Identity(name="Ivan Testov"),
        region="den_haag_hm",
        risk="r2",
        forms=("labour",),
        now=now,
    )


def test_word_reaches_whoever_holds_the_case_that_came_of_it(world: World, now: datetime):
    given, report = received(now, age=Age.ADULT, **NAMED)
    case = case_from(world, report, now)
    accept(world.moviera, offer(world.shop, world.moviera, case))
    Notice.objects.all().delete()
    services.write_on(code=given.code, text="Hij bedreigt haar familie", now=now)
    assert told() == desk(world.moviera)
    holder = triager(world.moviera)
    seen = selectors.get_report(holder, report.pk, purpose="triage", now=now)
    assert [turn.text for turn in seen.turns] == ["Hij bedreigt haar familie"]
    services.feed_back(
        actor=holder, report_id=report.pk, version=seen.version, text="Dank u", now=now
    )


def test_what_was_joined_with_the_report_of_a_case_goes_along(world: World, now: datetime):
    _given, earlier = received(now, age=Age.ADULT)
    later_given, later = received(now, age=Age.ADULT)
    services.join_report(
        actor=triager(world.shop), report_id=later.pk, version=1, earlier_id=earlier.pk, now=now
    )
    case = case_from(world, earlier, now)
    accept(world.moviera, offer(world.shop, world.moviera, case))
    assert {again(earlier).holder_id, again(later).holder_id} == {world.moviera.organisation.pk}
    services.write_on(code=later_given.code, text="Nog iets", now=now)
    assert again(later).unread


def test_a_shelter_that_takes_the_case_reads_what_the_reporter_writes(world: World, now: datetime):
    given, report = received(now, age=Age.ADULT)
    case = case_from(world, report, now)
    accept(world.shelter, offer(world.shop, world.shelter, case))
    services.write_on(code=given.code, text="Hij staat voor de deur", now=now)
    worker = world.shelter["shelter_worker"]
    seen = selectors.get_report(worker, report.pk, purpose="triage", now=now)
    assert [turn.text for turn in seen.turns] == ["Hij staat voor de deur"]
