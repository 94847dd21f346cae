# SPDX-License-Identifier: EUPL-1.2
"""A bed that is looked for stands on the day of whoever must answer, choose, come or look on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.shelter.services import asking
from tests.factories.beds import ask_beds, choose, say_no, say_yes, second_shelter, stored_request
from tests.factories.cases import coordinator, make_case, rules_late
from tests.factories.work import items, sweep

HOUR = timedelta(hours=1)


@pytest.fixture
def case(world):
    return make_case(world.shop)


def told(partner, now):
    return {item.sentence for item in items(coordinator(partner), now)}


def test_who_is_asked_has_it_on_the_day_without_name_or_code(world, case, now):
    ask_beds(world.shop, case, world.shelter)
    asked = "SHOP vraagt jullie om een bed: Vrouwenopvang"
    assert asked in told(world.shelter, now)
    assert not any(case.code in said for said in told(world.shelter, now))


def test_a_yes_is_the_holders_to_choose_and_the_chosen_shelters_to_record(world, case, now):
    request = ask_beds(world.shop, case, world.shelter)
    yes = say_yes(world.shelter, request)
    choosing = f"Er is een bed voor zaak {case.code}: kies samen met de persoon"
    assert choosing in told(world.shop, now)
    choose(world.shop, yes)
    assert choosing not in told(world.shop, now)
    comes = f"Jullie bed is gekozen voor zaak {case.code}: leg het vast als de persoon er is"
    assert comes in told(world.shelter, now)
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter), case_id=case.pk, shelter_type="vo", address="X", now=now
    )
    assert comes not in told(world.shelter, now)


def test_nobody_offering_is_late_after_four_hours_and_comensha_hears_of_it(world, case, now):
    ask_beds(world.shop, case, world.shelter)
    left = f"Niemand biedt een bed voor zaak {case.code}"
    assert left not in told(world.shop, now + 3 * HOUR)
    late = now + 4 * HOUR + timedelta(minutes=1)
    sweep(late)
    assert left in told(world.shop, late)
    assert "bed_not_offered" in rules_late(case, late)
    assert any("Niemand biedt een bed" in said for said in told(world.comensha, late))


def test_a_no_of_the_last_that_was_asked_is_the_holders_again_at_once(world, case, now):
    bridge = second_shelter()
    request = ask_beds(world.shop, case, world.shelter, bridge)
    left = f"Niemand biedt een bed voor zaak {case.code}"
    say_no(world.shelter, request)
    assert left not in told(world.shop, now)
    say_no(bridge, request)
    assert left in told(world.shop, now)


def test_an_interim_bed_holds_the_clock_until_its_end(world, case, now):
    request = ask_beds(world.shop, case, world.shelter)
    until = now + 48 * HOUR
    asking.arrange_interim_bed(
        actor=coordinator(world.shop),
        request_id=request.pk,
        interim="hotel",
        until=until,
        version=stored_request(request).version,
        now=now,
    )
    assert "bed_not_offered" not in rules_late(case, until - HOUR)
    assert "bed_not_offered" in rules_late(case, until)
