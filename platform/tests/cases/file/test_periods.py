# SPDX-License-Identifier: EUPL-1.2
"""A period keeps its end while something happens inside it; a step with its own term ends that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenzicht.cases.file.models import TrackStep
from ketenzicht.cases.file.services import tracks
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.terms import term_end
from tests.factories.cases import WHY, coordinator, make_case, waits_for


@pytest.fixture
def case(world):
    return make_case(world.shop)


def go(world, case, *steps, now, document_day=None):
    for step in steps:
        tracks.move_track(
            actor=coordinator(world.shop),
            case_id=case.pk,
            track="residence",
            step=step,
            since=local_date(now),
            document_day=document_day,
            now=now,
        )
        document_day = None


def stands(case):
    rows = TrackStep.objects.whole_table(why=WHY)
    return rows.get(case=case, track="residence", ended_at=None)


REFLECTS = ("reflection_offered", "reflection_running")
PERMIT = (*REFLECTS, "aangifte", "permit_assessed", "permit_granted")


def test_a_talk_with_the_police_leaves_the_end_of_the_reflection_period_where_it_was(
    world, case, now
):
    go(world, case, *REFLECTS, now=now)
    end = stands(case).due
    go(world, case, "informative_talk", now=now + timedelta(days=9))
    assert (stands(case).step, stands(case).due) == ("informative_talk", end)
    close = end - timedelta(days=2)
    warned = [wait.rule for wait in waits_for(coordinator(world.shop), close)]
    assert warned.count("reflection_ending") == 1


@pytest.mark.parametrize(
    "inside",
    [
        ("investigation_running",),
        ("investigation_running", "dismissed"),
        ("investigation_running", "conviction", "hnt_application"),
    ],
)
def test_a_permit_ends_on_its_day_whatever_happens_in_the_criminal_case(world, case, now, inside):
    go(world, case, *PERMIT, now=now)
    end = stands(case).due
    go(world, case, *inside, now=now)
    assert (stands(case).due, end is not None) == (end, True)


def test_the_day_of_the_decision_goes_along(world, case, now):
    go(world, case, *PERMIT[:-1], now=now)
    day = local_date(now) + timedelta(days=200)
    go(world, case, "permit_granted", now=now, document_day=day)
    go(world, case, "investigation_running", now=now)
    assert (stands(case).document_day, stands(case).due) == (day, midnight(day))


def test_a_formal_report_ends_the_reflection_period_also_after_a_talk(world, case, now):
    go(world, case, *REFLECTS, "informative_talk", "aangifte", now=now)
    assert (stands(case).due, stands(case).rule) == (None, "")


def test_what_holds_after_a_refusal_is_not_the_end_of_what_was_asked(world, case, now):
    go(world, case, *PERMIT[:-1], "permit_refused", now=now)
    assert stands(case).due is None


def test_a_permit_counts_from_the_report_that_asked_for_it(world, case, now):
    go(world, case, *PERMIT, now=now)
    assert stands(case).due == term_end("b8_3_permit", midnight(local_date(now)))
