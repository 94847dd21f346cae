# SPDX-License-Identifier: EUPL-1.2
"""What every change of a report goes through: the right row, its version, its timeline."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from ketenzicht.accounts.handover import Member
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound, StaleWrite
from ketenzicht.core.obligations.acting import touch
from ketenzicht.core.permissions import require
from ketenzicht.core.states import advance
from ketenzicht.intake.acts.reports import Act, require_act
from ketenzicht.intake.models import KIND, Message, Report, ReportStep
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.states import NEXT, MessageKind, ReportState, StepKind
from ketenzicht.vault import services as vault

PLACE = "number of the next line of one report"


def report_to_change(
    actor: Member, report_id: UUID, version: int, act: Act, now: datetime
) -> Report:
    """Return the report, locked, for a member who saw its newest version and to whom it is open."""
    require(actor, ReportPermission.REPORT_TRIAGE)
    reachable = Report.objects.for_reader(actor, now)
    report = reachable.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise NotFound
    if report.version != version:
        raise StaleWrite
    require_act(actor, report, act)
    return report


def save(report: Report, *columns: str) -> None:
    """Store changed columns and count the version up."""
    report.version += 1
    report.save(update_fields=[*columns, "version"])


def move(report: Report, *path: ReportState) -> None:
    """Take a report through states, each a step the table has."""
    for wanted in path:
        report.state = advance(ReportState(report.state), wanted, NEXT)


def add_step(
    report: Report,
    kind: StepKind,
    *,
    at: datetime,
    actor: Member | None = None,
    note: tuple[vault.OpenEnvelope, str] | None = None,
) -> ReportStep:
    """Add a line to the timeline, and have the work about the report looked at.

    Every act on a report comes by here, at its own moment; of a reporter that is a day. A note is
    closed in the report's envelope.
    """
    touch(KIND, report.pk, now=at, by=kind)
    step = ReportStep(
        report=report,
        place=_next_place(ReportStep.objects.whole_table(why=PLACE).filter(report=report, at=at)),
        kind=kind,
        # Where the report stood would say after which act of the holder its reporter came.
        state="" if kind is StepKind.REPORTER_WROTE else report.state,
        at=at,
        member=actor,
        organisation_id=actor.organisation_id if actor else None,
    )
    if note is not None and note[1]:
        note[0].write(step, "note", note[1])
    step.save(force_insert=True)
    return step


def add_message(
    report: Report,
    envelope: vault.OpenEnvelope,
    kind: MessageKind,
    text: str,
    *,
    on: datetime,
    author: Member | None = None,
) -> Message:
    """Add a turn to the talk with the reporter; whose turn it is now is saved with the report."""
    same = Message.objects.whole_table(why=PLACE).filter(
        report=report, written_on=local_date(on), from_reporter=author is None
    )
    report.asked = author is not None
    message = Message(
        report=report,
        place=_next_place(same),
        from_reporter=author is None,
        kind=kind,
        author=author,
        written_on=local_date(on),
    )
    envelope.write(message, "body", text)
    message.save(force_insert=True)
    return message


def trace(
    actor: Member | None, action: str, report: Report, now: datetime, **detail: str | int
) -> None:
    """Record a change in the audit, in the same transaction."""
    audit.record(actor=actor, action=action, kind=KIND, id=report.id, now=now, detail=detail)


def _next_place(rows: QuerySet[Message] | QuerySet[ReportStep]) -> int:
    return int(rows.aggregate(last=Max("place"))["last"] or 0) + 1
