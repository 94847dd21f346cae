# SPDX-License-Identifier: EUPL-1.2
"""Beds asked for and offered, made through the services."""

from __future__ import annotations

from datetime import timedelta

from ketenzicht.accounts.models import Organisation
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.page.placing import accept_bed
from ketenzicht.cases.shelter.models import BedOffer, BedRequest
from ketenzicht.cases.shelter.services import answering, asking
from ketenzicht.cases.shelter.states import BedState
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner, make_desk, make_member, make_organisation
from tests.factories.cases import coordinator

WHY = "a test looks at what was stored"
NO = Refusal("no_capacity", Alternative.LATER, words="Vanaf maandag.")
WANTED = {"age_band": "a18_22", "gender": "f", "children": "", "words": "Liefst met tuin."}


def second_shelter(name: str = "Opvang De Brug") -> Partner:
    """One more shelter, where somebody answers."""
    made = make_organisation(name, "shelter", "den_haag_hm")
    at = make_desk(made, "den_haag_hm")
    return Partner(made, at, {"shelter_worker": make_member(made, "shelter_worker")})


def ask_beds(giver, case, *shelters, now=START, kind="vo", **wanted) -> BedRequest:
    """Ask these shelters for a bed."""
    return asking.request_beds(
        actor=coordinator(giver),
        case_id=case.pk,
        asked=asking.Asked(
            shelter_type=kind, needed_by=now + timedelta(hours=8), **{**WANTED, **wanted}
        ),
        organisations=[each.organisation.pk for each in shelters],
        now=now,
    )


def stored_request(request: BedRequest) -> BedRequest:
    return BedRequest.objects.whole_table(why=WHY).select_related("case").get(pk=request.pk)


def put_to(request: BedRequest, shelter: Partner | Organisation) -> BedOffer:
    """What this shelter was asked, as it is now."""
    asked = shelter.organisation if isinstance(shelter, Partner) else shelter
    rows = BedOffer.objects.whole_table(why=WHY).select_related("request__case", "receiver")
    return rows.filter(request=request, receiver=asked).latest("offered_at")


def seen(actor: Partner, offer: BedOffer, now=START):
    return {
        "actor": coordinator(actor),
        "offer_id": offer.pk,
        "version": offer.version,
        "now": now,
    }


def say_yes(shelter: Partner, request: BedRequest, now=START, **bed) -> BedOffer:
    days = {"begins": now + timedelta(hours=2), "ends": now + timedelta(days=60)}
    told = answering.OfferedBed(**{**days, **bed})
    return answering.offer_bed(**seen(shelter, put_to(request, shelter), now), bed=told)


def say_no(shelter: Partner, request: BedRequest, now=START, refusal=NO) -> BedOffer:
    return answering.refuse_bed(**seen(shelter, put_to(request, shelter), now), refusal=refusal)


def choose(holder: Partner, offer: BedOffer, now=START, basis="care") -> BedOffer:
    return accept_bed(
        **seen(holder, offer, now),
        basis=basis,
        sections=frozenset({Section.NEEDS, Section.CONTACT}),
        until=now + timedelta(days=60),
    )


def brought_to(state: BedState, holder: Partner, shelter: Partner, request, now=START) -> BedOffer:
    """What this shelter was asked, brought to a state that still binds it."""
    if state is not BedState.OFFERED:
        offer = say_yes(shelter, request, now)
        if state is BedState.CHOSEN:
            choose(holder, offer, now)
    return put_to(request, shelter)
