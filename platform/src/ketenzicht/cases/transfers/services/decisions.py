# SPDX-License-Identifier: EUPL-1.2
"""Deciding about a stuck case. Nothing here closes it, and nobody loses it unasked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.selectors import (
    coordination_for,
    national_coordination,
    organisation,
)
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.selectors.able import can_hold, holds_cases
from ketenzicht.cases.file.services.actions import add_action
from ketenzicht.cases.file.services.journal import check_version
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.states import WHOLE, joined
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.acts.escalations import Act, require_act
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.services.escalation import raise_escalation, resolve
from ketenzicht.cases.transfers.services.journal import log_transfer
from ketenzicht.cases.transfers.services.moving import move_holder
from ketenzicht.cases.transfers.services.released import release_duties
from ketenzicht.cases.transfers.services.transfers import check_offer
from ketenzicht.cases.transfers.states import (
    OPEN_TRANSFER,
    TRANSFER_NEXT,
    EscalationReason,
    Ground,
    Resolution,
    TransferState,
)
from ketenzicht.core.errors import Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.offers.services import step
from ketenzicht.vault.services import new_envelope, open_envelope, share_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member, Organisation

WHY = "a decision about a stuck case"


@act()
def keep_with_holder(*, actor: Member, escalation_id: UUID, version: int, now: datetime) -> Case:
    """Decide that the present holder goes on; an open offer is taken back."""
    _escalation, case = _to_decide(Act.KEEP, actor, escalation_id, version, now)
    if not can_hold(case, case.holder_id, now):
        raise Refused(_("Nobody can be reached at the holder. Take the case over, or ask again."))
    _end_open(case, actor, now)
    resolve(case, Resolution.HOLDER_KEEPS, actor=actor, now=now)
    return case


@act()
def take_over(
    *,
    actor: Member,
    escalation_id: UUID,
    first_step: str,
    first_due: datetime,
    version: int,
    now: datetime,
) -> Case:
    """Decide that the fallback itself takes the case: its decision is its acceptance."""
    _escalation, case = _to_decide(Act.TAKE, actor, escalation_id, version, now)
    if not can_hold(case, actor.organisation_id, now):
        raise Refused(_("Nobody answers at a desk of your organisation. Staff a desk first."))
    if case.holder_id != actor.organisation_id:
        take(case, actor.organisation, actor=actor, ground=Ground.DECIDED, now=now)
    add_action(case, actor=actor, words=first_step, due=first_due, now=now)
    resolve(case, Resolution.FALLBACK_TAKES, actor=actor, now=now)
    return case


@act()
def offer_elsewhere(
    *,
    actor: Member,
    escalation_id: UUID,
    receiver_id: UUID,
    answer_by: datetime,
    version: int,
    now: datetime,
) -> Transfer:
    """Decide that another organisation is asked, with the words of the last proposal."""
    escalation, case = _to_decide(Act.ASK, actor, escalation_id, version, now)
    last = escalation.transfer
    assert last is not None  # noqa: S101  because asking is open only where a proposal stands
    receiver = organisation(receiver_id)
    if receiver.pk == case.holder_id:
        raise Refused(_("This organisation holds the case already."), field="receiver")
    check_offer(case, receiver.pk, answer_by, now)
    # Read first: whoever was asked last loses those words when that question is taken back.
    words = open_envelope(last.envelope_id, actor.organisation_id).read(last, "summary")
    _end_open(case, actor, now)
    transfer = _asked_again(last, words, receiver, answer_by=answer_by, actor=actor, now=now)
    log_transfer(case, transfer, actor=actor, now=now)
    resolve(case, Resolution.OFFERED_AGAIN, actor=actor, now=now)
    notify("transfer_offered", now=now, receiver=receiver.pk)
    return transfer


def _asked_again(
    last: Transfer,
    words: str,
    receiver: Organisation,
    *,
    answer_by: datetime,
    actor: Member,
    now: datetime,
) -> Transfer:
    case = last.case
    envelope = new_envelope(kind="transfer", origin=case.holder, now=now)
    transfer = Transfer(
        id=uuid4(),
        case=case,
        giver=case.holder,
        receiver=receiver,
        fallback=actor.organisation,
        state=TransferState.OFFERED,
        ground=Ground.DECIDED,
        sections=last.sections,
        stays=last.stays,
        stays_until=last.stays_until,
        answer_by=answer_by,
        envelope_id=envelope.id,
        drafted_at=now,
        drafted_by=actor,
        offered_at=now,
        escalated=True,
    )
    envelope.write(transfer, "summary", words)
    for party in (receiver, actor.organisation):
        share_envelope(envelope, party, now=now)
    transfer.save(force_insert=True)
    return transfer


def take(
    case: Case,
    receiver: Organisation,
    *,
    actor: Member | None,
    ground: Ground,
    now: datetime,
) -> Transfer:
    """Record a hand-over accepted by decision, and move the holder in the same breath."""
    _end_open(case, actor, now)
    envelope = new_envelope(kind="transfer", origin=case.holder, now=now)
    share_envelope(envelope, receiver, now=now)
    transfer = Transfer.objects.create(
        id=uuid4(),
        case=case,
        giver=case.holder,
        receiver=receiver,
        fallback=receiver,
        state=TransferState.ACCEPTED,
        ground=ground,
        sections=joined(WHOLE),
        answer_by=now,
        envelope_id=envelope.id,
        drafted_at=now,
        drafted_by=actor,
        offered_at=now,
        answered_at=now,
        answered_by=actor,
    )
    move_holder(case, transfer, actor=actor, now=now)
    log_transfer(case, transfer, actor=actor, now=now)
    return transfer


@act()
def leave_unreachable(organisation_id: UUID, *, now: datetime) -> int:
    """Bring every open case of an organisation that nobody answers for to the fallback.

    Called in the transaction that disables the last member or the organisation itself, and by
    the sweep. Returns how many cases moved.
    """
    if holds_cases(organisation_id, now):
        return 0
    release_duties(organisation_id, now=now)
    held = Case.objects.whole_table(why="cases of a holder nobody can reach").filter(
        holder_id=organisation_id, closed_at__isnull=True
    )
    moved = 0
    for case in held.select_for_update(of=("self",)).select_related("holder"):
        moved += _rescue(case, now)
    return moved


def _rescue(case: Case, now: datetime) -> bool:
    for candidate in (coordination_for(case.region), national_coordination()):
        if candidate.pk != case.holder_id and can_hold(case, candidate.pk, now):
            take(case, candidate, actor=None, ground=Ground.UNREACHABLE, now=now)
            notify("case_holder_gone", now=now, holder=candidate.pk)
            return True
    raise_escalation(case, None, EscalationReason.UNREACHABLE, now=now)
    return False


def _end_open(case: Case, actor: Member | None, now: datetime) -> None:
    rows = Transfer.objects.whole_table(why=WHY).filter(case=case, state__in=OPEN_TRANSFER)
    for transfer in rows.select_for_update(of=("self",)):
        if transfer.state in {TransferState.DRAFT, TransferState.OFFERED}:
            step(transfer, TransferState.WITHDRAWN, table=TRANSFER_NEXT, actor=actor, now=now)
        else:
            transfer.state, transfer.completed_at = TransferState.COMPLETED, now
            transfer.version += 1
        transfer.save()
        log_transfer(case, transfer, actor=actor, now=now)


def _to_decide(
    act: Act, actor: Member, escalation_id: UUID, version: int, now: datetime
) -> tuple[Escalation, Case]:
    require(actor, CasePermission.CASE_TRANSFER)
    rows = Escalation.objects.for_reader(actor, now).select_related("transfer", "case")
    found = found_in(rows, pk=escalation_id, resolved_at=None)
    require_act(actor, found, act, now)
    check_version(found, version)
    cases = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    return found, cases.select_related("holder").get(pk=found.case_id)
