# SPDX-License-Identifier: EUPL-1.2
"""Composed stories about beds: what two shelters have, what is asked of them, what they said.

All people, places and events are made up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ketenzicht.accounts.handover import Member
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.handover import Case
from ketenzicht.cases.shelter.selectors import beds_to_answer
from ketenzicht.cases.shelter.services import answering, asking
from ketenzicht.cases.shelter.services.places import Stated, state_places
from ketenzicht.core.clock import local_date
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.surfaces.demo.people import Cast
from ketenzicht.surfaces.demo.stories import DAY, HOUR, begin_case

born = PartialDate.parse
HOME, OTHER = "shelter-den_haag_hm", "shelter-utrecht"


def play_beds(cast: Cast, now: datetime) -> None:
    """Tell what the shelter on stage has, is asked for and offered."""
    shelter, other = cast.on_stage(HOME, "shelter_worker"), cast.workers[OTHER]
    _places(shelter, other, now)
    coordinator = cast.on_stage("care-den_haag_hm", "zorgcoordinator")
    mila = begin_case(coordinator, _who("Mila", "2004-02"), form="sexual", risk="r3", at=now - DAY)
    _ask(cast, mila, age_band="a18_22", words="Zonder andere gasten op de gang.", at=now - HOUR)
    _say_no(other, now - HOUR / 2)
    dana = begin_case(coordinator, _who("Dana", "1991-11"), form="labour", risk="r2", at=now - DAY)
    _ask(cast, dana, age_band="a23plus", children="Een, van 4 jaar.", at=now - 2 * HOUR)
    _say_yes(other, now - HOUR)


def _who(name: str, day: str) -> Identity:
    return Identity(name=f"{name} (bedacht)", birth_date=born(day), gender="f", nationality="RO")


def _places(shelter: Member, other: Member, now: datetime) -> None:
    today = local_date(now)
    begun = today - timedelta(days=90)
    for actor, kind, beds in ((shelter, "vo", 12), (shelter, "omm", 6), (other, "vo", 9)):
        stated = Stated(shelter_type=kind, beds=beds, from_day=begun, genders=("f",), children=True)
        state_places(actor=actor, stated=stated, now=now - 90 * DAY)
    closed = Stated(
        shelter_type="mo",
        beds=8,
        from_day=today - timedelta(days=4),
        closed_reason="building",
        closed_until=today + timedelta(days=10),
    )
    state_places(actor=other, stated=closed, now=now - 4 * DAY)


def _ask(
    cast: Cast, case: Case, *, age_band: str, at: datetime, children: str = "", words: str = ""
) -> None:
    asking.request_beds(
        actor=cast.on_stage("care-den_haag_hm", "zorgcoordinator"),
        case_id=case.pk,
        asked=asking.Asked(
            shelter_type="vo",
            age_band=age_band,
            gender="f",
            needed_by=at + 10 * HOUR,
            children=children,
            words=words,
        ),
        organisations=[cast.organisations[code].pk for code in (HOME, OTHER)],
        now=at,
    )


def _say_no(other: Member, at: datetime) -> None:
    """The only question that is open there at this moment."""
    asked = beds_to_answer(other, at).get()
    answering.refuse_bed(
        actor=other,
        offer_id=asked.pk,
        refusal=Refusal("no_capacity", Alternative.LATER, words="Vanaf volgende week weer plek."),
        version=asked.version,
        now=at,
    )


def _say_yes(other: Member, at: datetime) -> None:
    asked = beds_to_answer(other, at).get()
    bed = answering.OfferedBed(
        begins=at + 3 * HOUR, ends=at + 60 * DAY, words="Een kamer met een kinderbed."
    )
    answering.offer_bed(actor=other, offer_id=asked.pk, bed=bed, version=asked.version, now=at)
