# SPDX-License-Identifier: EUPL-1.2
"""What the pages about a bed offer is what the services take, in every state, by everybody."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.cases.file.states import Section
from ketenzicht.cases.page import placing
from ketenzicht.cases.shelter.acts import offers, places, requests
from ketenzicht.cases.shelter.models import BedOffer, BedRequest
from ketenzicht.cases.shelter.services import answering, asking
from ketenzicht.cases.shelter.services.places import Stated, state_places
from ketenzicht.cases.shelter.states import BedState, RequestState
from tests.factories.accounts import make_member
from tests.factories.beds import NO, WHY, ask_beds, put_to, second_shelter
from tests.factories.cases import coordinator, make_case
from tests.promises.taking import main, taken

SEEN = frozenset({Section.NEEDS, Section.CONTACT})
IN_PAGE = {
    offers.Act.YES: "bed-yes",
    offers.Act.NO: "bed-no",
    offers.Act.TAKE_BACK: "bed-take_back",
    offers.Act.CHOOSE: "bed-choose",
    requests.Act.ASK: "bed-more",
    requests.Act.INTERIM: "bed-interim",
    requests.Act.END: "bed-end",
}


@pytest.fixture
def asked(world):
    return ask_beds(world.shop, make_case(world.shop), world.shelter)


@pytest.fixture
def actors(world):
    """The holder, who was asked, another, and a colleague of who was asked without the role."""
    parties = (world.shop, world.shelter, world.moviera)
    return [*map(coordinator, parties), make_member(world.shelter.organisation, name="Stagiair")]


def standing(request, shelter, state, actor, now):
    """An offer as if it had come to this state, and its request with it."""
    looking = RequestState.CHOSEN if state is BedState.CHOSEN else RequestState.OPEN
    BedRequest.objects.whole_table(why=WHY).filter(pk=request.pk).update(state=looking)
    BedOffer.objects.whole_table(why=WHY).filter(request=request).update(
        state=state,
        shelter=shelter,
        begins=now,
        answered_by=actor,
        answered_at=now,
        refusal="no_capacity",
        alternative="later",
    )
    return put_to(request, shelter)


def on_offer(offer, actor, now):
    """Each act on an offer, as the service is asked to do it."""
    seen = {"actor": actor, "offer_id": offer.pk, "version": offer.version, "now": now}
    until = now + timedelta(days=9)
    bed = answering.OfferedBed(begins=now)
    return {
        offers.Act.YES: lambda: answering.offer_bed(**seen, bed=bed),
        offers.Act.NO: lambda: answering.refuse_bed(**seen, refusal=NO),
        offers.Act.TAKE_BACK: lambda: placing.take_bed_back(**seen),
        offers.Act.CHOOSE: lambda: placing.accept_bed(
            **seen, basis="care", sections=SEEN, until=until
        ),
    }


def on_request(request, actor, other, now):
    """Each act on a request, as the service is asked to do it."""
    seen = {"actor": actor, "request_id": request.pk, "version": request.version, "now": now}
    until = now + timedelta(days=1)
    return {
        requests.Act.ASK: lambda: asking.ask_more(**seen, organisations=[other.organisation.pk]),
        requests.Act.INTERIM: lambda: asking.arrange_interim_bed(
            **seen, interim="hotel", until=until
        ),
        requests.Act.END: lambda: placing.end_request(**seen, outcome="no_fit"),
    }


def shown(page, acts, key):
    if page.status_code != 200:
        return set()
    return {act for act in acts if reverse(f"cases:{IN_PAGE[act]}", args=[key]) in main(page)}


def test_offers(asked, actors, now):
    seen = set()
    for state, actor in product(BedState, actors):
        offer = standing(asked, actors[1].organisation, state, actors[1], now)
        open_to = set(offers.acts_open_to(actor, offer))
        done = {act for act, do in on_offer(offer, actor, now).items() if taken(do)}
        assert done == open_to, (state, actor.user.name)
        seen |= open_to
    assert seen == set(offers.Act)


@pytest.mark.parametrize("state", list(BedState))
def test_the_pages_of_an_offer_have_each_act_and_no_other(asked, actors, as_member, now, state):
    offer = standing(asked, actors[1].organisation, state, actors[1], now)
    for actor in actors:
        client = as_member(Client(), actor)
        pages = [
            client.get(reverse("cases:bed-offer", args=[offer.pk])),
            client.get(reverse("cases:bed-request", args=[asked.pk])),
        ]
        found = set().union(*(shown(page, offers.Act, offer.pk) for page in pages))
        assert found == set(offers.acts_open_to(actor, offer)), actor.user.name


def test_requests(asked, actors, as_member, now):
    bridge, seen = second_shelter(), set()
    rows = BedRequest.objects.whole_table(why=WHY).filter(pk=asked.pk)
    for state, actor in product(RequestState, actors):
        rows.update(state=state, outcome="no_fit", ended_at=now)
        found = rows.select_related("case").get()
        open_to = set(requests.acts_open_to(actor, found))
        done = {act for act, do in on_request(found, actor, bridge, now).items() if taken(do)}
        assert done == open_to, (state, actor.user.name)
        page = as_member(Client(), actor).get(reverse("cases:bed-request", args=[found.pk]))
        assert shown(page, requests.Act, found.pk) == open_to, (state, actor.user.name)
        seen |= open_to
    assert seen == set(requests.Act)


def test_places_are_stated_by_who_is_offered_it(actors, as_member, now):
    stated, seen = Stated(shelter_type="vo", beds=3, from_day=now.date()), set()
    for actor in actors:
        open_to = set(places.acts_open_to(actor))
        do = {
            places.Act.STATE: lambda actor=actor: state_places(actor=actor, stated=stated, now=now)
        }
        assert {act for act, done in do.items() if taken(done)} == open_to, actor.user.name
        page = as_member(Client(), actor).get(reverse("cases:places"))
        offered = page.status_code == 200 and reverse("cases:state-places") in main(page)
        assert offered is bool(open_to), actor.user.name
        seen |= open_to
    assert seen == set(places.Act)
