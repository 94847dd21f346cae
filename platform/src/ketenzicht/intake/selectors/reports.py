# SPDX-License-Identifier: EUPL-1.2
"""One report, as its holder reads it. The look is recorded before anything is opened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ketenzicht import reference
from ketenzicht.accounts.handover import Member
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import NotFound
from ketenzicht.core.permissions import require
from ketenzicht.intake.models import (
    KIND,
    Message,
    Referral,
    Report,
    ReporterIdentity,
    ReportKey,
    ReportStep,
)
from ketenzicht.intake.outline import outline_of
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.reporter import Reporter, reporter_of
from ketenzicht.intake.rules import IDENTITY, claim_of_answer, kept_by
from ketenzicht.intake.states import (
    KeyKind,
    MessageKind,
    ReferralState,
    ReportState,
    StepKind,
    Urgency,
)
from ketenzicht.intake.story import Story, story_of
from ketenzicht.reference import Claim
from ketenzicht.vault import services as vault


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the talk with the reporter."""

    from_reporter: bool
    kind: MessageKind
    author: str
    text: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline; what a reporter did, or time right after, is known by its day."""

    kind: StepKind
    at: datetime
    dated: bool
    who: str
    organisation: str
    note: str


@dataclass(frozen=True, slots=True)
class Similar:
    """Another report of the same holder about the same place, number or account."""

    id: UUID
    label: str
    received_on: date
    state: ReportState
    kinds: tuple[KeyKind, ...]
    joined: bool


@dataclass(frozen=True, slots=True)
class Pending:
    """The offer of this report that waits for an answer."""

    id: UUID
    receiver: str
    answer_by: datetime
    version: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when something is kept before it is destroyed, and by which rule."""

    until: date
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView(Story):
    """Everything the holder may read of a report, the reporter's name not among it."""

    id: UUID
    label: str
    version: int
    state: ReportState
    urgency: Urgency
    due_at: datetime | None
    received_on: date
    region: str
    reason: str
    unread: bool
    named: bool
    feedback_on: date | None
    silence: str
    joined_to: UUID | None
    joined_to_label: str
    turns: tuple[Turn, ...]
    lines: tuple[Line, ...]
    similar: tuple[Similar, ...]
    pending: Pending | None
    kept: Kept | None
    name_kept: Kept | None

    @property
    def ticked_on(self) -> date:
        return self.received_on

    @property
    def open(self) -> bool:
        return self.state is not ReportState.CLOSED

    @property
    def fresh(self) -> bool:
        return self.state is ReportState.NEW


def report_row(actor: Member, report_id: UUID, now: datetime) -> Report:
    """Return the stored row of a report this member's organisation holds, nothing opened."""
    require(actor, ReportPermission.REPORT_READ)
    reachable = Report.objects.for_reader(actor, now).select_related("holder", "joined_to")
    found = reachable.filter(pk=report_id).first()
    if found is None:
        raise NotFound
    return found


def get_report(actor: Member, report_id: UUID, *, purpose: str, now: datetime) -> ReportView:
    """Open a report for its holder; who looked, and why, is written down first."""
    report = report_row(actor, report_id, now)
    audit.record_access(
        actor=actor, action="report:read", kind=KIND, id=report.id, now=now, purpose=purpose
    )
    return _view(actor, report, now)


def reveal_reporter(actor: Member, report_id: UUID, *, purpose: str, now: datetime) -> Reporter:
    """Show who reported; asked for apart, with a reason, and recorded apart."""
    require(actor, ReportPermission.REPORTER_REVEAL)
    report = report_row(actor, report_id, now)
    rows = ReporterIdentity.objects.for_reader(actor, now)
    identity = rows.filter(report=report).first()
    if identity is None:
        raise NotFound
    audit.record_access(
        actor=actor, action="reporter:reveal", kind=KIND, id=report.id, now=now, purpose=purpose
    )
    envelope = vault.open_envelope(identity.envelope_id, actor.organisation_id)
    return reporter_of(identity, envelope)


def _view(actor: Member, report: Report, now: datetime) -> ReportView:
    envelope = vault.open_envelope(report.envelope_id, actor.organisation_id)
    return ReportView(
        id=report.id,
        label=report.label,
        version=report.version,
        state=ReportState(report.state),
        urgency=Urgency(report.urgency),
        due_at=report.due_at,
        received_on=report.received_on,
        region=report.region,
        **outline_of(report),
        **story_of(report, envelope),
        reason=envelope.read(report, "reason"),
        unread=report.unread,
        named=ReporterIdentity.objects.for_reader(actor, now).filter(report=report).exists(),
        feedback_on=report.feedback_on,
        silence=report.silence,
        joined_to=report.joined_to_id,
        joined_to_label=report.joined_to.label if report.joined_to else "",
        turns=_turns(actor, report, envelope, now),
        lines=_lines(actor, report, envelope, now),
        similar=similar_reports(actor, report, now),
        pending=_pending(actor, report, now),
        kept=_report_kept(report),
        name_kept=_name_kept(actor, report, now),
    )


def _report_kept(report: Report) -> Kept | None:
    rule = kept_by(report.ended_as, joined=report.joined_to_id is not None)
    return _kept(rule, report.closed_on, report.delete_after, report.region)


def _kept(rule: str, since: date | None, until: date | None, region: str) -> Kept | None:
    if since is None or until is None:
        return None
    return Kept(until, reference.retention_rule(rule, since, region).claim)


def _name_kept(actor: Member, report: Report, now: datetime) -> Kept | None:
    """Until when the name of the reporter is kept, which runs from the last answer."""
    rows = ReporterIdentity.objects.for_reader(actor, now).filter(report=report)
    until = rows.values_list("delete_after", flat=True).first()
    return _kept(IDENTITY, report.feedback_on, until, report.region)


def _turns(
    actor: Member, report: Report, envelope: vault.OpenEnvelope, now: datetime
) -> tuple[Turn, ...]:
    rows = Message.objects.for_reader(actor, now).filter(report=report)
    return tuple(
        Turn(
            from_reporter=row.from_reporter,
            kind=MessageKind(row.kind),
            author=row.author.user.name if row.author else "",
            text=envelope.read(row, "body"),
            written_on=row.written_on,
        )
        for row in rows.select_related("author__user").order_by(
            "written_on", "from_reporter", "place"
        )
    )


def _lines(
    actor: Member, report: Report, envelope: vault.OpenEnvelope, now: datetime
) -> tuple[Line, ...]:
    rows = ReportStep.objects.for_reader(actor, now).filter(report=report)
    return tuple(
        Line(
            kind=StepKind(row.kind),
            at=row.at,
            dated=row.at == midnight(local_date(row.at)),
            who=row.member.user.name if row.member else "",
            organisation=row.organisation.name if row.organisation else "",
            note=envelope.read(row, "note"),
        )
        for row in rows.select_related("member__user", "organisation").order_by("-at", "-place")
    )


def similar_reports(actor: Member, report: Report, now: datetime) -> tuple[Similar, ...]:
    """Return other reports this organisation holds about the same thing, newest first."""
    keys = ReportKey.objects.for_reader(actor, now)
    tokens = list(keys.filter(report=report).values_list("token", flat=True))
    kinds: defaultdict[UUID, set[KeyKind]] = defaultdict(set)
    for other, kind in (
        keys.filter(token__in=tokens).exclude(report=report).values_list("report", "kind")
    ):
        kinds[other].add(KeyKind(kind))
    rows = Report.objects.for_reader(actor, now).filter(pk__in=list(kinds))
    return tuple(
        Similar(
            id=row.id,
            label=row.label,
            received_on=row.received_on,
            state=ReportState(row.state),
            kinds=tuple(sorted(kinds[row.id])),
            joined=row.joined_to_id is not None,
        )
        for row in rows.order_by("-received_on", "id")
    )


def _pending(actor: Member, report: Report, now: datetime) -> Pending | None:
    offers = Referral.objects.for_reader(actor, now).select_related("receiver")
    found = offers.filter(report=report, state=ReferralState.OFFERED).first()
    if found is None:
        return None
    claim = claim_of_answer(found.offered_at)
    return Pending(found.id, found.receiver.name, found.answer_by, found.version, claim)
