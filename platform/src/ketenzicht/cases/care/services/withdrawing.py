# SPDX-License-Identifier: EUPL-1.2
"""What an organisation was asked or took on goes back to the holder when its ground has ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.offers.services import step
from ketenzicht.offers.states import OFFER_NEXT, OfferState

WHY = "what an organisation was asked, or took on, of a locked case"


def withdraw_offers(need: Need, *, now: datetime) -> None:
    """Take back the open question about a locked need; nobody has to answer it any more."""
    rows = NeedOffer.objects.whole_table(why=WHY).select_for_update(of=("self",))
    for offer in rows.filter(need=need, state=OfferState.OFFERED):
        withdraw_offer(offer, now=now)


def withdraw_offer(offer: NeedOffer, *, now: datetime) -> None:
    """Take one locked question back."""
    step(offer, OfferState.WITHDRAWN, table=OFFER_NEXT, actor=None, now=now)
    offer.save()


def release_duties_on(case: Case, organisation_id: UUID, *, now: datetime) -> None:
    """Give back what an organisation does for a locked case: needs, steps and questions.

    Called when it sees the needs of the case no more, or when nobody answers there; the holder
    hears of it.
    """
    rows = Need.objects.whole_table(why=WHY).select_for_update(of=("self",))
    theirs = Q(responsible=organisation_id)
    asked = Q(pk__in=_asked(case, organisation_id))
    for need in rows.filter(theirs | asked, case=case, state=NeedState.OPEN):
        _release(need, case, organisation_id, now)
    steps = Action.objects.whole_table(why=WHY).filter(case=case, done_at=None)
    if steps.filter(organisation=organisation_id).update(organisation=case.holder):
        log(case, "steps-returned", actor=None, now=now)


def _asked(case: Case, organisation_id: UUID) -> list[UUID]:
    rows = NeedOffer.objects.whole_table(why=WHY).filter(
        case=case, receiver=organisation_id, state=OfferState.OFFERED
    )
    return list(rows.order_by().values_list("need", flat=True))


def _release(need: Need, case: Case, organisation_id: UUID, now: datetime) -> None:
    """Bring one need back to the holder, with what stood open about it."""
    took = need.responsible_id == organisation_id
    if took:
        need.responsible = case.holder
    need.version += 1
    need.save()
    offers = NeedOffer.objects.whole_table(why=WHY).select_for_update(of=("self",))
    for offer in offers.filter(need=need, state=OfferState.OFFERED):
        if offer.receiver_id in {organisation_id, need.responsible_id}:
            withdraw_offer(offer, now=now)
    log(case, "need-returned" if took else "need-declined", actor=None, now=now)
    notify("need_holder_gone" if took else "need_asked_gone", now=now, holder=case.holder_id)
