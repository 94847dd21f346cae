# SPDX-License-Identifier: EUPL-1.2
"""Who agrees to registration under 16 (W18): three steps, and never a parent who exploits."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ketenzicht.cases.file.values import Identity
from ketenzicht.core.errors import Refused
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register.services import enter_from_case
from ketenzicht.register.states import Outcome
from tests.factories.cases import coordinator, exploited, make_case


def case_of(world, birth: str):
    born = PartialDate.parse(birth)
    return make_case(world.shop, identity=Identity(name="Een kind (bedacht)", birth_date=born))


def register(world, case, now, given_by: str = ""):
    return enter_from_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        outcome=Outcome.NAMED,
        given_by=given_by,
        now=now,
    )


@pytest.mark.parametrize(
    ("birth", "can", "cannot"),
    [
        ("2016-03-07", ("parent", "guardian"), ("", "person", "both")),
        ("2013-03-07", ("person", "both", "guardian"), ("", "parent")),
        ("2010-03-07", ("", "person"), ()),
        ("1999-03-07", ("",), ()),
    ],
)
def test_who_can_agree_follows_from_the_age(world, now, birth, can, cannot):
    for given_by in cannot:
        with pytest.raises(Refused):
            register(world, case_of(world, birth), now, given_by)
    for given_by in can:
        assert register(world, case_of(world, birth), now, given_by) is not None


def test_a_parent_who_exploits_agrees_to_nothing(world, now):
    case = exploited(world.shop, case_of(world, "2016-03-07"), relation=("parent",))
    with pytest.raises(Refused):
        register(world, case, now, "parent")
    assert register(world, case, now, "guardian") is not None


def test_the_form_asks_who_agreed_of_a_child_and_not_of_an_adult(client, world, as_member, now):
    as_member(client, coordinator(world.shop))
    address = reverse("register:enter", args=[case_of(world, "2013-03-07").pk])
    page = client.get(address).content.decode()
    assert "Wie gaf toestemming?" in page
    assert 'value="parent"' not in page
    refused = client.post(address, {"outcome": Outcome.NAMED, "signalled": "3-2026"})
    assert "Schrijf op wie toestemming gaf." in refused.content.decode()
    adult = client.get(reverse("register:enter", args=[case_of(world, "1999-03-07").pk]))
    assert "Wie gaf toestemming?" not in adult.content.decode()
