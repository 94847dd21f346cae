# SPDX-License-Identifier: EUPL-1.2
"""The talk with a reporter who comes back with the code.

A wrong code and an unknown one get the same answer after the same work. Of the visit nothing
is kept but what the reporter writes, with the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.crypto import is_well_formed
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.intake.models import KIND, Message, Report
from ketenzicht.intake.services.notify import notify
from ketenzicht.intake.services.steps import add_message, add_step, save
from ketenzicht.intake.states import BEFORE_CHOICE, MessageKind, ReportState, StepKind, Urgency
from ketenzicht.intake.urgency import due_on_receipt
from ketenzicht.vault import services as vault


class WrongCode(Refused):
    """No report opens with this code; never says which part of it is wrong."""

    code = "wrong-code"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as the reporter reads it."""

    from_reporter: bool
    kind: MessageKind
    text: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Messages:
    """What the reporter sees on coming back: never the report itself, only the talk."""

    received_on: date
    organisation: str
    phone: str
    state: ReportState
    turns: tuple[Turn, ...]

    @property
    def answered(self) -> bool:
        return any(not turn.from_reporter for turn in self.turns)


def open_messages(*, code: str) -> Messages:
    """Return the talk that belongs to a code."""
    report, envelope = _opened(code)
    return Messages(
        received_on=report.received_on,
        organisation=report.holder.name,
        phone=report.holder.phone,
        state=ReportState(report.state),
        turns=tuple(_turn(message, envelope) for message in _messages(report.id)),
    )


def write_on(*, code: str, text: str, now: datetime) -> None:
    """Add what the reporter writes; a report that was closed is looked at again."""
    report, envelope = _opened(code)
    with act():
        report = _rows().select_for_update().get(pk=report.pk)
        day = midnight(local_date(now))
        awaited = report.asked
        add_message(report, envelope, MessageKind.ANSWER, text, on=now)
        _wake(report, local_date(now), awaited=awaited)
        add_step(report, StepKind.REPORTER_WROTE, at=day)
        audit.record(actor=None, action="report:write-on", kind=KIND, id=report.id, now=day)
        notify("report_word", now=day, holder=report.holder_id)


def _wake(report: Report, today: date, *, awaited: bool) -> None:
    report.unread = True
    if report.state == ReportState.CLOSED:
        report.state = ReportState.TRIAGE
        report.closed_on = report.delete_after = None
        report.joined_to = None
        _start_clock(report, today)
    elif awaited and (report.state in BEFORE_CHOICE or _answered(report)):
        _start_clock(report, today)
    columns = ("unread", "asked", "state", "closed_on", "delete_after", "joined_to")
    save(report, *columns, "due_at", "escalated_at")


def _start_clock(report: Report, today: date) -> None:
    report.due_at = due_on_receipt(Urgency(report.urgency), today)
    report.escalated_at = None


def _answered(report: Report) -> bool:
    """All that was owed was given; while an offer waits, its own clock runs."""
    return report.feedback_on is not None and report.state != ReportState.REFERRED


def _opened(code: str) -> tuple[Report, vault.OpenEnvelope]:
    if not is_well_formed(code):
        raise WrongCode
    try:
        envelope = vault.open_by_code(code)
    except vault.EnvelopeClosed:
        raise WrongCode from None
    report = _rows().select_related("holder").filter(envelope_id=envelope.id).first()
    if report is None:
        raise WrongCode
    return report, envelope


def _rows() -> QuerySet[Report]:
    return Report.objects.whole_table(why="a reporter has a code, not an account")


def _messages(report_id: UUID) -> list[Message]:
    rows = Message.objects.whole_table(why="a reporter reads the own talk")
    return list(rows.filter(report=report_id).order_by("written_on", "from_reporter", "place"))


def _turn(message: Message, envelope: vault.OpenEnvelope) -> Turn:
    return Turn(
        from_reporter=message.from_reporter,
        kind=MessageKind(message.kind),
        text=envelope.read(message, "body"),
        written_on=message.written_on,
    )
