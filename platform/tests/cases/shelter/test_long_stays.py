# SPDX-License-Identifier: EUPL-1.2
"""Who stays beyond three months is the shelter's to explain, with a day to look again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.core.errors import NotAllowed, Refused
from tests.factories.cases import coordinator, make_case, rules_late, share
from tests.factories.work import items, sweep

DAY = timedelta(days=1)


@pytest.fixture
def case(world, now):
    made = make_case(world.shop)
    share(world.shop, world.shelter, made, days=170)
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter), case_id=made.pk, shelter_type="vo", address="X", now=now
    )
    return made


def explain(world, case, at, days, by=None):
    return sheltering.explain_stay(
        actor=coordinator(by or world.shelter),
        case_id=case.pk,
        reason="no_home",
        review=(at + days * DAY).date(),
        now=at,
    )


def told(partner, at):
    return [one.sentence for one in items(coordinator(partner), at) if "lang" in one.sentence]


def test_a_long_stay_is_on_the_day_of_the_shelter_until_it_says_why(world, case, now):
    late = now + 90 * DAY
    sweep(now + 89 * DAY)
    assert told(world.shelter, now + 89 * DAY) == []
    sweep(late)
    (said,) = told(world.shelter, late)
    assert case.code in said
    explain(world, case, late, 30)
    assert told(world.shelter, late) == []
    assert "stay_too_long" not in rules_late(case, late + 29 * DAY)
    assert "stay_too_long" in rules_late(case, late + 30 * DAY)


def test_who_left_is_explained_no_more(world, case, now):
    sheltering.leave_place(actor=coordinator(world.shelter), case_id=case.pk, now=now + 80 * DAY)
    assert "stay_too_long" not in rules_late(case, now + 100 * DAY)


@pytest.mark.parametrize("days", [0, 120])
def test_a_reason_has_a_day_to_look_again_that_lies_ahead_and_near(world, case, now, days):
    with pytest.raises(Refused):
        explain(world, case, now, days)


def test_only_the_shelter_says_why(world, case, now):
    with pytest.raises(NotAllowed):
        explain(world, case, now, 30, by=world.shop)
