# SPDX-License-Identifier: EUPL-1.2
"""Transfers as their parties see them: what was written for deciding, never the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from ketenzicht.accounts.selectors import deciders
from ketenzicht.accounts.states import Power
from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.models import Action
from ketenzicht.cases.file.selectors.access import Reader
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.models import Escalation, Transfer, TransferMessage
from ketenzicht.cases.transfers.states import OPEN_TRANSFER, Level, TransferState
from ketenzicht.core.guard import found_in
from ketenzicht.core.permissions import require
from ketenzicht.search.selectors import code_in, words_in
from ketenzicht.vault.services import open_envelopes

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def open_transfer_of(reader: Reader) -> Transfer | None:
    """The proposal that is under way."""
    rows = Transfer.objects.for_reader(reader.actor, reader.now).filter(
        case=reader.access.case, state__in=OPEN_TRANSFER
    )
    return rows.select_related("giver", "receiver").first()


def open_escalation_of(reader: Reader) -> Escalation | None:
    """The decision somebody still has to take."""
    rows = Escalation.objects.for_reader(reader.actor, reader.now)
    open_ones = rows.filter(case=reader.access.case, resolved_at=None)
    return open_ones.select_related("organisation").first()


UNDER_WAY = (TransferState.OFFERED, TransferState.ACCEPTED, TransferState.HANDED_OVER)


def transfers_to_answer(actor: Member, now: datetime) -> QuerySet[Transfer]:
    """Proposals to the actor's organisation that wait for a yes or a no, soonest first."""
    require(actor, CasePermission.CASE_TRANSFER)
    rows = Transfer.objects.for_reader(actor, now).select_related("case", "giver", "receiver")
    return rows.filter(receiver=actor.organisation_id, state=TransferState.OFFERED).order_by(
        "answer_by"
    )


def transfers_under_way(
    actor: Member, now: datetime, *, words: str = "", state: str = ""
) -> QuerySet[Transfer]:
    """Own proposals and hand-overs that are not rounded off; by code or organisation."""
    require(actor, CasePermission.CASE_TRANSFER)
    rows = Transfer.objects.for_reader(actor, now).select_related("case", "giver", "receiver")
    states = [state.value for state in OPEN_TRANSFER]
    mine = actor.organisation_id
    given = Q(giver=mine, state__in=states)
    taken = Q(receiver=mine, state__in=[TransferState.ACCEPTED, TransferState.HANDED_OVER])
    found = rows.filter(given | taken).order_by("answer_by", "pk")
    if state:
        found = found.filter(state=state)
    if not words:
        return found
    parties = words_in(words, "giver__name", "receiver__name")
    return found.filter(code_in(words, "case__code") | parties)


def answers_left(case_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, datetime]]:
    """Of each case the last proposal that came to nothing while nothing was done about that.

    What ends this is a fact: a new offer, a step planned after the answer, or a case that is
    closed or has moved. Time alone does not.
    """
    rows = Transfer.objects.whole_table(why="proposals that were refused or went unanswered")
    ended = rows.filter(
        case__in=case_ids,
        giver=F("case__holder"),
        case__closed_at=None,
        state__in=(TransferState.REFUSED, TransferState.EXPIRED),
    ).annotate(ended_at=Coalesce("answered_at", "expired_at"))
    left = ended.filter(
        ~Exists(_offers_after("ended_at")),
        ~Exists(_steps_after("ended_at")),
        ended_at__gte=F("case__holder_since"),
    ).order_by("ended_at", "drafted_at")
    return {case: (pk, at) for case, pk, at in left.values_list("case", "pk", "ended_at")}


def _offers_after(moment: str) -> QuerySet[Transfer]:
    rows = Transfer.objects.whole_table(why="what was offered of a case after an answer")
    offered = Q(offered_at__gt=OuterRef(moment)) | Q(state__in=UNDER_WAY)
    return rows.filter(offered, case=OuterRef("case"))


def _steps_after(moment: str) -> QuerySet[Action]:
    rows = Action.objects.whole_table(why="what was planned in a case after an answer")
    return rows.filter(
        case=OuterRef("case"),
        organisation=OuterRef("case__holder"),
        made_at__gt=OuterRef(moment),
    )


def record_list_of_transfers(actor: Member, now: datetime) -> None:
    """Put on record that the list of hand-overs is about to be seen."""
    record_access(
        actor=actor,
        action=CasePermission.CASE_TRANSFER,
        kind="transfer-list",
        now=now,
        purpose="hand-over",
    )


def to_decide(actor: Member, now: datetime) -> QuerySet[Escalation]:
    """Stuck cases about which the actor's organisation must decide."""
    require(actor, CasePermission.CASE_TRANSFER)
    rows = Escalation.objects.for_reader(actor, now).select_related("case", "case__holder")
    return rows.filter(organisation=actor.organisation_id, resolved_at=None).order_by("due")


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
    #: Whoever was asked for what came to nothing has no key any more: only that it ended is shown.
    closed: bool = False


@dataclass(frozen=True, slots=True)
class EscalationView:
    """A stuck case for whoever must decide: the proposal, and who has the mandate."""

    escalation: Escalation
    code: str
    holder: str
    proposal: TransferView | None
    fallback: bool
    deciders: Sequence[str]


def transfer_of(actor: Member, transfer_id: UUID, now: datetime) -> Transfer:
    """Return a proposal the actor is a party to; anybody else's is not there."""
    require(actor, CasePermission.CASE_TRANSFER)
    rows = Transfer.objects.for_reader(actor, now)
    related = rows.select_related("case", "giver", "receiver", "fallback", "answered_by__user")
    return found_in(related.select_related("alternative_organisation"), pk=transfer_id)


def get_transfer(actor: Member, transfer_id: UUID, *, now: datetime) -> TransferView:
    """Open a proposal to read it; the look is on record first."""
    transfer = transfer_of(actor, transfer_id, now)
    record_access(
        actor=actor,
        action=CasePermission.CASE_TRANSFER,
        kind="case",
        id=transfer.case_id,
        now=now,
        purpose="hand-over",
        detail={"transfer": str(transfer.pk)},
    )
    return _opened(actor, transfer, now)


def _opened(actor: Member, transfer: Transfer, now: datetime) -> TransferView:
    mine = actor.organisation_id
    sides = {"gives": transfer.giver_id == mine, "receives": transfer.receiver_id == mine}
    envelope = open_envelopes([transfer.envelope_id], mine).get(transfer.envelope_id)
    if envelope is None:
        code = transfer.case.code
        return TransferView(
            transfer, code, summary="", answer="", messages=(), closed=True, **sides
        )
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
        **sides,
    )


def get_escalation(actor: Member, escalation_id: UUID, *, now: datetime) -> EscalationView:
    """Open a stuck case to decide about it; the look is on record first."""
    require(actor, CasePermission.CASE_TRANSFER)
    rows = Escalation.objects.for_reader(actor, now).select_related(
        "case__holder", "organisation", "transfer"
    )
    found = found_in(rows, pk=escalation_id, resolved_at=None)
    record_access(
        actor=actor,
        action=CasePermission.CASE_TRANSFER,
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
        fallback=found.level == Level.FALLBACK,
        deciders=_deciders(found, now) if found.level == Level.FALLBACK else (),
    )


def _deciders(escalation: Escalation, now: datetime) -> list[str]:
    """Who has the mandate to decide at the organisation that must; empty when nobody has."""
    found = deciders(
        Power.FALLBACK,
        escalation.case.region,
        CasePermission.CASE_TRANSFER,
        escalation.organisation_id,
        now,
    )
    return [member.user.name for member in found.select_related("user")]
