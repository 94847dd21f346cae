# SPDX-License-Identifier: EUPL-1.2
"""Answering a request for a bed: a yes with a day, a no with a reason, a bed taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import organisation, party
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.acts.offers import Act, require_act, why_not
from ketenzicht.cases.shelter.models import BedOffer
from ketenzicht.cases.shelter.services.withdrawing import (
    WHY,
    end_offer,
    locked_offers,
    move_request,
    notify_others,
)
from ketenzicht.cases.shelter.states import BED_NEXT, COSM, BedState, RequestState
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.offers.rules import Refusal, check_answer
from ketenzicht.offers.services import as_seen, locked_offer, step
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedBed:
    """From when until when there is a bed; for COSM also at which shelter."""

    begins: datetime
    ends: datetime | None = None
    shelter_id: UUID | None = None
    words: str = ""


@act()
def offer_bed(
    *, actor: Member, offer_id: UUID, bed: OfferedBed, version: int, now: datetime
) -> BedOffer:
    """Say yes: there is a bed. The holder chooses with the person; nothing opens before that."""
    offer = open_offer(Act.YES, actor, offer_id, version, now)
    case = case_of_offer(offer)
    _check_days(bed, now)
    offer.shelter = organisation(_place_of(offer, bed))
    offer.begins, offer.ends = bed.begins, bed.ends
    _write(offer, actor, bed.words)
    step(offer, BedState.ACCEPTED, table=BED_NEXT, actor=actor, now=now)
    offer.save()
    log(case, "bed-offered", actor=actor, now=now, to=str(offer.receiver_id))
    notify("bed_answered", now=now, holder=case.holder_id)
    return offer


def _check_days(bed: OfferedBed, now: datetime) -> None:
    if bed.ends is not None and bed.ends <= max(bed.begins, now):
        raise Refused(_("The last day lies after the first."), field="ends")


def _place_of(offer: BedOffer, bed: OfferedBed) -> UUID:
    """Where the bed is: with who was asked, or for COSM at the shelter that is named."""
    if offer.request.shelter_type != COSM or offer.receiver.kind == "shelter":
        return offer.receiver_id
    if bed.shelter_id is None:
        raise Refused(_("Say at which shelter."), field="shelter")
    return bed.shelter_id


@act()
def refuse_bed(
    *, actor: Member, offer_id: UUID, refusal: Refusal, version: int, now: datetime
) -> BedOffer:
    """Say no, with a reason and a proposal; the holder goes on looking."""
    offer = open_offer(Act.NO, actor, offer_id, version, now)
    check_answer(offer, refusal)
    case = case_of_offer(offer)
    offer.refusal = reference.code("transfer_refusals", refusal.reason, by=local_date(now)).code
    offer.alternative = refusal.alternative
    other = refusal.organisation_id
    offer.alternative_organisation = party(other) if other else None
    _write(offer, actor, refusal.words)
    end_offer(offer, BedState.REFUSED, now=now, actor=actor)
    log(case, "bed-refused", actor=actor, now=now, to=str(offer.receiver_id))
    notify("bed_answered", now=now, holder=case.holder_id)
    return offer


def choose_bed(offer: BedOffer, case: Case, *, actor: Member, now: datetime) -> None:
    """Choose one offered bed of a locked case; the others hear that theirs is not needed."""
    step(offer, BedState.CHOSEN, table=BED_NEXT, actor=None, now=now)
    offer.save()
    request = offer.request
    move_request(request, RequestState.CHOSEN)
    notify_others(request, now=now, but=[offer.pk])
    log(case, "bed-chosen", actor=actor, now=now, to=str(offer.shelter_id))


def note_placed(case: Case, organisation_id: UUID, *, now: datetime) -> None:
    """The person is there: what was chosen is met, and its words are closed to the shelter."""
    rows = locked_offers().filter(case=case, shelter=organisation_id, state=BedState.CHOSEN)
    for offer in rows.select_related("request"):
        end_offer(offer, BedState.PLACED, now=now)
        offer.request.ended_at = now
        move_request(offer.request, RequestState.PLACED)


@act()
def expire_bed_question(offer_id: UUID, *, now: datetime) -> bool:
    """Let a question about a bed run out that nobody answers; the holder hears of it."""
    offer = locked_offers().filter(pk=offer_id, state=BedState.OFFERED).first()
    if offer is None:
        return False
    case = case_of_offer(offer)
    end_offer(offer, BedState.EXPIRED, now=now)
    log(case, "bed-unanswered", actor=None, now=now, to=str(offer.receiver_id))
    notify("bed_unanswered", now=now, holder=case.holder_id)
    return True


def open_offer(act: Act, actor: Member, offer_id: UUID, version: int, now: datetime) -> BedOffer:
    """Lock an offer on the version that was seen, or refuse what is not open to its actor."""
    require(actor, CasePermission.CASE_GRANT if act is Act.CHOOSE else CasePermission.BED_ANSWER)
    rows = BedOffer.objects.for_reader(actor, now).select_related("request", "receiver")
    offer = locked_offer(rows, offer_id)
    refusal = why_not(actor, offer, act)
    if isinstance(refusal, NotAllowed):
        raise refusal
    as_seen(offer, version)
    require_act(actor, offer, act)
    return offer


def case_of_offer(offer: BedOffer) -> Case:
    """Lock the case of an offer that was reached already."""
    rows = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    return rows.get(pk=offer.case_id)


def _write(offer: BedOffer, actor: Member, words: str) -> None:
    open_envelope(offer.envelope_id, actor.organisation_id).write(offer, "answer", words)
