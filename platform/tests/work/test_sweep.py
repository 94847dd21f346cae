# SPDX-License-Identifier: EUPL-1.2
"""One sweep: what became too long is announced once, and the slow pass goes on where it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenzicht.core.obligations import kinds
from ketenzicht.core.obligations.states import Part
from ketenzicht.work import services, tasks
from ketenzicht.work.models import Item, Pass
from tests.factories.cases import coordinator
from tests.mailbox import addresses_told
from tests.work.conftest import LATE, PLACE, TOLD, answer, rows, warn


def mailed() -> list[str]:
    return addresses_told("work-waiting")


def address(member) -> str:
    return member.user.email


def test_what_became_too_long_is_announced_to_who_must_act_and_who_waits_once(places, world, now):
    shop, moviera = world.shop.organisation, world.moviera.organisation
    places.set(shop, warn(moviera, now, asker=shop.pk), now=now)
    early = now + timedelta(days=5, seconds=-1)
    assert (tasks.announce(early), mailed()) == (0, [])
    late = now + timedelta(days=5)
    assert tasks.announce(late) == 1
    told = mailed()
    assert {address(coordinator(each)) for each in (world.shop, world.moviera)} <= set(told)
    assert address(coordinator(world.shelter)) not in told
    assert (tasks.announce(late), mailed()) == (0, told)


def test_a_role_in_the_region_is_told_and_the_same_role_elsewhere_is_not(places, world, now):
    shop = world.shop.organisation
    line = {"kind": TOLD, "part": Part.TOLD, "role": "ketenregisseur"}
    director = address(world.municipality["ketenregisseur"])
    places.set(shop, warn(shop, now, **line, region="utrecht"), now=now)
    tasks.announce(now + timedelta(days=6))
    assert director not in mailed()
    moved = now + timedelta(days=6)
    places.set(shop, warn(shop, now, **line, region="den_haag_hm"), now=moved, by="moved")
    told = {row.region: row.ended_as for row in rows()}
    assert told == {"utrecht": "moved", "den_haag_hm": ""}
    tasks.announce(moved)
    assert director in mailed()


def test_what_gave_way_to_a_further_rung_is_not_announced_any_more(places, world, now):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now, gives_way_at=now + timedelta(days=10)), now=now)
    tasks.announce(now + timedelta(days=11))
    assert mailed() == []
    assert tasks.announce(now + timedelta(days=12)) == 0


def test_what_follows_runs_once_in_the_transaction_that_announces(places, world, now):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now, kind=LATE, key="climb"), now=now)
    for _time in range(2):
        tasks.sweep(now + timedelta(days=6))
    assert places.late == ["climb"]


def test_what_fails_to_climb_is_announced_in_a_later_round(places, world, now, monkeypatch):
    shop = world.shop.organisation
    places.set(shop, warn(shop, now, kind=LATE, key="climb"), now=now)

    def fails(_items, _now):
        raise RuntimeError

    broken = kinds.Kind(
        code=LATE,
        thing=PLACE,
        permission=kinds.kind_of(LATE).permission,
        describe=kinds.kind_of(LATE).describe,
        late=fails,
    )
    with monkeypatch.context() as patch:
        patch.setitem(kinds._KINDS, LATE, broken)
        with pytest.raises(RuntimeError):
            tasks.announce(now + timedelta(days=6))
    assert (mailed(), [row.announced_at for row in rows()]) == ([], [None])
    assert tasks.announce(now + timedelta(days=6)) == 1


def test_a_large_number_is_announced_in_chunks(places, world, now, monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 2)
    shop = world.shop.organisation
    places.set(shop, *(warn(shop, now, key=str(each)) for each in range(5)), now=now)
    assert tasks.announce(now + timedelta(days=6)) == 5
    assert {row.announced_at for row in rows()} == {now + timedelta(days=6)}


def test_the_pass_mends_what_the_facts_say_otherwise_now(places, world, now, monkeypatch):
    monkeypatch.setattr(tasks, "things", lambda: [kinds.thing_of(PLACE)])
    shop = world.shop.organisation
    places.standing[shop.pk] = [answer(shop, now)]
    assert rows() == []
    assert tasks.heal(now) == 1
    assert [row.owner for row in rows()] == [shop]
    places.standing.clear()
    assert tasks.heal(now + timedelta(days=1)) == 1
    assert [row.ended_as for row in rows()] == ["rules"]


def test_the_first_pass_sees_everything_and_later_ones_go_on_where_they_stopped(
    places, world, now, monkeypatch
):
    monkeypatch.setattr(tasks, "CHUNK", 2)
    whole = len(world.partners)
    tasks.heal(now, chunks=1)
    assert (Pass.objects.get(pk=PLACE).done, sum(places.asked)) == (True, whole)
    tasks.heal(now + timedelta(hours=1), chunks=20)
    assert sum(places.asked) == whole
    tomorrow = now + timedelta(days=1)
    for seen in (2, 4):
        tasks.heal(tomorrow, chunks=1)
        assert (Pass.objects.get(pk=PLACE).done, sum(places.asked)) == (False, whole + seen)
    tasks.heal(tomorrow, chunks=20)
    assert (Pass.objects.get(pk=PLACE).done, sum(places.asked)) == (True, 2 * whole)


def test_a_round_with_nothing_due_asks_the_same_of_any_number(
    places, world, now, django_assert_num_queries
):
    shop = world.shop.organisation
    places.set(shop, *(warn(shop, now, key=str(each)) for each in range(30)), now=now)
    with django_assert_num_queries(3):  # a savepoint, one question, its release
        tasks.announce(now)
    assert Item.objects.whole_table(why="count").count() == 30
    assert services.CHUNK == tasks.CHUNK
