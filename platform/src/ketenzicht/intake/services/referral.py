# SPDX-License-Identifier: EUPL-1.2
"""Forwarding a report. Until the other says yes, the giver holds it; silence has a clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts import selectors as accounts
from ketenzicht.accounts.handover import Member
from ketenzicht.core.errors import Refused
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import late_since
from ketenzicht.intake.acts import Act
from ketenzicht.intake.models import Forward, Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.policies import may_receive
from ketenzicht.intake.services.escalation import escalate_after_failed_offers
from ketenzicht.intake.services.keys import move_keys
from ketenzicht.intake.services.notify import notify
from ketenzicht.intake.services.steps import add_step, move, report_to_change, save, trace
from ketenzicht.intake.states import (
    ACUTE,
    FORWARD_NEXT,
    ForwardState,
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
from ketenzicht.work.services import act

ANSWERING = "referral_not_accepted"
ENDED = {
    ForwardState.EXPIRED: StepKind.FORWARD_EXPIRED,
    ForwardState.WITHDRAWN: StepKind.FORWARD_WITHDRAWN,
}


@act()
def offer_forward(
    *,
    actor: Member,
    report_id: UUID,
    version: int,
    receiver_id: UUID,
    question: str,
    now: datetime,
) -> Forward:
    """Ask another organisation to take a report on, and by when it has to answer."""
    report = report_to_change(actor, report_id, version, Act.FORWARD, now)
    receiver = accounts.organisation(receiver_id)
    check_receiver(
        giver_id=actor.organisation_id, receiver_id=receiver.id, able=may_receive(receiver.id, now)
    )
    if report.state == ReportState.NEW:
        move(report, ReportState.TRIAGE)
    move(report, ReportState.REFERRED)
    envelope = vault.new_envelope(kind="forward", origin=actor.organisation, now=now)
    vault.share_envelope(envelope, receiver, now=now)
    forward = Forward(
        report=report,
        giver_id=actor.organisation_id,
        receiver=receiver,
        envelope_id=envelope.id,
        offered_by=actor,
        offered_at=now,
        answer_by=answer_by(Urgency(report.urgency), now),
    )
    envelope.write(forward, "question", question)
    forward.save(force_insert=True)
    report.due_at = forward.answer_by
    save(report, "state", "due_at")
    add_step(report, StepKind.FORWARDED, at=now, actor=actor)
    trace(actor, "report:forward", report, now, receiver=str(receiver.id))
    notify("report_offered", now=now, receiver=receiver.id)
    return forward


@act()
def accept_forward(*, actor: Member, forward_id: UUID, version: int, now: datetime) -> Forward:
    """Take a report on. Holder and keys change in this one transaction, and only here."""
    forward = _to_answer(actor, forward_id, version, now)
    report = _locked_report(forward)
    _resolve(forward, ForwardState.ACCEPTED, actor, now)
    move_keys(report, forward.receiver, now=now)
    move(report, ReportState.ACCEPTED)
    report.holder_id = forward.receiver_id
    report.escalated_at = None
    report.due_at = due_after(Urgency(report.urgency), now)
    save(report, "state", "holder", "due_at", "escalated_at")
    add_step(report, StepKind.FORWARD_ACCEPTED, at=now, actor=actor)
    trace(actor, "report:accept", report, now)
    notify("report_answered", now=now, giver=forward.giver_id)
    return forward


@act()
def refuse_forward(
    *,
    actor: Member,
    forward_id: UUID,
    version: int,
    reason: RefusalReason,
    proposal: str,
    now: datetime,
) -> Forward:
    """Say no, with a reason and what would be better; the giver still holds the report."""
    forward = _to_answer(actor, forward_id, version, now)
    check_refusal(forward, reason=reason)
    if not proposal.strip():
        raise Refused(_("Say what would be a better way."), field="proposal")
    envelope = vault.open_envelope(forward.envelope_id, actor.organisation_id)
    forward.refusal = reason
    envelope.write(forward, "reply", proposal)
    _resolve(forward, ForwardState.REFUSED, actor, now)
    _give_back(_locked_report(forward), StepKind.FORWARD_REFUSED, now, actor)
    notify("report_answered", now=now, giver=forward.giver_id)
    return forward


@act()
def withdraw_forward(*, actor: Member, forward_id: UUID, version: int, now: datetime) -> Forward:
    """Take an offer back before it was answered."""
    given = _offers(actor, now).filter(giver=actor.organisation_id)
    forward = as_seen(locked_offer(given, forward_id), version)
    _resolve(forward, ForwardState.WITHDRAWN, actor, now)
    _give_back(_locked_report(forward), StepKind.FORWARD_WITHDRAWN, now, actor)
    notify("report_withdrawn", now=now, receiver=forward.receiver_id)
    return forward


def expire_referrals(*, now: datetime) -> int:
    """Return reports whose offer was not answered in time to their giver; closes nothing."""
    rows = Forward.objects.whole_table(why="offers that nobody answered in time")
    return sum(
        end_offer(forward_id, ForwardState.EXPIRED, event="report_unanswered", now=now)
        for forward_id in overdue(rows, now=now)
    )


def answer_by(urgency: Urgency, now: datetime) -> datetime:
    """Return until when an offer may stay unanswered."""
    pressing = Pressing.ACUTE if urgency in ACUTE else Pressing.ORDINARY
    return late_since(ANSWERING, now, pressing=pressing)


@act()
def end_offer(forward_id: UUID, state: ForwardState, *, event: str, now: datetime) -> bool:
    """End an offer that nobody answers any more, and tell whom the event is for."""
    rows = Forward.objects.whole_table(why="an offer that ends without an answer")
    forward = rows.select_for_update().get(pk=forward_id)
    if forward.state != ForwardState.OFFERED:
        return False
    _resolve(forward, state, None, now)
    _give_back(_locked_report(forward), ENDED[state], now, None)
    notify(event, now=now, giver=forward.giver_id, receiver=forward.receiver_id)
    return True


def _to_answer(actor: Member, forward_id: UUID, version: int, now: datetime) -> Forward:
    asked = _offers(actor, now).filter(receiver=actor.organisation_id)
    return as_seen(locked_offer(asked, forward_id), version)


def _offers(actor: Member, now: datetime) -> QuerySet[Forward]:
    require(actor, ReportPermission.REPORT_TRIAGE)
    return Forward.objects.for_reader(actor, now)


def _locked_report(forward: Forward) -> Report:
    rows = Report.objects.whole_table(why="the report of an offer that was just found")
    return rows.select_for_update().get(pk=forward.report_id)


def _resolve(forward: Forward, state: ForwardState, actor: Member | None, now: datetime) -> None:
    step(forward, state, table=FORWARD_NEXT, actor=actor, now=now)
    forward.answered_at, forward.answered_by = now, actor
    forward.save()


def _give_back(report: Report, kind: StepKind, now: datetime, actor: Member | None) -> None:
    """The giver never stopped being the holder; now it has to choose again, at once."""
    move(report, ReportState.REFUSED, ReportState.TRIAGE)
    report.due_at = now
    save(report, "state", "due_at")
    add_step(report, kind, at=now, actor=actor)
    trace(actor, f"report:{kind.replace('_', '-')}", report, now)
    if kind is not StepKind.FORWARD_WITHDRAWN:
        escalate_after_failed_offers(report, now)
