# SPDX-License-Identifier: EUPL-1.2
"""What was asked or offered about a bed ends, or moves along, with what it hangs on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.shelter.models import BedOffer, BedRequest
from ketenzicht.cases.shelter.states import (
    BED_NEXT,
    LOOKING,
    REQUEST_NEXT,
    STANDING_OFFERS,
    BedState,
    RequestState,
)
from ketenzicht.core.states import advance
from ketenzicht.offers.services import step
from ketenzicht.vault.services import open_envelope, share_envelope, withdraw_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member, Organisation

WHY = "what was asked or offered about a bed in a locked case"


def locked_offers() -> QuerySet[BedOffer]:
    """Offers of beds, to be locked before they move."""
    return BedOffer.objects.whole_table(why=WHY).select_for_update(of=("self",))


def end_offer(offer: BedOffer, to: BedState, *, now: datetime, actor: Member | None = None) -> None:
    """Bring a locked offer to its end; the shelter can no longer read what was asked."""
    step(offer, to, table=BED_NEXT, actor=actor, now=now)
    offer.save()
    withdraw_envelope(offer.envelope_id, offer.receiver_id, now=now)


def open_again(request: BedRequest) -> None:
    """Look for a bed again after a chosen one fell away."""
    if request.state == RequestState.CHOSEN:
        move_request(request, RequestState.OPEN)


def move_request(request: BedRequest, to: RequestState) -> None:
    """Bring a locked request a step further."""
    request.state = advance(RequestState(request.state), to, REQUEST_NEXT)
    request.version += 1
    request.save()


def notify_others(request: BedRequest, *, now: datetime, but: Collection[UUID] = ()) -> None:
    """Tell whoever is asked, or offers a bed, that it is not needed any more."""
    rows = locked_offers().filter(request=request, state__in=STANDING_OFFERS).exclude(pk__in=but)
    for offer in rows:
        end_offer(offer, BedState.WITHDRAWN, now=now)
        notify("bed_withdrawn", now=now, receiver=offer.receiver_id)


def end_request_of(case: Case, *, outcome: str, now: datetime, actor: Member | None = None) -> None:
    """Stop looking for a bed for a locked case, and tell whoever was asked."""
    rows = BedRequest.objects.whole_table(why=WHY).select_for_update(of=("self",))
    for request in rows.filter(case=case, state__in=LOOKING):
        notify_others(request, now=now)
        request.outcome, request.ended_at = outcome, now
        move_request(request, RequestState.ENDED)
        log(case, "bed-ended", actor=actor, now=now, outcome=outcome)


def release_chosen_bed(case: Case, organisation_id: UUID, *, now: datetime) -> None:
    """Look for a bed again when what opened the case to the chosen shelter has ended."""
    chosen = Q(shelter=organisation_id, state=BedState.CHOSEN)
    _release(case, locked_offers().filter(chosen, case=case), now)


def release_beds(case: Case, organisation_id: UUID, *, now: datetime) -> None:
    """Take back what an organisation where nobody answers was asked for, or offered."""
    theirs = Q(receiver=organisation_id) | Q(shelter=organisation_id)
    _release(case, locked_offers().filter(theirs, case=case, state__in=STANDING_OFFERS), now)


def _release(case: Case, offers: QuerySet[BedOffer], now: datetime) -> None:
    for offer in offers:
        chosen = offer.state == BedState.CHOSEN
        end_offer(offer, BedState.WITHDRAWN, now=now)
        request = BedRequest.objects.whole_table(why=WHY).get(pk=offer.request_id)
        open_again(request)
        log(case, "bed-gone", actor=None, now=now, to=str(offer.receiver_id))
        notify("bed_holder_gone" if chosen else "bed_asked_gone", now=now, holder=case.holder_id)


def move_beds(case: Case, giver_id: UUID, receiver: Organisation, *, now: datetime) -> None:
    """Bring what is looked for along to a new holder, who does not ask itself."""
    for offer in locked_offers().filter(case=case, receiver=receiver.pk, state__in=STANDING_OFFERS):
        end_offer(offer, BedState.WITHDRAWN, now=now)
        open_again(BedRequest.objects.whole_table(why=WHY).get(pk=offer.request_id))
    requests = BedRequest.objects.whole_table(why=WHY).filter(case=case)
    for request in requests:
        share_envelope(open_envelope(request.envelope_id, giver_id), receiver, now=now)
        withdraw_envelope(request.envelope_id, giver_id, now=now)
    BedOffer.objects.whole_table(why=WHY).filter(case=case, state__in=STANDING_OFFERS).update(
        giver=receiver
    )
