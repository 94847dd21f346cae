# SPDX-License-Identifier: EUPL-1.2
"""Each event of a report, made to happen once."""

from datetime import datetime, timedelta

from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services import opening
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import local_date
from ketenzicht.intake import handover
from ketenzicht.intake import services as intake
from ketenzicht.intake.models import Referral, Report
from ketenzicht.intake.states import ReferralState, Urgency
from ketenzicht.intake.urgency import due_after, due_on_receipt
from ketenzicht.mail.models import Notice
from tests.factories.accounts import Partner, World
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    offer,
)
from tests.factories.intake import (
    again,
    assessed,
    offered,
    triager,
)
from tests.promises.outcomes import Outcome, quiet, readable, report_to, stop


def report_acute(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now, haste="today")
    due = due_on_receipt(Urgency.TODAY, local_date(now))
    assert report.due_at == due
    return Outcome({"holder": world.shop}, due=report.due_at)


def report_word(world: World, now: datetime) -> Outcome:
    code, report = report_to(world, now)
    version = assessed(world.shop, report, now).version
    intake.ask_reporter(
        actor=triager(world.shop), report_id=report.pk, version=version, text="Waar?", now=now
    )
    later = now + timedelta(days=9)
    intake.write_on(code=code, text="Daar", now=later)
    assert again(report).due_at == due_on_receipt(Urgency.DAYS, local_date(later))
    return Outcome({"holder": world.shop}, due=again(report).due_at)


def report_offered(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    return Outcome({"receiver": world.police}, due=referral.answer_by, since=now)


def report_answered(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    quiet()
    intake.accept_referral(actor=triager(world.police), referral_id=referral.pk, version=1, now=now)
    assert again(report).due_at == due_after(Urgency.DAYS, now)
    return Outcome({"giver": world.shop}, due=again(report).due_at)


def report_unanswered(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    quiet()
    intake.expire_referrals(now=referral.answer_by + timedelta(minutes=1))
    return Outcome({"giver": world.shop})


def report_withdrawn(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    quiet()
    intake.withdraw_referral(actor=triager(world.shop), referral_id=referral.pk, version=1, now=now)
    return Outcome({"receiver": world.police})


def report_escalated(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    intake.escalate_waiting([report.pk], now=now + timedelta(days=30))
    return Outcome({"fallback": world.comensha})


def moved_with(world: World, report: Report, joined: Report, to: Partner) -> frozenset[str]:
    """Which of what the table says of a report that moves did move to this organisation."""
    wanted = to.organisation.pk
    offers = Referral.objects.whole_table(why=WHY).filter(report=report)
    referrals = list(offers.values_list("state", flat=True))
    found = {
        "holder": again(report).holder_id == wanted,
        "joined": again(joined).holder_id == wanted,
        "keys": readable(report.envelope_id, to) and readable(joined.envelope_id, to),
        "offer": referrals in ([ReferralState.WITHDRAWN], [ReferralState.EXPIRED]),
    }
    return frozenset(name for name, did in found.items() if did)


def pair(world: World, now: datetime) -> tuple[Report, Report]:
    """A report with an earlier one that was joined to it."""
    (_one, earlier), (_two, later) = report_to(world, now), report_to(world, now)
    intake.join_report(
        actor=triager(world.shop), report_id=later.pk, version=1, earlier_id=earlier.pk, now=now
    )
    return earlier, later


def report_holder_gone(world: World, now: datetime) -> Outcome:
    report, joined = pair(world, now)
    offered(world.shop, world.police, report)
    stop(world.shop)
    quiet()
    intake.leave_unreachable(world.shop.organisation.pk, now=now)
    moved = moved_with(world, report, joined, world.comensha)
    # Who was asked hears that it is no longer needed: the event of the offer itself.
    Notice.objects.filter(member=triager(world.police).pk).delete()
    assert again(report).due_at == due_on_receipt(Urgency.DAYS, local_date(now))
    return Outcome({"holder": world.comensha}, due=again(report).due_at, moved=moved)


def report_asked_gone(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    stop(world.police)
    quiet()
    intake.leave_unreachable(world.police.organisation.pk, now=now)
    referral.refresh_from_db()
    ended = referral.state == ReferralState.EXPIRED
    return Outcome({"giver": world.shop}, moved=frozenset({"offer"} if ended else ()))


def case_from(world: World, report: Report, now: datetime) -> Case:
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
        identity=Identity(name="Ivan Testov"),
        region="den_haag_hm",
        risk="r2",
        report_id=report.pk,
        now=now,
    )


def report_follows_case(world: World, now: datetime) -> Outcome:
    report, joined = pair(world, now)
    case = case_from(world, report, now)
    # A report of a case that was woken can have been offered again meanwhile.
    intake.close_report(
        actor=triager(world.shop),
        report_id=report.pk,
        version=again(report).version,
        silence="danger",
        now=now,
    )
    intake.reopen_report(
        actor=triager(world.shop), report_id=report.pk, version=again(report).version, now=now
    )
    offered(world.shop, world.police, again(report))
    transfer = offer(world.shop, world.moviera, case)
    accept(world.moviera, transfer)
    quiet()
    return Outcome({}, moved=moved_with(world, report, joined, world.moviera))
