# SPDX-License-Identifier: EUPL-1.2
"""Asking another organisation to answer for a need; until it says yes nothing changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import organisation, party
from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.services.needs import locked_need
from ketenzicht.cases.care.services.withdrawing import withdraw_offer, withdraw_offers
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.selectors.able import can_answer, shared_with
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.states import WORK
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.terms import late_since
from ketenzicht.offers.rules import Refusal, check_answer, why_not_receiver
from ketenzicht.offers.services import step
from ketenzicht.offers.states import OFFER_NEXT, OfferState

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "the question about a need of a locked case"


@act()
def ask_for_need(
    *,
    actor: Member,
    case_id: UUID,
    need_id: UUID,
    organisation_id: UUID,
    version: int,
    now: datetime,
) -> NeedOffer:
    """Ask another organisation, one that may see the needs, to answer for this one."""
    access = case_for(actor, case_id, Act.ASK_NEED, now=now)
    case = access.case
    need = _open_need(actor, case, need_id, version, now)
    asked = organisation(organisation_id)
    _check_asked(case, need, asked.pk, now)
    withdraw_offers(need, now=now)
    _unnoted(actor, need, now).update(noted_at=now)
    need.save()
    offer = NeedOffer.objects.create(
        id=uuid4(),
        case=case,
        need=need,
        giver=actor.organisation,
        receiver=asked,
        state=OfferState.OFFERED,
        envelope_id=case.envelope_id,
        offered_at=now,
        answer_by=late_since("need_not_answered", now, region=case.region),
    )
    log(case, "need-asked", actor=actor, now=now, to=str(asked.pk))
    notify("need_asked", now=now, receiver=asked.pk)
    return offer


def _check_asked(case: Case, need: Need, asked_id: UUID, now: datetime) -> None:
    if asked_id == need.responsible_id:
        raise Refused(_("This organisation answers for it already."), field="organisation")
    if asked_id not in shared_with(case, WORK, now):
        raise Refused(
            _("Share the needs of this case with this organisation first."), field="organisation"
        )
    if not can_answer(case, asked_id, now):
        raise Refused(
            _("Nobody can be reached at this organisation now. Choose another one."),
            field="organisation",
        )


@act()
def take_need(*, actor: Member, case_id: UUID, need_id: UUID, version: int, now: datetime) -> Need:
    """Say yes to a need one was asked for; from now one's own organisation answers for it."""
    case = case_for(actor, case_id, Act.ANSWER_NEED, now=now).case
    need = _open_need(actor, case, need_id, version, now)
    offer = _open_offer(actor, need, now)
    _answer(offer, OfferState.ACCEPTED, actor, now)
    need.responsible = actor.organisation
    need.save()
    log(case, "need-taken", actor=actor, now=now)
    notify("need_answered", now=now, holder=case.holder_id)
    return need


@act()
def decline_need(
    *,
    actor: Member,
    case_id: UUID,
    need_id: UUID,
    refusal: Refusal,
    version: int,
    now: datetime,
) -> Need:
    """Say no with a reason and a proposal; nothing changes about who answers for the need."""
    access = case_for(actor, case_id, Act.ANSWER_NEED, now=now)
    case = access.case
    need = _open_need(actor, case, need_id, version, now)
    offer = _open_offer(actor, need, now)
    check_answer(offer, refusal)
    reference.code("transfer_refusals", refusal.reason, by=local_date(now))
    offer.refusal, offer.alternative = refusal.reason, refusal.alternative
    other = refusal.organisation_id
    offer.alternative_organisation = party(other) if other else None
    access.envelope().write(offer, "answer", refusal.words)
    _answer(offer, OfferState.REFUSED, actor, now)
    need.save()
    log(case, "need-declined", actor=actor, now=now)
    notify("need_answered", now=now, holder=case.holder_id)
    return need


def _answer(offer: NeedOffer, state: OfferState, actor: Member, now: datetime) -> None:
    step(offer, state, table=OFFER_NEXT, actor=actor, now=now)
    offer.save()


@act()
def withdraw_question(
    *, actor: Member, case_id: UUID, need_id: UUID, version: int, now: datetime
) -> Need:
    """Take a question about a need back before it is answered."""
    case = case_for(actor, case_id, Act.ASK_NEED, now=now).case
    need = _open_need(actor, case, need_id, version, now)
    rows = NeedOffer.objects.for_reader(actor, now).select_for_update(of=("self",))
    offer = rows.filter(need=need, state=OfferState.OFFERED).first()
    if offer is None:
        raise Refused(_("This question has been answered already."))
    withdraw_offer(offer, now=now)
    need.save()
    log(case, "need-withdrawn", actor=actor, now=now, to=str(offer.receiver_id))
    return need


@act()
def note_answer(
    *, actor: Member, case_id: UUID, need_id: UUID, version: int, now: datetime
) -> Need:
    """Say that one read a no, or saw the silence, and goes on without a question to another."""
    case = case_for(actor, case_id, Act.ASK_NEED, now=now).case
    need = _open_need(actor, case, need_id, version, now)
    if not _unnoted(actor, need, now).update(noted_at=now):
        raise Refused(_("There is no answer to note."))
    need.save()
    log(case, "need-noted", actor=actor, now=now)
    return need


def _unnoted(actor: Member, need: Need, now: datetime) -> QuerySet[NeedOffer]:
    """What came to nothing about a need and stands on the day of who asked."""
    return NeedOffer.objects.for_reader(actor, now).filter(
        need=need, state__in=(OfferState.REFUSED, OfferState.EXPIRED), noted_at=None
    )


@act()
def expire_question(offer_id: UUID, *, now: datetime) -> bool:
    """Let a question about a need run out that nobody answers; who asked still answers for it."""
    rows = NeedOffer.objects.whole_table(why=WHY).select_for_update(of=("self",))
    offer = rows.filter(pk=offer_id, state=OfferState.OFFERED).first()
    if offer is None:
        return False
    step(offer, OfferState.EXPIRED, table=OFFER_NEXT, actor=None, now=now)
    offer.save()
    needs = Need.objects.whole_table(why=WHY).select_for_update(of=("self",))
    need = needs.get(pk=offer.need_id)
    need.version += 1
    need.save()
    cases = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    case = cases.get(pk=need.case_id)
    log(case, "need-unanswered", actor=None, now=now)
    notify("need_unanswered", now=now, holder=case.holder_id)
    return True


def _open_need(actor: Member, case: Case, need_id: UUID, version: int, now: datetime) -> Need:
    """Lock an open need on the version that was seen."""
    need = locked_need(actor, case, need_id, now)
    if need.state != NeedState.OPEN:
        raise Refused(_("This need is no longer open."))
    check_version(need, version)
    return need


def _open_offer(actor: Member, need: Need, now: datetime) -> NeedOffer:
    """Lock the open question about a need, which has to be put to one's own organisation."""
    rows = NeedOffer.objects.for_reader(actor, now).select_for_update(of=("self",))
    offer = found_in(rows, need=need, state=OfferState.OFFERED)
    refusal = why_not_receiver(offer, actor)
    if refusal is not None:
        raise refusal
    return offer
