# SPDX-License-Identifier: EUPL-1.2
"""Moving a report to another holder, with its keys and with the reports joined to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts import selectors as accounts
from ketenzicht.accounts.handover import Organisation
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.acting import act
from ketenzicht.intake.models import KIND, Referral, Report
from ketenzicht.intake.policies import may_receive
from ketenzicht.intake.services.escalation import escalate
from ketenzicht.intake.services.keys import move_keys
from ketenzicht.intake.services.notify import notify
from ketenzicht.intake.services.referral import end_offer
from ketenzicht.intake.services.steps import add_step, save
from ketenzicht.intake.states import BEFORE_CHOICE, ReferralState, ReportState, StepKind, Urgency
from ketenzicht.intake.urgency import due_on_receipt

WHY = "reports of a holder who can act no more"


def leave_unreachable(organisation_id: UUID, *, now: datetime) -> int:
    """Bring the open reports of an organisation that nobody answers for to who coordinates.

    What it was asked to take on goes back to who asked. Called in the transaction that stops an
    organisation, and by the sweep. Returns how many reports moved.
    """
    if may_receive(organisation_id, now):
        return 0
    offers = Referral.objects.whole_table(why=WHY).filter(
        receiver=organisation_id, state=ReferralState.OFFERED
    )
    for referral_id in list(offers.values_list("pk", flat=True)):
        end_offer(referral_id, ReferralState.EXPIRED, event="report_asked_gone", now=now)
    held = Report.objects.whole_table(why=WHY).filter(holder=organisation_id)
    waiting = held.exclude(state=ReportState.CLOSED).values_list("pk", flat=True)
    return sum(_rescue(report_id, organisation_id, now) for report_id in list(waiting))


def rescue_reports(*, now: datetime) -> int:
    """Find organisations nobody reaches that hold reports or were asked for one; safe to repeat."""
    held = Report.objects.whole_table(why=WHY).exclude(state=ReportState.CLOSED)
    asked = Referral.objects.whole_table(why=WHY).filter(state=ReferralState.OFFERED)
    concerned = {
        *held.order_by().values_list("holder_id", flat=True).distinct(),
        *asked.order_by().values_list("receiver_id", flat=True).distinct(),
    }
    return sum(leave_unreachable(each, now=now) for each in concerned)


def coordinator_answering(
    region: str, now: datetime, *, besides: UUID | None = None
) -> Organisation:
    """Who coordinates there; where nobody answers at its desk, the national centre."""
    regional = accounts.coordination_for(region)
    if regional.pk != besides and may_receive(regional.pk, now):
        return regional
    return accounts.national_coordination()


@act()
def follow_case(
    report_id: UUID, *, giver_id: UUID, receiver: Organisation, now: datetime
) -> Report | None:
    """Let a report go along with the case that came of it, while the giver of the case holds it."""
    rows = Report.objects.whole_table(why="the report of a case that moves")
    report = rows.select_for_update().filter(pk=report_id, holder=giver_id).first()
    if report is not None:
        move_report(report, receiver, now=now)
    return report


def move_report(report: Report, receiver: Organisation, *, now: datetime) -> None:
    """Make another organisation the holder; the caller holds the lock and tells who must know."""
    for offer in _open_offers(report):
        end_offer(offer, ReferralState.WITHDRAWN, event="report_withdrawn", now=now)
        report.refresh_from_db()
    for each in (report, *_joined(report)):
        move_keys(each, receiver, now=now)
        each.holder = receiver
        if each.state in BEFORE_CHOICE:
            each.due_at = due_on_receipt(Urgency(each.urgency), local_date(now))
            each.escalated_at = None
        save(each, "holder", "due_at", "escalated_at")
        add_step(each, StepKind.MOVED, at=now)
        audit.record(actor=None, action="report:move", kind=KIND, id=each.id, now=now)


@act()
def _rescue(report_id: UUID, holder_id: UUID, now: datetime) -> bool:
    # The sweep can find a report the minute its reporter woke it: no hour of that is kept.
    now = midnight(local_date(now))
    rows = Report.objects.whole_table(why=WHY).select_for_update()
    report = rows.filter(pk=report_id, holder=holder_id).first()
    if report is None:
        return False
    receiver = coordinator_answering(report.region, now, besides=holder_id)
    if receiver.pk == holder_id or not may_receive(receiver.pk, now):
        if report.escalated_at is None:
            escalate(report, now)
        return False
    move_report(report, receiver, now=now)
    notify("report_holder_gone", now=now, holder=receiver.pk)
    return True


def _joined(report: Report) -> Iterator[Report]:
    rows = Report.objects.whole_table(why="reports joined to one that moves").select_for_update()
    yield from rows.filter(joined_to=report, holder=report.holder_id)


def _open_offers(report: Report) -> list[UUID]:
    rows = Referral.objects.whole_table(why="the open offer of a report that moves")
    found = rows.filter(report=report, state=ReferralState.OFFERED)
    return list(found.values_list("pk", flat=True))
