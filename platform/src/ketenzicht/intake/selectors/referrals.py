# SPDX-License-Identifier: EUPL-1.2
"""Offers of reports, as both sides see them. Seeing an offer is not seeing the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht import reference
from ketenzicht.accounts import selectors as accounts
from ketenzicht.accounts.handover import Member
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import today
from ketenzicht.core.errors import NotFound
from ketenzicht.core.permissions import require
from ketenzicht.intake.models import Referral
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.states import ReferralState, Urgency
from ketenzicht.vault import services as vault

KIND = "forward"
#: Kinds of organisations that may be asked to take a report on.
RECEIVERS = (
    "care_coordination",
    "police",
    "labour_authority",
    "kmar",
    "veilig_thuis",
    "municipality",
    "zvh",
    "guardian",
    "labour_ngo",
    "coordination_national",
)


@dataclass(frozen=True, slots=True)
class OfferView:
    """What somebody has to know to answer an offer."""

    id: UUID
    report_id: UUID
    version: int
    state: ReferralState
    giver_id: UUID
    receiver_id: UUID
    giver: str
    giver_phone: str
    receiver: str
    mine_to_answer: bool
    offered_by: str
    offered_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    question: str
    refusal: str
    reply: str
    received_on: date
    urgency: Urgency
    municipality: str
    subject: str
    age: str
    #: Whoever was asked for what came to nothing has no key any more: only that it ended is shown.
    closed: bool = False


def get_offer(actor: Member, referral_id: UUID, *, now: datetime) -> OfferView:
    """Open an offer for its sender or receiver; the look is recorded first."""
    require(actor, ReportPermission.REPORT_READ)
    found = _offers(actor, now).filter(pk=referral_id).first()
    if found is None:
        raise NotFound
    audit.record_access(
        actor=actor, action="forward:read", kind=KIND, id=found.id, now=now, purpose="triage"
    )
    opened = vault.open_envelopes([found.envelope_id], actor.organisation_id)
    return _view(actor, found, opened.get(found.envelope_id))


def offers_to(actor: Member, now: datetime) -> QuerySet[Referral]:
    """Offers that wait for this organisation's answer, the first to run out on top."""
    return (
        _offers(actor, now)
        .filter(receiver=actor.organisation_id, state=ReferralState.OFFERED)
        .order_by("answer_by")
    )


def offers_from(actor: Member, now: datetime) -> QuerySet[Referral]:
    """Offers this organisation made and that wait for an answer."""
    return (
        _offers(actor, now)
        .filter(giver=actor.organisation_id, state=ReferralState.OFFERED)
        .order_by("answer_by")
    )


def receivers_for(actor: Member, region: str, now: datetime) -> list[accounts.Candidate]:
    """Return whom a report from a region may be offered to: only where somebody answers."""
    return accounts.organisations_able(
        ReportPermission.REPORT_TRIAGE,
        region,
        now,
        kinds=RECEIVERS,
        but=(actor.organisation_id,),
    )


def _offers(actor: Member, now: datetime) -> QuerySet[Referral]:
    return Referral.objects.for_reader(actor, now).select_related(
        "report", "giver", "receiver", "offered_by__user"
    )


def _view(actor: Member, found: Referral, envelope: vault.OpenEnvelope | None) -> OfferView:
    report = found.report
    return OfferView(
        id=found.id,
        report_id=report.id,
        version=found.version,
        state=ReferralState(found.state),
        giver_id=found.giver_id,
        receiver_id=found.receiver_id,
        giver=found.giver.name,
        giver_phone=found.giver.phone,
        receiver=found.receiver.name,
        mine_to_answer=(
            found.receiver_id == actor.organisation_id and found.state == ReferralState.OFFERED
        ),
        offered_by=found.offered_by.user.name,
        offered_at=found.offered_at,
        answer_by=found.answer_by,
        answered_at=found.answered_at,
        question=envelope.read(found, "question") if envelope else "",
        refusal=found.refusal,
        reply=envelope.read(found, "reply") if envelope else "",
        received_on=report.received_on,
        urgency=Urgency(report.urgency),
        municipality=_municipality(report.municipality),
        subject=report.subject,
        age=report.age,
        closed=envelope is None,
    )


def _municipality(code: str) -> str:
    return next((each.nl for each in reference.municipalities(by=today()) if each.code == code), "")
