# SPDX-License-Identifier: EUPL-1.2
"""A turn of events plans the steps it asks for, in the words and terms of the list."""

from __future__ import annotations

import pytest

from ketenzicht import reference
from ketenzicht.cases.file.models import Action
from ketenzicht.cases.file.services import details, tracks
from ketenzicht.cases.file.states import CaseState
from ketenzicht.core.clock import local_date
from ketenzicht.core.terms import term_end
from ketenzicht.vault.services import open_envelope
from tests.factories.cases import WHY, coordinator, make_case, stored


@pytest.fixture
def case(world):
    return make_case(world.shop)


def planned(world, case):
    """The words and dates of the steps that are planned, the first one first."""
    envelope = open_envelope(case.envelope_id, world.shop.organisation.pk)
    rows = Action.objects.whole_table(why=WHY).filter(case=case, done_at=None).order_by("due")
    return [(envelope.read(row, "words"), row.due) for row in rows]


def track(world, case, step, now, of="criminal"):
    tracks.move_track(
        actor=coordinator(world.shop),
        case_id=case.pk,
        track=of,
        step=step,
        since=local_date(now),
        now=now,
    )


def set_forms(world, case, forms, now):
    details.set_forms(
        actor=coordinator(world.shop),
        case_id=case.pk,
        forms=forms,
        version=stored(case).version,
        now=now,
    )


@pytest.mark.parametrize(
    ("step", "code"),
    [("dismissed", "options_after_dismissal"), ("aangifte", "stay_after_report")],
)
def test_a_turn_of_the_criminal_case_asks_for_a_step_of_the_holder(world, case, now, step, code):
    track(world, case, step, now)
    wanted = reference.code("follow_ups", code).label("nl")
    assert planned(world, case) == [(wanted, term_end("follow_up_soon", now))]


def test_a_step_that_asks_for_nothing_plans_nothing(world, case, now):
    track(world, case, "investigation", now)
    assert planned(world, case) == []


def test_a_form_of_crime_raises_non_punishment_once_and_not_again_with_every_change(
    world, case, now
):
    set_forms(world, case, ("criminal",), now)
    set_forms(world, case, ("criminal", "labour"), now)
    wanted = reference.code("follow_ups", "not_punished").label("nl")
    assert [words for words, _due in planned(world, case)] == [wanted]


def test_after_care_plans_to_ask_after_one_three_and_six_months(world, case, now):
    for state in (
        *(CaseState.ACCEPTED, CaseState.STABILISING, CaseState.SUPPORT),
        *(CaseState.BUILDING, CaseState.AFTERCARE),
    ):
        details.move_case(
            actor=coordinator(world.shop),
            case_id=case.pk,
            state=state,
            version=stored(case).version,
            now=now,
        )
    terms = ("after_care_first", "after_care_second", "after_care_third")
    assert [due for _words, due in planned(world, case)] == [term_end(term, now) for term in terms]
