# SPDX-License-Identifier: EUPL-1.2
"""Where a person stays: the place code for readers, the address for the shelter alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import Candidate, organisations_able, reachable_for
from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.selectors.access import Reader, case_of
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.models import BedOffer, BedRequest, Whereabouts
from ketenzicht.cases.shelter.states import COSM, LOOKING, STANDING_OFFERS, BedState
from ketenzicht.core.clock import day_end, local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import end_of
from ketenzicht.vault.services import EnvelopeClosed, open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

SHELTER = "shelter"


def stay_of(reader: Reader) -> Whereabouts | None:
    """The place code; the address is not read here, whoever asks."""
    if not reader.access.sees(Section.CONTACT):
        return None
    rows = Whereabouts.objects.whole_table(why="the place code of a case already in reach")
    found = rows.filter(case=reader.access.case, until=None).defer("address")
    return found.select_related("organisation").first()


def end_of_stay(stay: Whereabouts, region: str) -> tuple[datetime, str] | None:
    """Return until when, and the version of the term that says so; empty where a decision does."""
    if stay.document_day is not None:
        return day_end(stay.document_day), ""
    if stay.shelter_type != COSM:
        return None
    rule = reference.deadline("cosm_stay", local_date(stay.since), region)
    return end_of(rule, stay.since), rule.version


def address_of(actor: Member, case_id: UUID, *, now: datetime) -> tuple[Whereabouts, str]:
    """Open the address, for the sheltering organisation alone; the look is on record first."""
    require(actor, CasePermission.CASE_IDENTITY)
    rows = Whereabouts.objects.for_reader(actor, now)
    stay = rows.filter(case=case_of(actor, case_id, now), until=None).first()
    if stay is None:
        raise Refused(_("Nobody stays with you for this case."))
    record_access(
        actor=actor,
        action=CasePermission.CASE_IDENTITY,
        kind="whereabouts",
        id=stay.pk,
        now=now,
        purpose="shelter",
    )
    return stay, open_envelope(stay.envelope_id, actor.organisation_id).read(stay, "address")


def shelters_to_ask(actor: Member, region: str, now: datetime) -> list[Candidate]:
    """Shelters where somebody can answer for a bed now, those of the region first."""
    return organisations_able(
        CasePermission.BED_ANSWER, region, now, kinds=(SHELTER,), but=(actor.organisation_id,)
    )


def can_offer(organisation_id: UUID, now: datetime) -> bool:
    """Tell whether somebody there can answer for a bed now."""
    return reachable_for(CasePermission.BED_ANSWER, organisation_id, now)


@dataclass(frozen=True, slots=True)
class Described:
    """What a request says of whom a bed is for, in codes and a few words."""

    age_band: str
    gender: str
    children: str
    words: str


def described(request: BedRequest, organisation_id: UUID) -> Described | None:
    """Open what a request says of the person; closed where the question has ended."""
    try:
        envelope = open_envelope(request.envelope_id, organisation_id)
    except EnvelopeClosed:
        return None
    return Described(**{name: envelope.read(request, name) for name in Described.__annotations__})


def bed_request_of(reader: Reader) -> BedRequest | None:
    """The bed that is looked for, for whoever holds the case."""
    if not reader.access.holds:
        return None
    rows = BedRequest.objects.for_reader(reader.actor, reader.now)
    return rows.filter(case=reader.access.case, state__in=LOOKING).first()


def get_request(actor: Member, request_id: UUID, *, now: datetime) -> BedRequest:
    """Open a request to read it, for the holder; the look is on record first."""
    require(actor, CasePermission.CASE_WRITE)
    rows = BedRequest.objects.for_reader(actor, now).filter(case__holder=actor.organisation_id)
    found = found_in(rows.select_related("case"), pk=request_id)
    _record(actor, found.case_id, now)
    return found


def offers_of(actor: Member, request: BedRequest, now: datetime) -> list[BedOffer]:
    """Whom a request was put to, and what they said; yeses first."""
    rows = BedOffer.objects.for_reader(actor, now).filter(request=request)
    related = rows.select_related("request", "receiver", "shelter", "alternative_organisation")
    first = (BedState.CHOSEN, BedState.PLACED, BedState.ACCEPTED, BedState.OFFERED)
    order = {state.value: place for place, state in enumerate(first)}
    return sorted(related.order_by("offered_at", "pk"), key=lambda one: order.get(one.state, 9))


def get_offer(actor: Member, offer_id: UUID, *, now: datetime) -> BedOffer:
    """Open a question about a bed to read it; the look is on record first."""
    require(actor, CasePermission.BED_ANSWER)
    rows = BedOffer.objects.for_reader(actor, now).filter(receiver=actor.organisation_id)
    related = rows.select_related("request", "case", "giver", "receiver", "shelter")
    found = found_in(related, pk=offer_id)
    _record(actor, found.case_id, now)
    return found


def offer_to_choose(actor: Member, offer_id: UUID, now: datetime) -> BedOffer:
    """An offered bed, for the holder of the case; the look is on record first."""
    require(actor, CasePermission.CASE_GRANT)
    rows = BedOffer.objects.for_reader(actor, now).filter(case__holder=actor.organisation_id)
    found = found_in(rows.select_related("request", "case"), pk=offer_id)
    _record(actor, found.case_id, now)
    return found


def answer_in(offer: BedOffer, organisation_id: UUID) -> str:
    """What a shelter wrote beside its yes or no."""
    if offer.answer is None:
        return ""
    return open_envelope(offer.envelope_id, organisation_id).read(offer, "answer")


def beds_to_answer(actor: Member, now: datetime) -> QuerySet[BedOffer]:
    """What one's own organisation was asked for and still is bound by, soonest first."""
    require(actor, CasePermission.BED_ANSWER)
    rows = BedOffer.objects.for_reader(actor, now).filter(receiver=actor.organisation_id)
    found = rows.filter(state__in=STANDING_OFFERS).select_related("request", "giver")
    return found.order_by("answer_by", "pk")


def _record(actor: Member, case_id: UUID, now: datetime) -> None:
    record_access(
        actor=actor,
        action=CasePermission.CASE_READ,
        kind="case",
        id=case_id,
        now=now,
        purpose="shelter",
    )
