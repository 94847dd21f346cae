# SPDX-License-Identifier: EUPL-1.2
"""A bed is not help, and somebody who has a bed does not wait for one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenzicht.cases.care.services import asking
from ketenzicht.cases.care.services.needs import resolve_need
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.shelter import services as sheltering
from tests.factories.cases import coordinator, make_case, need, plan, rules_late, share

WEEK = timedelta(days=7)


@pytest.fixture
def case(world, now):
    """Irene: a bed is asked for, and so is a postal address."""
    made = make_case(world.shop)
    for service in ("shelter", "brp"):
        need(world.shop, made, service)
    share(world.shop, world.shelter, made)
    return made


def place(world, case, now):
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type="youth_regular",
        address="Straat 1",
        now=now,
    )


def taken(world, case, wanted, now):
    ground = {"case_id": case.pk, "need_id": wanted.pk, "now": now}
    asked = asking.ask_for_need(
        actor=coordinator(world.shop),
        organisation_id=world.shelter.organisation.pk,
        version=wanted.version,
        **ground,
    )
    version = asked.need.version + 1 if asked.need.version == wanted.version else asked.need.version
    asking.take_need(actor=coordinator(world.shelter), version=version, **ground)


def test_needs_on_paper_and_steps_of_the_holder_do_not_silence_the_alarm(world, case, now):
    place(world, case, now)
    assert "bed_only" not in rules_late(case, now + WEEK - timedelta(minutes=1))
    need(world.shop, case, "mental_health")
    plan(world.shop, case, now, days=2)
    assert "bed_only" in rules_late(case, now + WEEK)


@pytest.mark.parametrize(("service", "helps"), [("mental_health", True), ("brp", False)])
def test_what_another_took_on_silences_it_only_when_it_is_support(world, case, now, service, helps):
    place(world, case, now)
    taken(world, case, need(world.shop, case, service), now)
    assert ("bed_only" not in rules_late(case, now + WEEK)) is helps


@pytest.mark.parametrize("state", [NeedState.MET, NeedState.DROPPED])
def test_support_that_is_arranged_silences_it_and_support_nobody_wants_does_not(
    world, case, now, state
):
    place(world, case, now)
    wanted = need(world.shop, case, "day_activity")
    resolve_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=wanted.pk,
        state=state,
        version=wanted.version,
        now=now,
    )
    assert ("bed_only" in rules_late(case, now + WEEK)) is (state is NeedState.DROPPED)


def test_whoever_has_a_bed_does_not_wait_for_one(world, case, now):
    day = timedelta(days=1)
    assert "no_safe_bed" in rules_late(case, now + day)
    place(world, case, now + day)
    assert "no_safe_bed" not in rules_late(case, now + 20 * day)


def test_whoever_left_a_bed_waits_from_that_moment(world, case, now):
    day = timedelta(days=1)
    place(world, case, now)
    sheltering.leave_place(actor=coordinator(world.shelter), case_id=case.pk, now=now + 10 * day)
    assert "no_safe_bed" not in rules_late(case, now + 11 * day - timedelta(minutes=1))
    assert "no_safe_bed" in rules_late(case, now + 11 * day)
