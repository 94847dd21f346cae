# SPDX-License-Identifier: EUPL-1.2
"""The day on the decision wins over the one we compute, which is kept as a guess (W10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.file.services.tracks import move_track, state_document_day
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import NotFound, Refused
from tests.factories.cases import coordinator, make_case
from tests.factories.work import items


@pytest.fixture
def in_reflection(world, now):
    """A case in which the reflection period was granted on 2 November."""
    case = make_case(world.shop, now)
    for step, day in (("reflection_offered", 1), ("reflection_running", 2)):
        move_track(
            actor=coordinator(world.shop),
            case_id=case.pk,
            track="residence",
            step=step,
            since=date(2026, 11, day),
            now=now,
        )
    return case


def standing(case) -> TrackStep:
    rows = TrackStep.objects.whole_table(why="test")
    return rows.get(case=case, track="residence", ended_at=None)


def stated(world, case, day, now):
    return state_document_day(
        actor=coordinator(world.shop), case_id=case.pk, track="residence", day=day, now=now
    )


def test_without_a_decision_the_end_is_a_guess(in_reflection):
    step = standing(in_reflection)
    assert local_date(step.due) == local_date(step.computed) == date(2027, 2, 2)
    assert step.document_day is None


def test_the_day_on_the_decision_wins_and_the_guess_is_kept(in_reflection, world, now):
    stated(world, in_reflection, date(2027, 1, 15), now)
    step = standing(in_reflection)
    assert step.due == midnight(date(2027, 1, 15))
    assert local_date(step.computed) == date(2027, 2, 2)
    assert step.rule == "reflection_period"


def test_a_day_that_was_a_mistake_is_taken_back_and_the_guess_counts_again(
    in_reflection, world, now
):
    stated(world, in_reflection, date(2027, 1, 15), now)
    stated(world, in_reflection, None, now)
    assert local_date(standing(in_reflection).due) == date(2027, 2, 2)


def test_a_decision_can_say_its_day_as_the_step_is_recorded(in_reflection, world, now):
    move_track(
        actor=coordinator(world.shop),
        case_id=in_reflection.pk,
        track="residence",
        step="no_aangifte",
        since=local_date(now),
        document_day=date(2027, 3, 1),
        now=now,
    )
    step = standing(in_reflection)
    assert (step.due, step.computed) == (midnight(date(2027, 3, 1)), None)


def test_a_decision_does_not_end_before_it_began(in_reflection, world, now):
    with pytest.raises(Refused):
        stated(world, in_reflection, date(2026, 11, 1), now)


def test_where_no_procedure_stands_there_is_no_decision(world, now):
    with pytest.raises(NotFound):
        stated(world, make_case(world.shop, now), date(2027, 1, 15), now)


def test_the_page_says_kind_and_source_and_whose_day_it_is(
    in_reflection, world, now, client, as_member
):
    as_member(client, coordinator(world.shop))
    address = reverse("cases:detail", args=[in_reflection.pk])

    def page() -> str:
        return " ".join(client.get(address).content.decode().split())

    before = page()
    assert "Bedenktijd loopt: tot 2 februari 2027, berekend." in before
    assert "wet, Vreemdelingencirculaire B8/3, niet bevestigd" in before
    assert "Kijk op de beschikking: de datum die daar staat, telt." in before
    form = reverse("cases:decision", args=[in_reflection.pk])
    answer = client.post(form, {"track": "residence", "day": "2027-01-15"})
    assert answer.status_code == 303, answer.content.decode()
    after = page()
    assert (
        "Bedenktijd loopt: tot 15 januari 2027, zoals op de beschikking. Wij rekenden 2 februari"
        in after
    )


def test_the_alarm_goes_by_the_day_on_the_decision(in_reflection, world, now):
    actor = coordinator(world.shop)
    late = now + timedelta(days=40)
    assert not [line for line in items(actor, late) if "Bedenktijd loopt af" in line.sentence]
    stated(world, in_reflection, date(2027, 1, 15), now)
    assert [line for line in items(actor, late) if "Bedenktijd loopt af" in line.sentence]
