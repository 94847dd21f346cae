# SPDX-License-Identifier: EUPL-1.2
"""How long reports and names of reporters are kept, and shredding them when the time has come.

Nothing is shredded that is open or unread, whatever its date says.
"""

from __future__ import annotations

from datetime import date, datetime

from ketenzicht import reference
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.acting import act, forget
from ketenzicht.core.terms import after
from ketenzicht.intake.models import KIND, Referral, Report, ReporterIdentity
from ketenzicht.intake.rules import IDENTITY, kept_by
from ketenzicht.intake.states import ReportState
from ketenzicht.vault import services as vault

REASON = "retention"


def keep_report_until(report: Report) -> None:
    """Start the retention clock of a report that closes; joined ones follow the rule of both."""
    joined = report.joined_to_id is not None
    if report.closed_on is not None:
        report.delete_after = _end(
            kept_by(report.ended_as, joined=joined), report.closed_on, report.region
        )


def keep_identity_until(report: Report, answered_on: date) -> None:
    """Start, or start again, the shorter clock of the reporter's name."""
    rows = ReporterIdentity.objects.whole_table(why="retention clock of one reporter")
    rows.filter(report=report).update(delete_after=_end(IDENTITY, answered_on, report.region))


def shred_identities(*, now: datetime) -> int:
    """Shred the names of reporters whose term is over; returns how many."""
    rows = ReporterIdentity.objects.whole_table(why="retention of reporters' names")
    due = rows.filter(delete_after__lt=local_date(now), report__unread=False)
    identities = list(due.select_related("report"))
    for identity in identities:
        _shred_identity(identity, now)
    return len(identities)


def shred_reports(*, now: datetime) -> int:
    """Shred closed reports whose term is over, with all that hangs on them; returns how many."""
    rows = Report.objects.whole_table(why="retention of reports")
    due = rows.filter(state=ReportState.CLOSED, unread=False, delete_after__lt=local_date(now))
    # A report that others are joined to stays as long as those do.
    reports = list(due.filter(joined__isnull=True))
    for report in reports:
        _shred_report(report, now)
    return len(reports)


@act()
def _shred_identity(identity: ReporterIdentity, now: datetime) -> None:
    vault.shred_envelope(identity.envelope_id, now=now, reason=REASON)
    audit.record(actor=None, action="reporter:shred", kind=KIND, id=identity.report_id, now=now)
    identity.delete()


@act()
def _shred_report(report: Report, now: datetime) -> None:
    identities = ReporterIdentity.objects.whole_table(why="a name goes with its report")
    for identity in identities.filter(report=report):
        _shred_identity(identity, now)
    for referral in Referral.objects.whole_table(why="an offer goes with its report").filter(
        report=report
    ):
        vault.shred_envelope(referral.envelope_id, now=now, reason=REASON)
    vault.shred_envelope(report.envelope_id, now=now, reason=REASON)
    audit.record(actor=None, action="report:shred", kind=KIND, id=report.id, now=now)
    forget(KIND, report.id)
    report.delete()


def _end(code: str, since: date, region: str) -> date:
    rule = reference.retention_rule(code, since, region)
    return local_date(after(midnight(since), rule.period))
