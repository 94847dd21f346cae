# SPDX-License-Identifier: EUPL-1.2
"""Who keeps a report waiting, for the fallback coordinator: whom to call, not what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ketenzicht.accounts import selectors as accounts
from ketenzicht.accounts.handover import Member
from ketenzicht.audit import services as audit
from ketenzicht.core.errors import NotFound
from ketenzicht.core.permissions import require
from ketenzicht.intake.models import KIND, Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.states import ReportState, Urgency


@dataclass(frozen=True, slots=True)
class Stuck:
    """A report that nobody moves, by its number; its place and words are not here."""

    label: str
    holder: str
    phone: str
    region: str
    urgency: Urgency
    since: datetime


def coordinates_nationally(actor: Member) -> bool:
    """Tell whether this member answers for the regions where nobody acts."""
    national = actor.organisation.kind == accounts.NATIONAL
    return national and ReportPermission.REPORT_TRIAGE in actor.permissions


def stuck_reports(actor: Member, now: datetime) -> list[Stuck]:
    """Return who keeps whom waiting, the longest on top; there is no such page for others."""
    require(actor, ReportPermission.REPORT_TRIAGE)
    if not coordinates_nationally(actor):
        raise NotFound
    audit.record_access(actor=actor, action="report:list", kind=KIND, now=now, purpose="escalation")
    return waiting_elsewhere(actor)


def waiting_elsewhere(actor: Member) -> list[Stuck]:
    """Return escalated reports that other organisations hold."""
    rows = Report.objects.whole_table(why="the fallback coordinator learns who waits")
    found = rows.filter(escalated_at__isnull=False).exclude(state=ReportState.CLOSED)
    return [
        Stuck(row.label, row.holder.name, row.holder.phone, row.region, Urgency(row.urgency), at)
        for row in found.exclude(holder=actor.organisation_id)
        .select_related("holder")
        .order_by("escalated_at")
        if (at := row.escalated_at)
    ]
