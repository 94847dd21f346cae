# SPDX-License-Identifier: EUPL-1.2
"""A longer list asks the database as often as a short one, and shows nobody else's people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ketenzicht.accounts.models import Member, Organisation
from tests.factories.accounts import World, make_desk, make_member, make_organisation


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(path).status_code == 200
    return len(told)


def more_people(world: World) -> None:
    for number in range(2):
        make_member(world.shop.organisation, "lawyer", "volunteer", name=f"Meer {number}")


def more_desks(world: World) -> None:
    for _ in range(2):
        desk = make_desk(world.shop.organisation)
        for member in world.shop.by_role.values():
            desk.seats.create(member=member)


def more_partners(world: World) -> None:
    for number in range(2):
        make_organisation(f"Meer {number}", "shelter", "utrecht")


@pytest.mark.parametrize(
    ("path", "more"),
    [("mensen", more_people), ("loketten", more_desks), ("partners", more_partners)],
)
def test_a_longer_list_asks_no_more(
    client: Client, world: World, path: str, more: Callable[[World], None]
):
    everything = make_member(world.comensha.organisation, "administrator", "platform_administrator")
    client.force_login(everything.user)
    path = f"/werk/organisatie/{path}/"
    queries(client, path)
    short = queries(client, path)
    more(world)
    assert queries(client, path) == short


def test_searching_people_finds_colleagues_only(client: Client, world: World):
    make_member(world.moviera.organisation, "lawyer", name="Zeldzaam")
    client.force_login(world.shop["administrator"].user)
    assert "Zeldzaam Eigen" not in client.get("/werk/organisatie/mensen/").content.decode()
    make_member(world.shop.organisation, "lawyer", name="Zeldzaam Eigen")
    page = client.get("/werk/organisatie/mensen/", {"q": "zeldzaam"})
    assert [row.user.name for row in page.context["listing"].rows] == ["Zeldzaam Eigen"]
    assert Member.objects.filter(user__name__startswith="Zeldzaam").count() == 2


@pytest.mark.parametrize(
    ("standing", "names"),
    [
        ("proposed", ["Zeldzaam nieuw"]),
        ("active", ["Zeldzaam actief"]),
        ("suspended", ["Zeldzaam gestopt"]),
        ("", ["Zeldzaam gestopt", "Zeldzaam nieuw", "Zeldzaam actief"]),
        ("no state", ["Zeldzaam gestopt", "Zeldzaam nieuw", "Zeldzaam actief"]),
    ],
)
def test_partners_are_found_by_where_they_stand(
    client: Client, world: World, standing: str, names: list[str]
):
    make_organisation("Zeldzaam actief", "shelter", "utrecht")
    for name, where in (("nieuw", "proposed"), ("gestopt", "suspended")):
        other = make_organisation(f"Zeldzaam {name}", "shelter", "utrecht")
        Organisation.objects.filter(pk=other.pk).update(standing=where)
    who = make_member(world.comensha.organisation, "administrator", "platform_administrator")
    client.force_login(who.user)
    page = client.get("/werk/organisatie/partners/", {"q": "zeldzaam", "standing": standing})
    assert [row.name for row in page.context["listing"].rows] == names
