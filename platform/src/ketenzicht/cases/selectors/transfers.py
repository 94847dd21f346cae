# SPDX-License-Identifier: EUPL-1.2
"""A proposal as its parties see it: what was written for deciding, never the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht.audit.services import record_look
from ketenzicht.cases.models import Escalation, Transfer, TransferMessage
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.states import Level
from ketenzicht.core.errors import NotFound
from ketenzicht.core.permissions import require
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@dataclass(frozen=True, slots=True)
class Said:
    """One question or answer."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class TransferView:
    """A proposal opened by one of its parties."""

    transfer: Transfer
    code: str
    summary: str
    answer: str
    messages: Sequence[Said]
    gives: bool
    receives: bool


@dataclass(frozen=True, slots=True)
class EscalationView:
    """A stuck case for whoever must decide: the proposal, and whether it is theirs to decide."""

    escalation: Escalation
    code: str
    holder: str
    proposal: TransferView | None
    decides: bool
    fallback: bool


def transfer_of(actor: Member, transfer_id: UUID, now: datetime) -> Transfer:
    """Return a proposal the actor is a party to; anybody else's is not there."""
    require(actor, CasePermission.CASE_HAND_OVER)
    rows = Transfer.objects.for_reader(actor, now)
    related = rows.select_related("case", "giver", "receiver", "fallback", "answered_by__user")
    found = related.select_related("alternative_organisation").filter(pk=transfer_id).first()
    if found is None:
        raise NotFound
    return found


def get_transfer(actor: Member, transfer_id: UUID, *, now: datetime) -> TransferView:
    """Open a proposal to read it; the look is on record first."""
    transfer = transfer_of(actor, transfer_id, now)
    record_look(
        actor=actor,
        action=CasePermission.CASE_HAND_OVER,
        kind="case",
        id=transfer.case_id,
        now=now,
        purpose="hand-over",
        detail={"transfer": str(transfer.pk)},
    )
    return _opened(actor, transfer, now)


def _opened(actor: Member, transfer: Transfer, now: datetime) -> TransferView:
    envelope = open_envelope(transfer.envelope_id, actor.organisation_id)
    rows = TransferMessage.objects.for_reader(actor, now).filter(transfer=transfer)
    related = rows.select_related("by__user", "organisation").order_by("at")
    return TransferView(
        transfer=transfer,
        code=transfer.case.code,
        summary=envelope.read(transfer, "summary"),
        answer=envelope.read(transfer, "answer"),
        messages=[
            Said(
                row.at, f"{row.by.user.name}, {row.organisation.name}", envelope.read(row, "words")
            )
            for row in related
        ],
        gives=transfer.giver_id == actor.organisation_id,
        receives=transfer.receiver_id == actor.organisation_id,
    )


def get_escalation(actor: Member, escalation_id: UUID, *, now: datetime) -> EscalationView:
    """Open a stuck case to decide about it; the look is on record first."""
    require(actor, CasePermission.CASE_HAND_OVER)
    rows = Escalation.objects.for_reader(actor, now).select_related(
        "case__holder", "organisation", "transfer"
    )
    found = rows.filter(pk=escalation_id, resolved_at=None).first()
    if found is None:
        raise NotFound
    record_look(
        actor=actor,
        action=CasePermission.CASE_HAND_OVER,
        kind="case",
        id=found.case_id,
        now=now,
        purpose="decision",
    )
    proposal = (
        _opened(actor, transfer_of(actor, found.transfer_id, now), now)
        if found.transfer_id
        else None
    )
    return EscalationView(
        escalation=found,
        code=found.case.code,
        holder=found.case.holder.name,
        proposal=proposal,
        decides=found.organisation_id == actor.organisation_id,
        fallback=found.level == Level.FALLBACK,
    )
