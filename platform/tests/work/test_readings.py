# SPDX-License-Identifier: EUPL-1.2
"""A day, the list behind it, the board: readings of one table, bounded whatever its size."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.accounts.selectors import members_by_id
from ketenzicht.core.obligations.states import Harm, Part
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.work import selectors
from ketenzicht.work.models import Item
from ketenzicht.work.selectors import day_of, harm_at, list_of, rest_of
from tests.factories.accounts import make_member, make_organisation
from tests.factories.cases import coordinator
from tests.promises.matrix import undone
from tests.work.conftest import LATER, PLACE, TOLD, WARN, answer, rows, warn

REGION = "den_haag_hm"


def said(actor, now: datetime) -> list[str]:
    return [line.sentence for group in day_of(actor, now) for line in group.lines]


def fresh(member):
    return members_by_id([member.pk])[member.pk]


def test_what_another_has_to_do_about_my_place_is_on_their_day_and_not_on_mine(places, world, now):
    shop, moviera = world.shop.organisation, world.moviera.organisation
    places.set(shop, answer(moviera, now, key="asked", asker=shop.pk), now=now)
    assert said(coordinator(world.moviera), now) == ["asked there"]
    assert said(coordinator(world.shop), now) == []


def test_it_is_said_with_its_name_only_where_the_reader_reaches_the_thing(places, world, now):
    shop, moviera = world.shop.organisation, world.moviera.organisation
    places.set(shop, answer(shop, now, key="a"), answer(moviera, now, key="a"), now=now)
    assert said(coordinator(world.shop), now) == ["a here"]
    assert said(coordinator(world.moviera), now) == ["a there"]


def test_it_stands_on_a_day_from_its_moment_until_the_fact_that_ends_it(places, world, now):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now, key="w"), now=now)
    reader = coordinator(world.shop)
    assert said(reader, now + timedelta(days=4)) == []
    assert said(reader, now + timedelta(days=500)) == ["w here"]
    places.set(shop, now=now + timedelta(days=500))
    assert said(reader, now + timedelta(days=500)) == []


def test_what_gives_way_is_said_by_the_further_rung_alone(places, world, now):
    shop = world.shop.organisation
    first = warn(shop, now, days=5, key="first", gives_way_at=now + timedelta(days=10))
    places.set(shop, first, warn(shop, now, days=10, key="second"), now=now)
    reader = coordinator(world.shop)
    assert said(reader, now + timedelta(days=9)) == ["first here"]
    assert said(reader, now + timedelta(days=10)) == ["second here"]


def test_work_for_a_role_or_a_person_is_theirs_and_never_of_who_may_not_judge_it(
    places, world, now
):
    shop = world.shop.organisation
    reader = coordinator(world.shop)
    other = make_member(shop, "administrator", name="Beheer")
    places.set(
        shop,
        answer(shop, now, key="role", role="administrator"),
        answer(shop, now, key="person", person=other.pk),
        answer(shop, now, key="own", not_for=other.pk),
        now=now,
    )
    assert said(reader, now) == ["own here"]
    assert sorted(said(fresh(other), now)) == ["person here", "role here"]


def test_what_is_closed_to_a_member_is_on_no_reading_of_theirs(places, world, now):
    shop = world.shop.organisation
    reader = coordinator(world.shop)
    places.set(shop, warn(shop, now, days=0, key="w"), now=now)
    board = selectors.board(reader, now, thing=PLACE)
    assert (said(reader, now), board.count()) == (["w here"], 1)
    places.closed[reader.pk] = shop.pk
    board = selectors.board(reader, now, thing=PLACE)
    assert (said(reader, now), board.count(), list(list_of(reader, now))) == ([], 0, [])


def test_an_organisation_is_told_while_it_reaches_the_thing_or_the_kind_is_blind(
    places, world, now
):
    shop, moviera = world.shop.organisation, world.moviera.organisation
    told = {"part": Part.TOLD, "told": moviera.pk}
    places.set(
        shop,
        answer(shop, now, key="reached", **told),
        answer(shop, now, key="blind", kind=TOLD, **told),
        now=now,
    )
    assert said(coordinator(world.moviera), now) == ["blind there"]
    places.set(moviera, answer(shop, now, key="reached", **told), now=now)
    assert sorted(said(coordinator(world.moviera), now)) == ["blind there", "reached here"]


def test_a_role_is_told_in_its_own_region(places, world, now):
    shop = world.shop.organisation
    director = world.municipality["ketenregisseur"]
    told = {"kind": TOLD, "part": Part.TOLD, "role": "ketenregisseur"}
    places.set(
        shop,
        answer(shop, now, key="own", region=REGION, **told),
        now=now,
    )
    places.set(
        world.moviera.organisation,
        answer(shop, now, key="other", region="utrecht", **told),
        now=now,
    )
    assert said(director, now) == ["own there"]
    assert said(world.municipality["aandachtsfunctionaris"], now) == []


def test_the_board_shows_what_is_late_of_the_own_of_what_is_reached_and_of_the_region(
    places, world, now
):
    shop, moviera = world.shop.organisation, world.moviera.organisation
    places.set(shop, warn(moviera, now, key="w", region=REGION), answer(shop, now), now=now)
    late = now + timedelta(days=5)
    for reader, number in (
        (coordinator(world.shop), 1),  # reaches it
        (coordinator(world.moviera), 1),  # is waited for
        (world.municipality["ketenregisseur"], 1),  # oversees the region
        (world.municipality["aandachtsfunctionaris"], 0),
        (coordinator(world.shelter), 0),
    ):
        assert selectors.board(reader, late, thing=PLACE).count() == number
        assert selectors.board(reader, now, thing=PLACE).count() == 0


def test_who_oversees_a_region_is_told_how_many_more_are_late_there(places, world, now):
    shop, moviera = world.shop.organisation, world.moviera.organisation
    director = world.municipality["ketenregisseur"]
    told = {"kind": TOLD, "part": Part.TOLD, "role": "ketenregisseur", "region": REGION}
    places.set(shop, warn(shop, now, region=REGION), answer(shop, now, key="t", **told), now=now)
    places.set(moviera, warn(moviera, now, region=REGION), now=now)
    late = now + timedelta(days=5)
    assert said(director, now) == ["t there"]
    assert said(director, late) == ["t there", "1 more"]
    assert said(world.municipality["aandachtsfunctionaris"], late) == []
    places.set(moviera, now=late)
    assert said(director, late) == ["t there"]


def test_what_is_due_later_is_said_as_a_number(places, world, now):
    shop = world.shop.organisation
    planned = {"kind": LATER, "shows_from": None}
    places.set(
        shop,
        answer(shop, now, key="a", until=now + timedelta(days=8), **planned),
        answer(shop, now, key="b", until=now + timedelta(days=6), **planned),
        now=now,
    )
    assert rest_of(coordinator(world.shop), now) == ["1 goes on"]
    assert rest_of(coordinator(world.moviera), now) == []
    assert rest_of(coordinator(world.shop), now + timedelta(days=2)) == []


def test_the_board_names_who_is_waited_for_longest_first_and_a_bounded_number_of_each(
    places, world, now, monkeypatch
):
    monkeypatch.setattr(selectors, "A_WAIT", 2)
    shop, moviera = world.shop.organisation, world.moviera.organisation
    places.set(
        shop,
        *(warn(moviera, now - timedelta(days=each), days=0, key=str(each)) for each in range(4)),
        warn(shop, now - timedelta(days=9), days=0),
        now=now,
    )
    found = selectors.board(coordinator(world.shop), now, thing=PLACE)
    told = [(row["owner"], row["number"]) for row in selectors.waited_for(found)]
    assert told == [(shop.pk, 1), (moviera.pk, 4)]
    longest = selectors.longest(found, [shop.pk, moviera.pk])
    assert [row.key for row in longest[moviera.pk]] == ["3", "2"]


def test_a_heading_shows_so_many_lines_and_says_how_many_more(places, world, now, monkeypatch):
    monkeypatch.setattr(selectors, "A_HEADING", 3)
    shop = world.shop.organisation
    places.set(shop, *(answer(shop, now, key=str(each)) for each in range(8)), now=now)
    (group,) = day_of(coordinator(world.shop), now)
    assert (group.harm, len(group.lines), group.more) == (Harm.WEEK, 3, 5)
    assert list_of(coordinator(world.shop), now, harm=Harm.WEEK).count() == 8
    assert list_of(coordinator(world.shop), now, harm=Harm.NOW).count() == 0


def test_the_list_is_searched_by_whom_it_is_about_and_by_what_the_app_finds(places, world, now):
    shop, moviera = world.shop.organisation, world.moviera.organisation
    places.set(shop, answer(shop, now, key="a", asker=moviera.pk), now=now)
    reader = coordinator(world.shop)
    for words, number in (("moviera", 1), (shop.name[:3], 1), ("politie", 0)):
        assert list_of(reader, now, words=words).count() == number


def test_a_day_asks_the_database_as_much_for_one_as_for_a_hundred(places, world, now):
    reader = coordinator(world.shop)
    counted = []
    for number in (1, 100):
        for each in [partner.organisation for partner in world.partners]:
            standing = [answer(world.shop.organisation, now, key=str(n)) for n in range(number)]
            places.set(each, *standing, now=now)
        with CaptureQueriesContext(connection) as caught:
            lines = sum(len(group.lines) for group in day_of(reader, now))
        counted.append((len(caught), lines <= len(Harm) * selectors.A_HEADING))
    assert counted[0][1] is counted[1][1] is True
    assert counted[1][0] - counted[0][0] in {0, 1}  # the one that says how many more


# -- headings ----------------------------------------------------------------------------------

hours = st.integers(-72, 96)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(Harm), st.none() | hours), max_size=6), hours)
def test_the_headings_of_the_database_and_of_the_line_are_the_same(world, places, made, passed):
    shop, now = world.shop.organisation, START + timedelta(hours=passed)
    reader = coordinator(world.shop)
    with undone():
        places.set(
            shop,
            *(
                answer(
                    shop,
                    START - timedelta(days=9),
                    key=str(number),
                    harm=harm,
                    until=None if hour is None else START + timedelta(hours=hour),
                )
                for number, (harm, hour) in enumerate(made)
            ),
            now=START,
        )
        for harm in Harm:
            listed = {row.key for row in list_of(reader, now, harm=harm)}
            assert listed == {row.key for row in rows() if harm_at(row, now) is harm}
        groups = day_of(reader, now)
        assert sum(len(group.lines) for group in groups) == len(made)
        assert all(line.harm is group.harm for group in groups for line in group.lines)


# -- who sees it -------------------------------------------------------------------------------

places_of = st.integers(0, 2)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(places_of, st.none() | places_of, st.sampled_from(["", "ketenregisseur"])),
        max_size=6,
        unique=True,
    )
)
def test_nobody_reads_work_that_is_neither_theirs_nor_told_to_them(world, places, made):
    partners = (world.shop, world.police, world.municipality)
    with undone():
        for number, (owner, told, role) in enumerate(made):
            part = Part.ACTS if told is None else Part.TOLD
            item = answer(
                partners[owner].organisation,
                START,
                key=str(number),
                kind=WARN,
                part=part,
                told=None if told is None else partners[told].organisation.pk,
                role=role,
            )
            about = make_organisation(f"Plek {number}", "municipality")
            places.set(about, item, now=START)
        for actor in world.members:
            read = set(Item.objects.for_reader(actor, START).values_list("key", flat=True))
            mine = {
                str(number)
                for number, (owner, told, role) in enumerate(made)
                if (owner if told is None else told)
                in [
                    place
                    for place, each in enumerate(partners)
                    if each.organisation.pk == actor.organisation_id
                ]
                and (not role or role in actor.roles)
            }
            assert read == mine


@pytest.mark.parametrize("harm", Harm)
def test_every_heading_is_known_to_the_table(places, world, now, harm):
    shop = world.shop.organisation
    places.set(shop, answer(shop, now, harm=harm), now=now)
    assert [row.harm for row in rows()] == [harm]
