# SPDX-License-Identifier: EUPL-1.2
"""What the holder of a report does with it, up to closing it with an answer to the reporter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.terms import late_since
from ketenzicht.intake.acts.reports import Act
from ketenzicht.intake.card import Age
from ketenzicht.intake.models import Report
from ketenzicht.intake.services.retention import keep_identity_until, keep_report_until
from ketenzicht.intake.services.steps import (
    add_message,
    add_step,
    move,
    report_to_change,
    save,
    trace,
)
from ketenzicht.intake.states import (
    BEFORE_CHOICE,
    MessageKind,
    ReportState,
    Silence,
    StepKind,
    Urgency,
)
from ketenzicht.intake.urgency import due_after
from ketenzicht.vault import services as vault


@act()
def assess_report(
    *,
    actor: Member,
    report_id: UUID,
    version: int,
    urgency: Urgency,
    reason: str,
    age: Age | None = None,
    now: datetime,
) -> Report:
    """Say how soon this needs somebody, and why; the clock starts again from here."""
    report = report_to_change(actor, report_id, version, Act.ASSESS, now)
    _begin(report)
    report.urgency = urgency
    report.age = age or report.age
    report.due_at = due_after(urgency, now)
    report.unread = False
    report.escalated_at = None
    envelope = _envelope(report, actor)
    envelope.write(report, "reason", reason)
    save(report, "state", "urgency", "age", "due_at", "reason", "unread", "escalated_at")
    add_step(report, StepKind.ASSESSED, at=now, actor=actor, note=(envelope, reason))
    trace(actor, "report:assess", report, now, urgency=str(urgency))
    return report


@act()
def ask_reporter(
    *, actor: Member, report_id: UUID, version: int, text: str, now: datetime
) -> Report:
    """Put a question to the reporter, to be read with the code."""
    report = report_to_change(actor, report_id, version, Act.ASK, now)
    _begin(report)
    add_message(report, _envelope(report, actor), MessageKind.QUESTION, text, on=now, author=actor)
    report.unread = False
    save(report, "state", "unread", "asked")
    add_step(report, StepKind.ASKED, at=now, actor=actor)
    trace(actor, "report:ask", report, now)
    return report


@act()
def advise_reporter(
    *, actor: Member, report_id: UUID, version: int, text: str, now: datetime
) -> Report:
    """Give advice. It counts as the answer; where nothing else was asked, it settles the report."""
    report = report_to_change(actor, report_id, version, Act.ADVISE, now)
    _begin(report)
    if report.state == ReportState.TRIAGE:
        move(report, ReportState.ADVICE_ONLY)
    add_message(report, _envelope(report, actor), MessageKind.ADVICE, text, on=now, author=actor)
    report.unread = False
    _answered(report, now)
    save(report, "state", "unread", "asked", "feedback_on")
    add_step(report, StepKind.ADVISED, at=now, actor=actor)
    trace(actor, "report:advise", report, now)
    return report


@act()
def feed_back(*, actor: Member, report_id: UUID, version: int, text: str, now: datetime) -> Report:
    """Tell the reporter what was done, without details about anybody."""
    report = report_to_change(actor, report_id, version, Act.FEEDBACK, now)
    add_message(report, _envelope(report, actor), MessageKind.FEEDBACK, text, on=now, author=actor)
    report.unread = False
    _answered(report, now)
    save(report, "unread", "asked", "feedback_on")
    add_step(report, StepKind.FED_BACK, at=now, actor=actor)
    trace(actor, "report:feed-back", report, now)
    return report


@act()
def add_note(*, actor: Member, report_id: UUID, version: int, text: str, now: datetime) -> Report:
    """Write down what was found out; a report being looked at becomes one that is completed."""
    report = report_to_change(actor, report_id, version, Act.NOTE, now)
    _begin(report)
    if report.state == ReportState.TRIAGE:
        move(report, ReportState.ENRICHED)
    save(report, "state")
    add_step(report, StepKind.NOTED, at=now, actor=actor, note=(_envelope(report, actor), text))
    trace(actor, "report:note", report, now)
    return report


@act()
def mark_not_trafficking(
    *, actor: Member, report_id: UUID, version: int, reason: str, now: datetime
) -> Report:
    """Decide that this is something else; the reporter still gets an answer before it closes."""
    report = report_to_change(actor, report_id, version, Act.OTHER, now)
    _begin(report)
    move(report, ReportState.NOT_TRAFFICKING)
    _await_feedback(report)
    save(report, "state", "due_at", "escalated_at")
    note = (_envelope(report, actor), reason)
    add_step(report, StepKind.NOT_TRAFFICKING, at=now, actor=actor, note=note)
    trace(actor, "report:not-trafficking", report, now)
    return report


@act()
def mark_case_opened(*, actor: Member, report_id: UUID, version: int, now: datetime) -> Report:
    """Record that a case was opened from this report by its holder."""
    report = report_to_change(actor, report_id, version, Act.OPEN_CASE, now)
    _take_on(report, ReportState.CASE_OPENED)
    _await_feedback(report)
    save(report, "state", "due_at", "escalated_at")
    add_step(report, StepKind.CASE_OPENED, at=now, actor=actor)
    trace(actor, "report:open-case", report, now)
    return report


@act()
def hand_to_investigation(*, actor: Member, report_id: UUID, version: int, now: datetime) -> Report:
    """Record that this holder investigates the report."""
    report = report_to_change(actor, report_id, version, Act.INVESTIGATE, now)
    _take_on(report, ReportState.INVESTIGATION)
    _await_feedback(report)
    save(report, "state", "due_at", "escalated_at")
    add_step(report, StepKind.UNDER_INVESTIGATION, at=now, actor=actor)
    trace(actor, "report:investigate", report, now)
    return report


@act()
def close_report(
    *,
    actor: Member,
    report_id: UUID,
    version: int,
    feedback: str = "",
    silence: str = "",
    now: datetime,
) -> Report:
    """Close a report; not without an answer to the reporter or a reason why there is none."""
    report = report_to_change(actor, report_id, version, Act.CLOSE, now)
    if feedback:
        kind = MessageKind.FEEDBACK
        add_message(report, _envelope(report, actor), kind, feedback, on=now, author=actor)
        _answered(report, now)
    if report.feedback_on is None and not silence:
        raise Refused(_NO_ANSWER, field="feedback")
    report.silence = "" if report.feedback_on else Silence(silence)
    report.ended_as = report.state
    move(report, ReportState.CLOSED)
    report.closed_on = local_date(now)
    report.due_at, report.unread = None, False
    keep_report_until(report)
    keep_identity_until(report, report.closed_on)
    save(
        report,
        *("state", "asked", "feedback_on", "silence", "ended_as"),
        *("closed_on", "delete_after", "due_at", "unread"),
    )
    add_step(report, StepKind.CLOSED, at=now, actor=actor)
    trace(actor, "report:close", report, now, answered=int(report.feedback_on is not None))
    return report


@act()
def reopen_report(*, actor: Member, report_id: UUID, version: int, now: datetime) -> Report:
    """Look at a closed report again; its retention clock stops."""
    report = report_to_change(actor, report_id, version, Act.REOPEN, now)
    move(report, ReportState.TRIAGE)
    report.closed_on = report.delete_after = report.joined_to = None
    report.due_at = due_after(Urgency(report.urgency), now)
    save(report, "state", "closed_on", "delete_after", "joined_to", "due_at")
    add_step(report, StepKind.REOPENED, at=now, actor=actor)
    trace(actor, "report:reopen", report, now)
    return report


_NO_ANSWER = _("Write an answer to the reporter, or say why there can be none.")


def _begin(report: Report) -> None:
    if report.state == ReportState.NEW:
        move(report, ReportState.TRIAGE)


def _take_on(report: Report, wanted: ReportState) -> None:
    """Own work follows the same road as a report that came from elsewhere."""
    _begin(report)
    if ReportState(report.state) in BEFORE_CHOICE:
        move(report, ReportState.REFERRED, ReportState.ACCEPTED)
    move(report, wanted)


def _answered(report: Report, now: datetime) -> None:
    report.feedback_on = local_date(now)
    keep_identity_until(report, report.feedback_on)


def _await_feedback(report: Report) -> None:
    """What is left to do is the answer to the reporter, within the term of the stall rule."""
    report.due_at = late_since("reporter_no_feedback", midnight(report.received_on))
    report.escalated_at = None


def _envelope(report: Report, actor: Member) -> vault.OpenEnvelope:
    return vault.open_envelope(report.envelope_id, actor.organisation_id)
