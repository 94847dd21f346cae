# SPDX-License-Identifier: EUPL-1.2
"""Places are dated capacity; how many are taken is counted, and unmet need only in numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.shelter.models import BedRequest, Places
from ketenzicht.cases.shelter.selectors.places import own_places, places_of_all, unmet_needs
from ketenzicht.cases.shelter.services.places import Stated, state_places
from ketenzicht.core.errors import NotAllowed, Refused
from tests.factories.beds import WHY, ask_beds
from tests.factories.cases import coordinator, make_case, share

DAY = timedelta(days=1)


def state(shelter, now, beds, *, ago=0, kind="vo", **more):
    told = Stated(shelter_type=kind, beds=beds, from_day=(now - ago * DAY).date(), **more)
    return state_places(actor=coordinator(shelter), stated=told, now=now)


def stay(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type="vo",
        address="Geheime straat 12",
        now=now,
    )


def test_what_is_taken_is_counted_from_stays_and_what_is_free_follows(world, now):
    state(world.shelter, now, 3, genders=("f",), children=True)
    stay(world, now)
    (found,) = places_of_all(coordinator(world.shop), now)
    assert (found.beds, found.taken, found.free, found.children) == (3, 1, 2, True)


def test_a_correction_counts_for_its_day_and_the_history_stays(world, now):
    state(world.shelter, now, 3, ago=10)
    state(world.shelter, now, 5, ago=2)
    state(world.shelter, now + timedelta(hours=1), 4, ago=10)
    assert [each.beds for each in own_places(coordinator(world.shelter), now)] == [5]
    past = own_places(coordinator(world.shelter), now - 5 * DAY)
    assert [each.beds for each in past] == [4]
    assert Places.objects.whole_table(why=WHY).count() == 3


def test_places_of_tomorrow_do_not_count_today(world, now):
    state(world.shelter, now, 3, ago=-1)
    assert own_places(coordinator(world.shelter), now) == []
    assert len(own_places(coordinator(world.shelter), now + DAY)) == 1


def test_a_closed_place_has_no_free_bed_until_its_day(world, now):
    until = (now + 3 * DAY).date()
    state(world.shelter, now, 3, closed_reason="staff", closed_until=until)
    free = [each.free for each in own_places(coordinator(world.shelter), now + 3 * DAY)]
    again = [each.free for each in own_places(coordinator(world.shelter), now + 4 * DAY)]
    assert (free, again) == ([0], [3])


def test_only_a_shelter_says_so_and_says_it_whole(world, now):
    for other in (world.shop, world.comensha):
        with pytest.raises(NotAllowed):
            state(other, now, 3)
    for wrong in ({"closed_reason": "staff"}, {"closed_until": now.date()}):
        with pytest.raises(Refused):
            state(world.shelter, now, 3, **wrong)
    with pytest.raises(Refused):
        state(world.shelter, now, -1)
    assert not Places.objects.whole_table(why=WHY).exists()


@pytest.mark.parametrize("number", [9, 10])
def test_unmet_need_is_counted_and_a_small_group_is_not_shown(world, now, number):
    request = ask_beds(world.shop, make_case(world.shop), world.shelter)
    rows = BedRequest.objects.whole_table(why=WHY)
    rows.filter(pk=request.pk).update(state="ended", outcome="no_fit", ended_at=now)
    row = rows.get()
    for _time in range(number - 1):
        row.pk = None
        row._state.adding = True
        row.id = type(row)._meta.pk.default()
        row.save(force_insert=True)
    (found,) = unmet_needs(coordinator(world.shop), now)
    assert (found.region, found.outcome) == ("den_haag_hm", "no_fit")
    assert found.number == (10 if number == 10 else None)


def test_a_request_that_ended_with_a_place_is_no_unmet_need(world, now):
    request = ask_beds(world.shop, make_case(world.shop), world.shelter)
    rows = BedRequest.objects.whole_table(why=WHY).filter(pk=request.pk)
    rows.update(state="ended", outcome="found_otherwise", ended_at=now)
    assert unmet_needs(coordinator(world.shop), now) == []


def test_the_board_counts_and_tells_no_address(world, as_member, now):
    state(world.shelter, now, 3)
    stay(world, now)
    for actor, offers in ((coordinator(world.shop), False), (coordinator(world.shelter), True)):
        client = as_member(Client(), actor)
        page = client.get(reverse("cases:places")).content.decode()
        assert "Opvang De Haven" in page
        assert "Vrouwenopvang" in page
        assert "Geheime straat" not in page
        assert (reverse("cases:state-places") in page) is offers
        answered = client.get(reverse("cases:state-places")).status_code
        assert (answered == 200) is offers
