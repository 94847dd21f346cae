# SPDX-License-Identifier: EUPL-1.2
"""What opening a case may know of a report: enough to begin, not who reported it.

Whoever opens it names the permission under which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ketenzicht.accounts.handover import Member, Organisation
from ketenzicht.core.permissions import Permission, require
from ketenzicht.intake.acts.reports import Act, require_act
from ketenzicht.intake.selectors.reports import ReportView, get_report
from ketenzicht.intake.services.moving import follow_case
from ketenzicht.intake.services.triage import mark_case_opened
from ketenzicht.intake.states import Urgency


@dataclass(frozen=True, slots=True)
class ReportForCase:
    """A report on its way to becoming a case, held by the organisation that asks."""

    report_id: UUID
    label: str
    version: int
    received_on: date
    urgency: Urgency
    region: str
    municipality: str
    minor: bool
    forms: tuple[str, ...]
    subject: str
    self_reported: bool
    words: str
    whereabouts: str


def report_for_case(
    actor: Member, report_id: UUID, *, permission: Permission, now: datetime
) -> ReportForCase:
    """Return what a case may begin with; only for the holder, and only while it may be opened."""
    require(actor, permission)
    view = get_report(actor, report_id, purpose="open-case", now=now)
    require_act(actor, view, Act.OPEN_CASE)
    return _for_case(view)


def case_opened(
    *, actor: Member, report_id: UUID, permission: Permission, version: int, now: datetime
) -> None:
    """Tell intake that a case exists now; call it in the transaction that opens the case."""
    require(actor, permission)
    mark_case_opened(actor=actor, report_id=report_id, version=version, now=now)


def case_moved(report_id: UUID, *, giver_id: UUID, receiver: Organisation, now: datetime) -> None:
    """Tell intake that a case has another holder; call it in the transaction that moves it."""
    follow_case(report_id, giver_id=giver_id, receiver=receiver, now=now)


def _for_case(view: ReportView) -> ReportForCase:
    return ReportForCase(
        report_id=view.id,
        label=view.label,
        version=view.version,
        received_on=view.received_on,
        urgency=view.urgency,
        region=view.region,
        municipality=view.municipality,
        minor=view.age.treated_as_minor,
        forms=tuple(sorted(view.advice.forms - {"all"})),
        subject=view.subject,
        self_reported=view.reporter_type == "self",
        words=view.words,
        whereabouts=view.whereabouts,
    )
