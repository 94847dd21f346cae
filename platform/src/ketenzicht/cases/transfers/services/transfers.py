# SPDX-License-Identifier: EUPL-1.2
"""Handing a case over. The old holder stays until the new one says yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import (
    coordination_for,
    national_coordination,
    organisation,
    party,
)
from ketenzicht.audit.services import record
from ketenzicht.cases.file.acts import Act as CaseAct
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.rules import pressing_at
from ketenzicht.cases.file.selectors.able import can_hold
from ketenzicht.cases.file.services.actions import add_action
from ketenzicht.cases.file.services.journal import case_for
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.states import CASE, Section, joined
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.acts.transfers import Act, require_act, why_not
from ketenzicht.cases.transfers.models import Transfer, TransferMessage
from ketenzicht.cases.transfers.services.escalation import (
    decided_elsewhere,
    raise_escalation,
    refuse_count,
    resolve,
)
from ketenzicht.cases.transfers.services.journal import log_transfer
from ketenzicht.cases.transfers.services.moving import move_holder
from ketenzicht.cases.transfers.states import (
    OPEN_TRANSFER,
    RECEIVED,
    TRANSFER_NEXT,
    EscalationReason,
    Resolution,
    TransferState,
)
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import late_since, term_end, term_in_words
from ketenzicht.offers.rules import Refusal, check_answer, check_answer_by, check_receiver
from ketenzicht.offers.services import as_seen, locked_offer, step
from ketenzicht.vault.services import new_envelope, open_envelope, share_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member, Organisation


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the giver proposes: to whom, about what, what goes along and what stays."""

    receiver_id: UUID
    summary: str
    sections: frozenset[Section]
    answer_by: datetime
    stays: frozenset[Section] = frozenset()
    stays_until: datetime | None = None


def answer_term(risk: str, now: datetime) -> datetime:
    """Return until when an offer may stay unanswered at this risk."""
    return late_since("referral_not_accepted", now, pressing=pressing_at(risk))


def fallback_for(region: str, *parties: UUID) -> Organisation:
    """Return who decides when the two cannot: the region's coordinator, else the national one."""
    regional = coordination_for(region)
    return national_coordination() if regional.pk in parties else regional


@act()
def draft_transfer(*, actor: Member, case_id: UUID, proposal: Proposal, now: datetime) -> Transfer:
    """Write a proposal down. Nobody else sees it yet."""
    case = case_for(actor, case_id, CaseAct.TRANSFER, now=now).case
    _refuse_second(case)
    _check_proposal(case, proposal, now)
    receiver = organisation(proposal.receiver_id)
    envelope = new_envelope(kind="transfer", origin=actor.organisation, now=now)
    transfer = Transfer(
        id=uuid4(),
        case=case,
        giver=case.holder,
        receiver=receiver,
        fallback=fallback_for(case.region, case.holder_id, receiver.pk),
        sections=joined(proposal.sections),
        stays=joined(proposal.stays),
        stays_until=proposal.stays_until,
        answer_by=proposal.answer_by,
        envelope_id=envelope.id,
        drafted_at=now,
        drafted_by=actor,
    )
    envelope.write(transfer, "summary", proposal.summary)
    transfer.save(force_insert=True)
    log_transfer(case, transfer, actor=actor, now=now)
    return transfer


def _refuse_second(case: Case) -> None:
    rows = Transfer.objects.whole_table(why="one open hand-over per case")
    if rows.filter(case=case, state__in=OPEN_TRANSFER).exists():
        raise Refused(_("A hand-over of this case is already under way."))
    if decided_elsewhere(case):
        raise Refused(_("The fallback coordinator decides about this case now."))


def _check_proposal(case: Case, proposal: Proposal, now: datetime) -> None:
    if proposal.receiver_id == case.holder_id:
        raise Refused(_("Your organisation holds this case already."), field="receiver")
    check_offer(case, proposal.receiver_id, proposal.answer_by, now)
    if not proposal.sections:
        raise Refused(_("Choose at least one part that goes along."), field="sections")
    if proposal.stays and not _lasts(proposal.stays_until, now, case.region):
        longest = term_in_words("grant_longest", now, case.region)
        sentence = _("Choose a day to look along until, within %(longest)s.") % {"longest": longest}
        raise Refused(sentence, field="stays_until")


def check_offer(case: Case, receiver_id: UUID, answer_by: datetime | None, now: datetime) -> None:
    """Refuse an offer that nobody there can answer now, or without a moment that can be kept."""
    check_receiver(
        giver_id=case.holder_id, receiver_id=receiver_id, able=can_hold(case, receiver_id, now)
    )
    check_answer_by(answer_by, now=now)


def _lasts(until: datetime | None, now: datetime, region: str) -> bool:
    """Looking along ends some day, as every sharing does."""
    return until is not None and now < until <= term_end("grant_longest", now, region)


@act()
def offer_transfer(*, actor: Member, transfer_id: UUID, version: int, now: datetime) -> Transfer:
    """Send the proposal. From now silence has a clock; the giver stays to act."""
    transfer = _open_to(Act.OFFER, actor, transfer_id, version, now)
    case = locked(transfer)
    check_offer(case, transfer.receiver_id, transfer.answer_by, now)
    _step(transfer, TransferState.OFFERED, actor, now)
    transfer.offered_at = now
    share_envelope(
        open_envelope(transfer.envelope_id, transfer.giver_id), transfer.receiver, now=now
    )
    transfer.save()
    log_transfer(case, transfer, actor=actor, now=now)
    resolve(case, Resolution.OFFERED_AGAIN, actor=actor, now=now)
    if _held_before(case, transfer.receiver_id):
        raise_escalation(case, transfer, EscalationReason.BOUNCED, now=now)
    notify("transfer_offered", now=now, receiver=transfer.receiver_id)
    return transfer


@act()
def accept_transfer(
    *,
    actor: Member,
    transfer_id: UUID,
    first_step: str,
    first_due: datetime,
    version: int,
    now: datetime,
) -> Transfer:
    """Say yes. In this transaction, and only here, the holder changes."""
    transfer = _open_to(Act.ACCEPT, actor, transfer_id, version, now)
    case = locked(transfer)
    if not can_hold(case, actor.organisation_id, now):
        raise Refused(_("Nobody answers at a desk of your organisation. Staff a desk first."))
    _step(transfer, TransferState.ACCEPTED, actor, now)
    transfer.save()
    move_holder(case, transfer, actor=actor, now=now)
    log_transfer(case, transfer, actor=actor, now=now)
    add_action(case, actor=actor, words=first_step, due=first_due, now=now)
    resolve(case, Resolution.ANSWERED, actor=actor, now=now)
    notify("transfer_answered", now=now, giver=transfer.giver_id)
    return transfer


@act()
def refuse_transfer(
    *, actor: Member, transfer_id: UUID, refusal: Refusal, version: int, now: datetime
) -> Transfer:
    """Say no, with a reason and a proposal. The giver still holds the case."""
    transfer = _open_to(Act.REFUSE, actor, transfer_id, version, now)
    check_answer(transfer, refusal)
    reference.code("transfer_refusals", refusal.reason, by=local_date(now))
    other = refusal.organisation_id
    case = locked(transfer)
    envelope = open_envelope(transfer.envelope_id, actor.organisation_id)
    _step(transfer, TransferState.REFUSED, actor, now)
    transfer.refusal, transfer.alternative = refusal.reason, refusal.alternative
    transfer.alternative_organisation = party(other) if other else None
    envelope.write(transfer, "answer", refusal.words)
    transfer.save()
    log_transfer(case, transfer, actor=actor, now=now)
    if refuse_count(case) >= reference.threshold("refused_hand_overs", local_date(now)):
        raise_escalation(case, transfer, EscalationReason.REFUSED_TWICE, now=now)
    notify("transfer_answered", now=now, giver=transfer.giver_id)
    return transfer


@act()
def withdraw_transfer(*, actor: Member, transfer_id: UUID, version: int, now: datetime) -> Transfer:
    """Take a proposal back before it is answered. Nothing changes for the case."""
    transfer = _open_to(Act.WITHDRAW, actor, transfer_id, version, now)
    case = locked(transfer)
    offered = transfer.state == TransferState.OFFERED
    _step(transfer, TransferState.WITHDRAWN, actor, now)
    transfer.save()
    log_transfer(case, transfer, actor=actor, now=now)
    if offered:
        notify("transfer_withdrawn", now=now, receiver=transfer.receiver_id)
    return transfer


@act()
def confirm_warm_transfer(
    *, actor: Member, transfer_id: UUID, version: int, now: datetime
) -> Transfer:
    """The two talked and the person knows who acts now. The receiver says so."""
    transfer = _open_to(Act.CONFIRM_WARM, actor, transfer_id, version, now)
    _step(transfer, TransferState.HANDED_OVER, actor, now)
    transfer.handed_over_at = now
    transfer.save()
    log_transfer(locked(transfer), transfer, actor=actor, now=now)
    return transfer


@act()
def complete_transfer(*, actor: Member, transfer_id: UUID, version: int, now: datetime) -> Transfer:
    """Round the hand-over off; from here the case can be handed over again."""
    transfer = _open_to(Act.COMPLETE, actor, transfer_id, version, now)
    _step(transfer, TransferState.COMPLETED, actor, now)
    transfer.completed_at = now
    transfer.save()
    log_transfer(locked(transfer), transfer, actor=actor, now=now)
    return transfer


@act()
def ask_about_transfer(
    *, actor: Member, transfer_id: UUID, words: str, now: datetime
) -> TransferMessage:
    """Ask or answer about an open proposal. The clock runs on."""
    transfer = _reached(actor, transfer_id, now)
    require_act(actor, transfer, Act.ASK)
    message = TransferMessage(
        id=uuid4(), transfer=transfer, organisation=actor.organisation, by=actor, at=now
    )
    open_envelope(transfer.envelope_id, actor.organisation_id).write(message, "words", words)
    message.save(force_insert=True)
    touch(CASE, transfer.case_id, now=now, by="asked")
    record(
        actor=actor,
        action=CasePermission.CASE_TRANSFER,
        kind="transfer",
        id=transfer.pk,
        now=now,
        detail={"event": "asked"},
    )
    return message


def locked(transfer: Transfer) -> Case:
    """Lock the case of a transfer the actor already reached."""
    rows = Case.objects.whole_table(why="the case of a transfer already in reach")
    return rows.select_for_update(of=("self",)).select_related("holder").get(pk=transfer.case_id)


def _step(transfer: Transfer, to: TransferState, actor: Member, now: datetime) -> None:
    step(transfer, to, table=TRANSFER_NEXT, actor=actor, now=now)


def _reached(actor: Member, transfer_id: UUID, now: datetime) -> Transfer:
    require(actor, CasePermission.CASE_TRANSFER)
    rows = Transfer.objects.for_reader(actor, now).select_related("giver", "receiver")
    return locked_offer(rows, transfer_id)


def _open_to(act: Act, actor: Member, transfer_id: UUID, version: int, now: datetime) -> Transfer:
    """Lock a transfer on the version that was seen, or refuse what is not open to its actor."""
    transfer = _reached(actor, transfer_id, now)
    refusal = why_not(actor, transfer, act)
    if isinstance(refusal, NotAllowed):
        raise refusal
    as_seen(transfer, version)
    require_act(actor, transfer, act)
    return transfer


def _held_before(case: Case, organisation_id: UUID) -> bool:
    rows = Transfer.objects.whole_table(why="whether the case goes back to an earlier holder")
    return rows.filter(case=case, giver_id=organisation_id, state__in=RECEIVED).exists()
