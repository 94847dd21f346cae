# SPDX-License-Identifier: EUPL-1.2
"""What happens when nobody acts: the fallback coordinator learns who keeps a report waiting.

The holder stays the holder and nothing of the report is shown; somebody calls, that is all. What
time finds about a report is dated, not timed: danger now is found the minute it was told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ketenzicht import reference
from ketenzicht.accounts.selectors import national_coordination
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.acting import act
from ketenzicht.intake.models import KIND, Referral, Report
from ketenzicht.intake.services.notify import notify
from ketenzicht.intake.services.steps import add_step, save
from ketenzicht.intake.states import ReferralState, ReportState, StepKind

LOOKING = "report_not_looked_at"
UNTOUCHED = (ReportState.NEW, ReportState.TRIAGE)


def escalate_waiting(report_ids: Iterable[UUID], *, now: datetime) -> int:
    """Escalate these reports, which nobody moved in time; safe to repeat."""
    day = midnight(local_date(now))
    return sum(_escalate(report_id, day) for report_id in report_ids)


def escalate_after_failed_offers(report: Report, now: datetime) -> None:
    """Escalate once too many organisations said no or nothing; call it in the transaction."""
    offers = Referral.objects.whole_table(why="offers of one report that came to nothing")
    failed = (ReferralState.REFUSED, ReferralState.EXPIRED)
    many = reference.threshold("failed_referrals", local_date(now))
    if offers.filter(report=report, state__in=failed).count() >= many:
        escalate(report, now)


@act()
def _escalate(report_id: UUID, now: datetime) -> bool:
    rows = Report.objects.whole_table(why="reports that nobody moves")
    report = rows.select_for_update().get(pk=report_id)
    if report.escalated_at is not None or report.state not in UNTOUCHED:
        return False
    escalate(report, now)
    return True


def escalate(report: Report, now: datetime) -> None:
    """Let the fallback coordinator know that a report waits; call it in the transaction."""
    report.escalated_at = now
    save(report, "escalated_at")
    add_step(report, StepKind.ESCALATED, at=now)
    audit.record(actor=None, action="report:escalate", kind=KIND, id=report.id, now=now)
    notify("report_escalated", now=now, fallback=national_coordination().pk)
