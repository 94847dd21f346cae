# SPDX-License-Identifier: EUPL-1.2
"""What the pages of changes and parts offer is what the services take."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.claims import services
from ketenzicht.claims.acts import changes, parts
from ketenzicht.claims.models import Change, Part
from ketenzicht.claims.states import ChangeState
from tests.promises.taking import main, taken

WHY = "a test puts a claim where it wants it"


@pytest.fixture
def actors(world):
    return [
        world.comensha["comensha_helpdesk"],
        world.comensha["platform_administrator"],
        world.municipality["ketenregisseur"],
        world.shop["zorgcoordinator"],
    ]


def shown(as_member, actor, page, addresses):
    """The acts whose address stands on a page; none where the page is not open."""
    answer = as_member(Client(), actor).get(page)
    if answer.status_code != 200:
        return set()
    return {act for act, at in addresses.items() if f'"{at}"' in main(answer)}


def test_changes(propose, actors, as_member, now):
    made, seen = propose("deadlines", "deadlines", "grant", length="P30D"), set()
    rows = Change.objects.whole_table(why=WHY).filter(pk=made.pk)
    takes = {changes.Act.ACCEPT: services.accept_change, changes.Act.REFUSE: services.refuse_change}
    addresses = {act: reverse(f"claims:{act}", args=[made.pk]) for act in changes.Act}
    for state, region, actor in product(ChangeState, ("", "den_haag_hm"), actors):
        decided = state is not ChangeState.PROPOSED
        by, at = (actors[1], now) if decided else (None, None)
        rows.update(state=state, region=region, decided_by=by, decided_at=at)
        open_to = set(changes.acts_open_to(actor, rows.get()))
        ground = {"actor": actor, "change_id": made.pk, "now": now}
        done = {act for act, do in takes.items() if taken(lambda do=do, g=ground: do(**g))}
        assert done == open_to, (state, region, actor.roles)
        page = reverse("claims:change", args=[made.pk])
        assert shown(as_member, actor, page, addresses) == open_to, (state, region, actor.roles)
        seen |= open_to
    assert seen == set(changes.Act)


def test_parts(actors, as_member, now):
    services.count_parts(now=now)
    rows, seen = Part.objects.whole_table(why=WHY).filter(code="helplines"), set()
    takes = {parts.Act.TAKE: services.take_part, parts.Act.LEAVE: services.leave_part}
    addresses = {act: reverse(f"claims:{act}", args=["helplines"]) for act in parts.Act}
    for steward, actor in product((None, *actors), actors):
        rows.update(steward=steward)
        open_to = set(parts.acts_open_to(actor, rows.get()))
        ground = {"actor": actor, "code": "helplines", "now": now}
        done = {act for act, do in takes.items() if taken(lambda do=do, g=ground: do(**g))}
        assert done == open_to, (steward, actor.roles)
        on_page = shown(as_member, actor, reverse("claims:parts"), addresses)
        assert on_page == open_to, (steward, actor.roles)
        seen |= open_to
    assert seen == set(parts.Act)


def test_who_is_offered_to_look_after_a_part_may_do_so(world, actors, as_member, now):
    services.count_parts(now=now)
    offered = {"take": reverse("claims:take", args=["helplines"])}
    for actor in actors:
        do = {"actor": actor, "code": "helplines", "now": now}
        able = taken(lambda do=do: services.take_part(**do))
        assert bool(shown(as_member, actor, reverse("claims:parts"), offered)) == able, actor.roles
