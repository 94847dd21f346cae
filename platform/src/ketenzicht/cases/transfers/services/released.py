# SPDX-License-Identifier: EUPL-1.2
"""What other organisations were asked, or had taken on, goes back when they can act no more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.services.escalation import raise_escalation
from ketenzicht.cases.transfers.services.journal import log_transfer
from ketenzicht.cases.transfers.states import TRANSFER_NEXT, EscalationReason, TransferState
from ketenzicht.core.obligations.acting import act
from ketenzicht.offers.services import step

WHY = "what an organisation that can act no more was asked, or had taken on"


def release_duties(organisation_id: UUID, *, now: datetime) -> None:
    """Give needs and offers back to the holders of their cases, who hear of it."""
    theirs = Q(responsible=organisation_id) & ~Q(case__holder=organisation_id)
    open_needs = Need.objects.whole_table(why=WHY).filter(state=NeedState.OPEN)
    needs = open_needs.filter(theirs | Q(asked=organisation_id)).values_list("pk", flat=True)
    for need_id in list(needs):
        _release_need(need_id, organisation_id, now)
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


@act()
def _release_need(need_id: UUID, organisation_id: UUID, now: datetime) -> None:
    rows = Need.objects.whole_table(why=WHY).select_for_update(of=("self",))
    need = rows.get(pk=need_id)
    case = _locked(need.case_id)
    asked = need.asked_id == organisation_id
    if asked or need.asked_id == case.holder_id:
        need.asked = need.asked_at = need.answer_by = None
    if need.responsible_id == organisation_id:
        need.responsible = case.holder
    need.version += 1
    need.save()
    log(case, "need-declined" if asked else "need-returned", actor=None, now=now)
    notify("need_asked_gone" if asked else "need_holder_gone", now=now, holder=case.holder_id)


def _locked(case_id: UUID) -> Case:
    rows = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    return rows.select_related("holder").get(pk=case_id)
