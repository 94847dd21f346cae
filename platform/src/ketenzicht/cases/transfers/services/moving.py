# SPDX-License-Identifier: EUPL-1.2
"""The one place where the holder of a case changes, with everything that hangs on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.services.withdrawing import withdraw_offer
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Action, Case, Grant, Person
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.shelter.services.withdrawing import move_beds
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.intake.handover import case_moved
from ketenzicht.offers.states import OfferState
from ketenzicht.vault.services import open_envelope, share_envelope, withdraw_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "what moves along with the holder in the accepting transaction"


def move_holder(case: Case, transfer: Transfer, *, actor: Member | None, now: datetime) -> None:
    """Make the receiver of an accepted transfer the holder. The caller holds the lock."""
    _share_keys(case, transfer, now)
    case.holder = transfer.receiver
    case.worker = actor if actor and actor.organisation_id == transfer.receiver_id else None
    case.holder_since = now
    case.version += 1
    case.save(update_fields=["holder", "worker", "holder_since", "version"])
    _move_duties(case, transfer, now)
    move_beds(case, transfer.giver_id, transfer.receiver, now=now)
    if case.report_id:
        case_moved(case.report_id, giver_id=transfer.giver_id, receiver=transfer.receiver, now=now)
    _leave_a_view(case, transfer, now)


def _share_keys(case: Case, transfer: Transfer, now: datetime) -> None:
    for envelope_id in _envelopes(case):
        share_envelope(open_envelope(envelope_id, transfer.giver_id), transfer.receiver, now=now)


def _envelopes(case: Case) -> tuple[UUID, UUID]:
    person = Person.objects.whole_table(why=WHY).get(pk=case.person_id)
    return case.envelope_id, person.envelope_id


def _move_duties(case: Case, transfer: Transfer, now: datetime) -> None:
    """Open needs and steps of the giver become the receiver's: nothing is left without one."""
    offers = NeedOffer.objects.whole_table(why=WHY).filter(case=case, state=OfferState.OFFERED)
    for offer in offers.filter(receiver=transfer.receiver_id):
        withdraw_offer(offer, now=now)
    needs = Need.objects.whole_table(why=WHY).filter(case=case, state=NeedState.OPEN)
    needs.filter(responsible_id=transfer.giver_id).update(responsible_id=transfer.receiver_id)
    actions = Action.objects.whole_table(why=WHY).filter(case=case, done_at__isnull=True)
    actions.filter(organisation_id=transfer.giver_id).update(organisation_id=transfer.receiver_id)
    grants = Grant.objects.whole_table(why=WHY).filter(case=case, revoked_at__isnull=True)
    grants.filter(organisation_id=transfer.receiver_id).update(revoked_at=now)


def _leave_a_view(case: Case, transfer: Transfer, now: datetime) -> None:
    """The giver keeps what was agreed for as long as was agreed; the rest closes now."""
    case_envelope, identity_envelope = _envelopes(case)
    if Section.IDENTITY not in transfer.remains:
        withdraw_envelope(identity_envelope, transfer.giver_id, now=now)
    if not transfer.remains or transfer.drafted_by is None or transfer.stays_until is None:
        withdraw_envelope(case_envelope, transfer.giver_id, now=now)
        return
    Grant.objects.create(
        case=case,
        organisation=transfer.giver,
        purpose="hand-over",
        basis="care",
        sections=transfer.stays,
        granted_by=transfer.answered_by or transfer.drafted_by,
        since=now,
        until=transfer.stays_until,
        transfer_id=transfer.pk,
    )
