# SPDX-License-Identifier: EUPL-1.2
"""Facts open and end work; time only makes it late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.core.obligations import acting, kinds
from ketenzicht.core.obligations.states import Harm, Part, Standing
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.work import services
from ketenzicht.work.models import Item
from tests.promises.matrix import undone
from tests.work.conftest import ANSWER, PLACE, TOLD, WARN, answer, rows, warn

some = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def as_standing(row: Item) -> Standing:
    """The row as the facts said it."""
    return Standing(
        kind=row.kind,
        owner=row.owner_id,
        since=row.since,
        key=row.key,
        shows_from=row.shows_from,
        late_since=row.late_since,
        until=row.until,
        gives_way_at=row.gives_way_at,
        harm=Harm(row.harm),
        rank=row.rank,
        rung=row.rung,
        rule=row.rule,
        part=Part(row.part),
        told=row.told_id,
        role=row.role,
        asker=row.asker_id,
        desk=row.desk_id,
        person=row.person_id,
        not_for=row.not_for_id,
        region=row.region,
    )


def test_work_stands_from_the_act_that_changed_the_facts(places, world, now):
    shop = world.shop.organisation
    places.set(shop, answer(shop, now, key="a", until=now + timedelta(days=2)), now=now)
    (row,) = rows()
    assert (row.about_kind, row.about_id, row.owner) == (PLACE, shop.pk, shop)
    assert (row.ended_at, row.announced_at) == (None, None)


def test_work_ends_by_the_act_that_resolves_it_and_says_by_what(places, world, now):
    shop = world.shop.organisation
    places.set(shop, answer(shop, now), now=now)
    later = now + timedelta(hours=2)
    places.set(shop, now=later, by="answered")
    (row,) = rows()
    assert (row.ended_at, row.ended_as) == (later, "answered")


def test_work_does_not_end_by_the_time_at_which_it_is_due(places, world, now):
    shop = world.shop.organisation
    asked = answer(shop, now, until=now + timedelta(days=1))
    places.set(shop, asked, now=now)
    places.set(shop, asked, now=now + timedelta(days=400))
    (row,) = rows()
    assert row.ended_at is None


def test_an_act_that_fails_leaves_the_work_as_it_was(places, world, now):
    shop = world.shop.organisation

    @acting.act()
    def fails() -> None:
        places.set(shop, answer(shop, now), now=now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert rows() == []


def test_an_act_inside_another_is_looked_at_once_at_the_end_of_the_outer_one(places, world, now):
    shop = world.shop.organisation
    with acting.act():
        places.set(shop, answer(shop, now, key="first"), now=now)
        places.set(shop, answer(shop, now, key="second"), now=now)
        assert rows() == []
    assert ([row.key for row in rows()], places.asked) == (["second"], [1])


def test_a_change_outside_an_act_is_refused_because_nobody_would_look(places, world, now):
    with pytest.raises(acting.OutsideAnAct):
        acting.touch(PLACE, world.shop.organisation.pk, now=now, by="act")


def test_a_new_wait_of_the_same_kind_is_another_item_once_the_old_one_was_seen(places, world, now):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now), now=now)
    later = now + timedelta(days=6)
    places.set(shop, warn(shop, later), now=later, by="contact")
    assert [(row.since, row.ended_as) for row in rows()] == [(now, "contact"), (later, "")]


def test_a_wait_that_nobody_could_have_seen_leaves_no_row_behind(places, world, now):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now), now=now)
    later = now + timedelta(days=1)
    places.set(shop, warn(shop, later), now=later)
    assert [(row.since, row.ended_at) for row in rows()] == [(later, None)]
    places.set(shop, now=later)
    assert rows() == []


def test_a_clock_that_changes_is_changed_in_place(places, world, now):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now, days=5), now=now)
    (before,) = rows()
    places.set(shop, warn(shop, now, days=1), now=now)
    (after,) = rows()
    assert (after.pk, after.late_since) == (before.pk, now + timedelta(days=1))


def test_the_reason_is_that_of_the_rule_whose_clock_it_has(places, world, now):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now, rule="dispute_open"), now=now)
    assert [row.reason for row in rows()] == ["money_dispute"]


def test_two_of_the_same_for_one_organisation_are_refused(places, world, now):
    shop = world.shop.organisation
    with pytest.raises(ValueError, match="stands twice"):
        places.set(shop, answer(shop, now), answer(shop, now, rank=0), now=now)
    Item.objects.create(about_kind=PLACE, about_id=shop.pk, kind=ANSWER, owner=shop, since=now)
    with pytest.raises(IntegrityError):
        Item.objects.create(about_kind=PLACE, about_id=shop.pk, kind=ANSWER, owner=shop, since=now)


def test_what_is_told_says_to_whom(places, world, now):
    shop = world.shop.organisation
    with pytest.raises(IntegrityError):
        places.set(shop, answer(shop, now, kind=TOLD, part=Part.TOLD), now=now)


def test_a_kind_that_no_app_registered_is_refused(places, world, now):
    shop = world.shop.organisation
    with pytest.raises(kinds.UnknownKind):
        places.set(shop, answer(shop, now, kind="place.unheard"), now=now)


def test_work_about_a_deleted_thing_goes_with_it(places, world, now):
    shop, police = world.shop.organisation, world.police.organisation
    for place in (shop, police):
        places.set(place, answer(place, now), now=now)
    acting.forget(PLACE, shop.pk)
    assert [row.about_id for row in rows()] == [police.pk]


# -- any sequence of acts ----------------------------------------------------------------------

hours = st.integers(-200, 400)
maybe = st.none() | hours
items = st.lists(
    st.tuples(
        st.sampled_from([ANSWER, WARN, TOLD]),
        st.sampled_from(["", "a", "b"]),
        st.integers(0, 2),
        hours,
        maybe,
        maybe,
        st.sampled_from([None, 0, 1]),
        st.sampled_from(["", "lawyer"]),
    ),
    max_size=5,
    unique_by=lambda made: (made[0], made[1], made[2], made[6], made[7]),
)
acts = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 100), items), min_size=1, max_size=8)


def _moment(hour):
    return None if hour is None else START + timedelta(hours=hour)


def _made(owners, made) -> Standing:
    kind, key, owner, since, shows, late, told, role = made
    return Standing(
        kind=kind,
        key=key,
        owner=owners[owner].pk,
        since=_moment(since),
        shows_from=_moment(shows),
        late_since=_moment(late),
        part=Part.ACTS if told is None else Part.TOLD,
        told=None if told is None else owners[told].pk,
        role=role,
    )


@some
@given(acts)
def test_after_any_acts_the_open_rows_are_what_stands_and_the_past_is_not_rewritten(
    world, places, made
):
    owners = [each.organisation for each in (world.shop, world.police, world.shelter)]
    now, past = START, {}
    with undone():
        places.standing.clear()
        for place, passed, found in made:
            now += timedelta(hours=passed)
            places.set(owners[place], *(_made(owners, each) for each in found), now=now)
            stored = {row.pk: row for row in rows()}
            for owner in owners:
                mine = [r for r in stored.values() if r.about_id == owner.pk and not r.ended_at]
                wanted = set(places.standing.get(owner.pk, []))
                assert {as_standing(row) for row in mine} == wanted
                assert len(mine) == len(wanted)
            ended = {key: (row.ended_at, row.ended_as) for key, row in stored.items()}
            assert past.items() <= ended.items()
            past = {key: end for key, end in ended.items() if end[0] is not None}


@some
@given(acts)
def test_what_somebody_could_have_seen_is_never_lost(world, places, made):
    owners = [each.organisation for each in (world.shop, world.police, world.shelter)]
    now, seen = START, set()
    with undone():
        places.standing.clear()
        for place, passed, found in made:
            now += timedelta(hours=passed)
            seen |= {row.pk for row in rows() if services.stood(row, now)}
            places.set(owners[place], *(_made(owners, each) for each in found), now=now)
            assert seen <= {row.pk for row in rows()}
