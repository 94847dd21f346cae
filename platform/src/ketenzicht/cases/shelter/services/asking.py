# SPDX-License-Identifier: EUPL-1.2
"""Asking several shelters at once for a bed, and what is done when none of them has one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import national_coordination, organisation
from ketenzicht.cases.file.acts import Act as CaseAct
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.acts.requests import Act, require_act
from ketenzicht.cases.shelter.models import BedOffer, BedRequest
from ketenzicht.cases.shelter.selectors import can_offer, shelters_to_ask
from ketenzicht.cases.shelter.states import COSM, LOOKING, STANDING_OFFERS, BedState
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import late_since, term_end, term_in_words
from ketenzicht.offers.rules import check_receiver
from ketenzicht.vault.services import new_envelope, open_envelope, share_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

NOT_OFFERED = "bed_not_offered"
WHY = "the request for a bed of a locked case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What bed is needed and for whom, in codes: no name and no story."""

    shelter_type: str
    age_band: str
    gender: str
    needed_by: datetime
    children: str = ""
    words: str = ""


@act()
def request_beds(
    *,
    actor: Member,
    case_id: UUID,
    asked: Asked,
    organisations: Collection[UUID] = (),
    now: datetime,
) -> BedRequest:
    """Ask several shelters at once; the holder goes on until one offers a bed and is chosen."""
    case = case_for(actor, case_id, CaseAct.ASK_BEDS, now=now).case
    _check_asked(case, asked, now)
    envelope = new_envelope(kind="bed", origin=actor.organisation, now=now)
    request = BedRequest(
        id=uuid4(),
        case=case,
        shelter_type=reference.code("shelter_types", asked.shelter_type, by=local_date(now)).code,
        region=case.region,
        risk=case.risk,
        asked_by=actor,
        since=now,
        needed_by=asked.needed_by,
        envelope_id=envelope.id,
    )
    for name in ("age_band", "gender", "children", "words"):
        envelope.write(request, name, getattr(asked, name))
    request.save(force_insert=True)
    _put_to(request, case, actor, organisations, now)
    return request


def _check_asked(case: Case, asked: Asked, now: datetime) -> None:
    rows = BedRequest.objects.whole_table(why=WHY)
    if rows.filter(case=case, state__in=LOOKING).exists():
        raise Refused(_("A bed is looked for already. Ask more shelters there."))
    reference.code("age_bands", asked.age_band, by=local_date(now))
    reference.code("genders", asked.gender, by=local_date(now))
    if asked.needed_by <= now:
        raise Refused(_("This moment has passed."), field="needed_by")


@act()
def ask_more(
    *,
    actor: Member,
    request_id: UUID,
    organisations: Collection[UUID],
    version: int,
    now: datetime,
) -> BedRequest:
    """Ask further shelters for the same bed."""
    request = open_request(actor, request_id, Act.ASK, version, now)
    request.save()
    _put_to(request, case_of_request(request), actor, organisations, now)
    return request


def _put_to(
    request: BedRequest, case: Case, actor: Member, organisations: Collection[UUID], now: datetime
) -> None:
    """Put a request to each of these; whoever has it already is not asked twice."""
    standing = BedOffer.objects.whole_table(why=WHY).filter(
        request=request, state__in=STANDING_OFFERS
    )
    has_it = set(standing.values_list("receiver", flat=True))
    for receiver_id in _receivers(request, actor, organisations, now):
        if receiver_id not in has_it:
            _ask_one(request, case, actor, receiver_id, now)


def _receivers(
    request: BedRequest, actor: Member, organisations: Collection[UUID], now: datetime
) -> list[UUID]:
    """Whom it is put to: COSM goes through the national centre, and through nobody else."""
    national = national_coordination()
    if request.shelter_type == COSM and actor.organisation_id != national.pk:
        if set(organisations) - {national.pk}:
            raise Refused(
                _("COSM goes through CoMensha. Tick no shelters here."), field="organisations"
            )
        return [national.pk]
    wanted = list(dict.fromkeys(organisations))
    if not wanted:
        raise Refused(_("Choose at least one shelter."), field="organisations")
    known = {each.id for each in shelters_to_ask(actor, request.region, now)}
    if set(wanted) - known - {actor.organisation_id}:
        raise Refused(
            _("Nobody can be reached at one of these shelters now. Choose another one."),
            field="organisations",
        )
    return wanted


def _ask_one(
    request: BedRequest, case: Case, actor: Member, receiver_id: UUID, now: datetime
) -> None:
    check_receiver(
        giver_id=actor.organisation_id,
        receiver_id=receiver_id,
        able=can_offer(receiver_id, now),
    )
    receiver = organisation(receiver_id)
    share_envelope(open_envelope(request.envelope_id, actor.organisation_id), receiver, now=now)
    BedOffer.objects.create(
        id=uuid4(),
        case=case,
        request=request,
        giver=actor.organisation,
        receiver=receiver,
        state=BedState.OFFERED,
        envelope_id=request.envelope_id,
        offered_at=now,
        answer_by=late_since(NOT_OFFERED, now, region=case.region),
    )
    log(case, "bed-asked", actor=actor, now=now, to=str(receiver_id))
    notify("bed_asked", now=now, receiver=receiver_id)


@act()
def arrange_interim_bed(
    *,
    actor: Member,
    request_id: UUID,
    interim: str,
    until: datetime,
    version: int,
    now: datetime,
) -> BedRequest:
    """Say where the person sleeps meanwhile; who pays that is never asked before the bed."""
    request = open_request(actor, request_id, Act.INTERIM, version, now)
    if not now < until <= term_end("interim_bed", now, request.region):
        longest = term_in_words("interim_bed", now, request.region)
        sentence = _("Choose a moment within %(longest)s from now.") % {"longest": longest}
        raise Refused(sentence, field="until")
    request.interim = reference.code("interim_beds", interim, by=local_date(now)).code
    request.interim_until = until
    request.save()
    log(case_of_request(request), "bed-interim", actor=actor, now=now, interim=request.interim)
    return request


def open_request(
    actor: Member, request_id: UUID, act: Act, version: int, now: datetime
) -> BedRequest:
    """Lock a request on the version that was seen, or refuse what is not open to its actor."""
    require(actor, CasePermission.CASE_WRITE)
    rows = BedRequest.objects.for_reader(actor, now).select_for_update(of=("self",))
    request = found_in(rows.select_related("case"), pk=request_id)
    require_act(actor, request, act)
    check_version(request, version)
    return request


def case_of_request(request: BedRequest) -> Case:
    """Lock the case of a request that was reached already."""
    rows = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    return rows.get(pk=request.case_id)
