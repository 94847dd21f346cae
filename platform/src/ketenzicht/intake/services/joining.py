# SPDX-License-Identifier: EUPL-1.2
"""Joining reports about the same thing: somebody decides, and can take it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.intake.acts.reports import Act
from ketenzicht.intake.models import Report
from ketenzicht.intake.services.steps import add_step, move, report_to_change, save, trace
from ketenzicht.intake.states import ReportState, StepKind, Urgency
from ketenzicht.intake.urgency import due_after


@act()
def join_report(
    *, actor: Member, report_id: UUID, version: int, earlier_id: UUID, now: datetime
) -> Report:
    """Say that a report is about the same as an earlier one held by the same organisation."""
    report = report_to_change(actor, report_id, version, Act.JOIN, now)
    earlier = _earlier(actor, earlier_id, report, now)
    if report.state == ReportState.NEW:
        move(report, ReportState.TRIAGE)
    move(report, ReportState.DUPLICATE)
    report.joined_to = earlier
    save(report, "state", "joined_to")
    add_step(report, StepKind.JOINED, at=now, actor=actor)
    add_step(earlier, StepKind.JOINED, at=now, actor=actor)
    trace(actor, "report:join", report, now, earlier=str(earlier.id))
    return report


@act()
def split_report(*, actor: Member, report_id: UUID, version: int, now: datetime) -> Report:
    """Take a joining back; the report is looked at on its own again."""
    report = report_to_change(actor, report_id, version, Act.SPLIT, now)
    if report.joined_to is None:
        raise Refused(_("This report is not joined with another one."))
    earlier = report.joined_to
    # The way back of a mistake; the table of states knows only the way on.
    report.state = ReportState.TRIAGE
    report.joined_to = None
    report.due_at = due_after(Urgency(report.urgency), now)
    save(report, "state", "joined_to", "due_at")
    add_step(report, StepKind.SPLIT, at=now, actor=actor)
    trace(actor, "report:split", report, now, earlier=str(earlier.id))
    return report


def _earlier(actor: Member, earlier_id: UUID, report: Report, now: datetime) -> Report:
    found = Report.objects.for_reader(actor, now).filter(pk=earlier_id).first()
    if found is None:
        raise NotFound
    if found.pk == report.pk or found.joined_to_id is not None:
        raise Refused(_("Choose the report that this one was joined to, not one that was joined."))
    return found
