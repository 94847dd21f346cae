# SPDX-License-Identifier: EUPL-1.2
"""Referring a report: until the other says yes the giver holds it; silence has a clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts import selectors as accounts
from ketenzicht.accounts.handover import Member
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import late_since
from ketenzicht.intake.acts import referrals
from ketenzicht.intake.acts.referrals import require_act, why_not
from ketenzicht.intake.acts.reports import Act
from ketenzicht.intake.models import Referral, Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.policies import may_receive
from ketenzicht.intake.rules import ANSWERING
from ketenzicht.intake.services.escalation import escalate_after_failed_offers
from ketenzicht.intake.services.keys import move_keys
from ketenzicht.intake.services.notify import notify
from ketenzicht.intake.services.steps import add_step, move, report_to_change, save, trace
from ketenzicht.intake.states import (
    ACUTE,
    REFERRAL_NEXT,
    ReferralState,
    RefusalReason,
    ReportState,
    StepKind,
    Urgency,
)
from ketenzicht.intake.urgency import due_after
from ketenzicht.offers.rules import check_receiver, check_refusal
from ketenzicht.offers.services import (
    as_seen,
    locked_offer,
    overdue,
    step,
)
from ketenzicht.reference import Pressing
from ketenzicht.vault import services as vault

ENDED = {
    ReferralState.EXPIRED: StepKind.REFERRAL_EXPIRED,
    ReferralState.WITHDRAWN: StepKind.REFERRAL_WITHDRAWN,
}


@act()
def offer_referral(
    *,
    actor: Member,
    report_id: UUID,
    version: int,
    receiver_id: UUID,
    question: str,
    now: datetime,
) -> Referral:
    """Ask another organisation to take a report on, and by when it has to answer."""
    report = report_to_change(actor, report_id, version, Act.REFER, now)
    receiver = accounts.organisation(receiver_id)
    check_receiver(
        giver_id=actor.organisation_id, receiver_id=receiver.id, able=may_receive(receiver.id, now)
    )
    if report.state == ReportState.NEW:
        move(report, ReportState.TRIAGE)
    move(report, ReportState.REFERRED)
    envelope = vault.new_envelope(kind="forward", origin=actor.organisation, now=now)
    vault.share_envelope(envelope, receiver, now=now)
    referral = Referral(
        report=report,
        giver_id=actor.organisation_id,
        receiver=receiver,
        envelope_id=envelope.id,
        offered_by=actor,
        offered_at=now,
        answer_by=answer_by(Urgency(report.urgency), now),
    )
    envelope.write(referral, "question", question)
    referral.save(force_insert=True)
    report.due_at = referral.answer_by
    save(report, "state", "due_at")
    add_step(report, StepKind.REFERRED, at=now, actor=actor)
    trace(actor, "report:forward", report, now, receiver=str(receiver.id))
    notify("report_offered", now=now, receiver=receiver.id)
    return referral


@act()
def accept_referral(*, actor: Member, referral_id: UUID, version: int, now: datetime) -> Referral:
    """Take a report on. Holder and keys change in this one transaction, and only here."""
    referral = _open_to(referrals.Act.ACCEPT, actor, referral_id, version, now)
    report = _locked_report(referral)
    _resolve(referral, ReferralState.ACCEPTED, actor, now)
    move_keys(report, referral.receiver, now=now)
    move(report, ReportState.ACCEPTED)
    report.holder_id = referral.receiver_id
    report.escalated_at = None
    report.due_at = due_after(Urgency(report.urgency), now)
    save(report, "state", "holder", "due_at", "escalated_at")
    add_step(report, StepKind.REFERRAL_ACCEPTED, at=now, actor=actor)
    trace(actor, "report:accept", report, now)
    notify("report_answered", now=now, giver=referral.giver_id)
    return referral


@act()
def refuse_referral(
    *,
    actor: Member,
    referral_id: UUID,
    version: int,
    reason: RefusalReason,
    proposal: str,
    now: datetime,
) -> Referral:
    """Say no, with a reason and what would be better; the giver still holds the report."""
    referral = _open_to(referrals.Act.REFUSE, actor, referral_id, version, now)
    check_refusal(referral, reason=reason)
    if not proposal.strip():
        raise Refused(_("Say who could take this on instead."), field="proposal")
    envelope = vault.open_envelope(referral.envelope_id, actor.organisation_id)
    referral.refusal = reason
    envelope.write(referral, "reply", proposal)
    _resolve(referral, ReferralState.REFUSED, actor, now)
    _give_back(_locked_report(referral), StepKind.REFERRAL_REFUSED, now, actor)
    notify("report_answered", now=now, giver=referral.giver_id)
    return referral


@act()
def withdraw_referral(*, actor: Member, referral_id: UUID, version: int, now: datetime) -> Referral:
    """Take an offer back before it was answered."""
    referral = _open_to(referrals.Act.WITHDRAW, actor, referral_id, version, now)
    _resolve(referral, ReferralState.WITHDRAWN, actor, now)
    _give_back(_locked_report(referral), StepKind.REFERRAL_WITHDRAWN, now, actor)
    notify("report_withdrawn", now=now, receiver=referral.receiver_id)
    return referral


def expire_referrals(*, now: datetime) -> int:
    """Return reports whose offer was not answered in time to their giver; closes nothing."""
    rows = Referral.objects.whole_table(why="offers that nobody answered in time")
    return sum(
        end_offer(referral_id, ReferralState.EXPIRED, event="report_unanswered", now=now)
        for referral_id in overdue(rows, now=now)
    )


def answer_by(urgency: Urgency, now: datetime) -> datetime:
    """Return until when an offer may stay unanswered."""
    pressing = Pressing.ACUTE if urgency in ACUTE else Pressing.ORDINARY
    return late_since(ANSWERING, now, pressing=pressing)


@act()
def end_offer(referral_id: UUID, state: ReferralState, *, event: str, now: datetime) -> bool:
    """End an offer that nobody answers any more, and tell whom the event is for."""
    rows = Referral.objects.whole_table(why="an offer that ends without an answer")
    referral = rows.select_for_update().get(pk=referral_id)
    if referral.state != ReferralState.OFFERED:
        return False
    _resolve(referral, state, None, now)
    _give_back(_locked_report(referral), ENDED[state], now, None)
    notify(event, now=now, giver=referral.giver_id, receiver=referral.receiver_id)
    return True


def _open_to(
    act: referrals.Act, actor: Member, referral_id: UUID, version: int, now: datetime
) -> Referral:
    """Lock a referral on the version that was seen, or refuse what is not open to its actor."""
    referral = locked_offer(_offers(actor, now), referral_id)
    refusal = why_not(actor, referral, act)
    if isinstance(refusal, NotAllowed | NotFound):
        raise refusal
    as_seen(referral, version)
    require_act(actor, referral, act)
    return referral


def _offers(actor: Member, now: datetime) -> QuerySet[Referral]:
    require(actor, ReportPermission.REPORT_TRIAGE)
    return Referral.objects.for_reader(actor, now)


def _locked_report(referral: Referral) -> Report:
    rows = Report.objects.whole_table(why="the report of an offer that was just found")
    return rows.select_for_update().get(pk=referral.report_id)


def _resolve(referral: Referral, state: ReferralState, actor: Member | None, now: datetime) -> None:
    step(referral, state, table=REFERRAL_NEXT, actor=actor, now=now)
    referral.answered_at, referral.answered_by = now, actor
    referral.save()


def _give_back(report: Report, kind: StepKind, now: datetime, actor: Member | None) -> None:
    """The giver never stopped being the holder; now it has to choose again, at once."""
    move(report, ReportState.REFUSED, ReportState.TRIAGE)
    report.due_at = now
    save(report, "state", "due_at")
    add_step(report, kind, at=now, actor=actor)
    trace(actor, f"report:{kind.replace('_', '-')}", report, now)
    if kind is not StepKind.REFERRAL_WITHDRAWN:
        escalate_after_failed_offers(report, now)
