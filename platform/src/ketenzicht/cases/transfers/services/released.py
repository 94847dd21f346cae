# SPDX-License-Identifier: EUPL-1.2
"""What other organisations were asked, or had taken on, goes back when they can act no more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.services.withdrawing import release_duties_on
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.shelter.models import BedOffer
from ketenzicht.cases.shelter.services.withdrawing import release_beds
from ketenzicht.cases.shelter.states import STANDING_OFFERS
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.services.escalation import raise_escalation
from ketenzicht.cases.transfers.services.journal import log_transfer
from ketenzicht.cases.transfers.states import TRANSFER_NEXT, EscalationReason, TransferState
from ketenzicht.core.obligations.acting import act
from ketenzicht.offers.services import step
from ketenzicht.offers.states import OfferState

WHY = "what an organisation that can act no more was asked, or had taken on"


def release_duties(organisation_id: UUID, *, now: datetime) -> None:
    """Give needs and offers back to the holders of their cases, who hear of it."""
    for case_id in _cases_worked_on(organisation_id):
        _release(case_id, organisation_id, now)
    offers = Transfer.objects.whole_table(why=WHY).filter(
        receiver=organisation_id, state=TransferState.OFFERED
    )
    for transfer_id in list(offers.values_list("pk", flat=True)):
        expire_transfer(transfer_id, now=now)


@act()
def expire_transfer(transfer_id: UUID, *, now: datetime) -> bool:
    """Let an offer expire that nobody answers: the holder keeps the case, somebody must decide."""
    rows = Transfer.objects.whole_table(why=WHY).select_for_update(of=("self",))
    transfer = rows.filter(pk=transfer_id, state=TransferState.OFFERED).first()
    if transfer is None:
        return False
    step(transfer, TransferState.EXPIRED, table=TRANSFER_NEXT, actor=None, now=now)
    transfer.expired_at = now
    transfer.save()
    case = _locked(transfer.case_id)
    log_transfer(case, transfer, actor=None, now=now)
    raise_escalation(case, transfer, EscalationReason.EXPIRED, now=now)
    return True


def _cases_worked_on(organisation_id: UUID) -> set[UUID]:
    """The cases of others in which an organisation answers for something or was asked to."""
    needs = Need.objects.whole_table(why=WHY).filter(
        responsible=organisation_id, state=NeedState.OPEN
    )
    asked = NeedOffer.objects.whole_table(why=WHY).filter(
        receiver=organisation_id, state=OfferState.OFFERED
    )
    steps = Action.objects.whole_table(why=WHY).filter(organisation=organisation_id, done_at=None)
    beds = BedOffer.objects.whole_table(why=WHY).filter(
        Q(receiver=organisation_id) | Q(shelter=organisation_id), state__in=STANDING_OFFERS
    )
    return {
        case_id
        for rows in (needs, asked, steps, beds)
        for case_id in rows.exclude(case__holder=organisation_id)
        .order_by()
        .values_list("case", flat=True)
        .distinct()
    }


@act()
def _release(case_id: UUID, organisation_id: UUID, now: datetime) -> None:
    case = _locked(case_id)
    release_duties_on(case, organisation_id, now=now)
    release_beds(case, organisation_id, now=now)


def _locked(case_id: UUID) -> Case:
    rows = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    return rows.select_related("holder").get(pk=case_id)
