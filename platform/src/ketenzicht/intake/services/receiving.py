# SPDX-License-Identifier: EUPL-1.2
"""Taking a report in. A receipt exists only after the commit, and sending twice gives one report.

Nothing here keeps the hour: every date is that of the day, also where a column could hold a
moment. The audit keeps acts without a member in a chain of their own, with the day only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from ketenzicht import reference
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.crypto import code_lookup
from ketenzicht.core.errors import NotFound
from ketenzicht.core.obligations.acting import act
from ketenzicht.intake.models import KIND, Report, ReporterIdentity
from ketenzicht.intake.outline import outline_of
from ketenzicht.intake.reporter import seal_reporter
from ketenzicht.intake.services.moving import coordinator_answering
from ketenzicht.intake.services.notify import notify
from ketenzicht.intake.services.steps import add_step
from ketenzicht.intake.states import ACUTE, StepKind, Urgency
from ketenzicht.intake.story import seal_story
from ketenzicht.intake.submission import Submission
from ketenzicht.intake.urgency import due_on_receipt
from ketenzicht.vault import services as vault


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof for the reporter: who reads it, how soon, and the code to come back with."""

    code: str
    organisation: str
    phone: str
    urgency: Urgency
    received_on: date
    municipality: str
    region: str


def receive_report(*, submission: Submission, now: datetime) -> Receipt:
    """Store what was told, held by whoever coordinates in that region; safe to repeat."""
    found = _by_code(submission.code)
    if found is None:
        try:
            # The slow derivation comes first: a transaction keeps every other writer waiting.
            found = _store(submission, vault.prepare_code(submission.code), local_date(now))
        except IntegrityError:
            # The same form was sent twice at once: the other one stored it.
            found = _by_code(submission.code)
            if found is None:
                raise
    return _receipt(found, submission.code)


def find_receipt(*, code: str) -> Receipt:
    """Return the receipt of a report that was stored before."""
    found = _by_code(code)
    if found is None:
        raise NotFound
    return _receipt(found, code)


@act()
def _store(submission: Submission, code: vault.PreparedCode, today: date) -> Report:
    day = midnight(today)
    region = reference.region_for(submission.municipality, today)
    holder = coordinator_answering(region, day)
    envelope = vault.new_envelope(kind="report", origin=holder, now=day)
    vault.seal_with_code(envelope, code)
    report = Report(
        received_on=today,
        urgency=submission.urgency,
        region=region,
        **outline_of(submission),
        envelope_id=envelope.id,
        holder=holder,
        due_at=due_on_receipt(submission.urgency, today),
        code_key=code_lookup(submission.code).hex(),
    )
    seal_story(report, submission, envelope)
    report.save(force_insert=True)
    add_step(report, StepKind.RECEIVED, at=day)
    if submission.named:
        _keep_apart(report, submission, day)
    audit.record(actor=None, action="report:receive", kind=KIND, id=report.id, now=day)
    if submission.urgency in ACUTE:
        notify("report_acute", now=day, holder=holder.id)
    return report


def _keep_apart(report: Report, submission: Submission, day: datetime) -> None:
    """Close the reporter's name under a key of its own, which the receipt code does not open."""
    envelope = vault.new_envelope(kind="reporter", origin=report.holder, now=day)
    reporter = ReporterIdentity(report=report, envelope_id=envelope.id)
    seal_reporter(reporter, submission, envelope)
    reporter.save(force_insert=True)


def _by_code(code: str) -> Report | None:
    key = code_lookup(code).hex()
    stored = Report.objects.whole_table(why="a report sent twice is stored once")
    return stored.select_related("holder").filter(code_key=key).first()


def _receipt(report: Report, code: str) -> Receipt:
    return Receipt(
        code=code,
        organisation=report.holder.name,
        phone=report.holder.phone,
        urgency=Urgency(report.urgency),
        received_on=report.received_on,
        municipality=report.municipality,
        region=report.region,
    )
