# SPDX-License-Identifier: EUPL-1.2
"""A walk through scenarios 1, 2 and 7: every date ahead on the page of a case says kind and source.

A day that people chose says so to the browser only; one that was computed stands with the kind of
its rule, and the source where the rule is not our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from ketenzicht.accounts.models import Member
from ketenzicht.cases import tasks
from ketenzicht.cases.care.services import asking
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.payer.services import open_dispute
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.accounts import World, make_desk, make_organisation
from tests.factories.cases import coordinator, make_case, move, need, plan, share, stays_as
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KIND = re.compile(r"^(wet|afspraak|praktijk), \S|^onze standaard, ")
#: Each day ahead on the page: its words, who set it, and the rule that stands behind it.
DAYS_AHEAD = """now => [...document.querySelectorAll('main time')]
  .filter(day => day.dateTime.slice(0, 10) > now)
  .map(day => [day.textContent, day.dataset.by || '',
    day.nextElementSibling?.closest('.kz-claim')?.textContent.trim() || ''])"""
TERMS = """() => [...document.querySelectorAll('[aria-labelledby=tracks] .kz-rows .kz-row')]
  .map(row => [row.querySelector('.kz-row__sentence').innerText,
    row.querySelector('.kz-claim')?.textContent.trim() || ''])"""


@dataclass(frozen=True)
class Walk:
    """One browser that reads the page of a case at a moment."""

    visit: Callable[..., Visitor]

    def read(self, member: Member, case: Case, now: datetime) -> str:
        """Look at every date of the page of a case, and give back what it says."""
        return self.read_at(f"/werk/zaken/{case.pk}/", member, now)

    def read_at(self, path: str, member: Member, now: datetime) -> str:
        """Look at every date of a page."""
        set_clock(now)
        tasks.sweep(now)
        visitor = self.visit("desk")
        visitor.step_into(member)
        visitor.open(path)
        ahead = visitor.ask(DAYS_AHEAD, now.date().isoformat())
        terms = visitor.ask(TERMS)
        assert [day for day, by, _rule in ahead if not by] == []
        assert [day for day, by, rule in ahead if by == "rule" and not KIND.match(rule)] == []
        assert [said for said, rule in terms if not KIND.match(rule)] == []
        return str(visitor.page.locator("main").inner_text())


@pytest.fixture
def walk(visit: Callable[..., Visitor]) -> Walk:
    return Walk(visit)


def test_scenario_01_a_worker_from_the_union_gets_no_period_of_somebody_else(
    walk: Walk, world: World, now: datetime
) -> None:
    case = make_case(world.shop, now, forms=("labour",))
    stays_as(world.shop, case, "eu", now)
    share(world.shop, world.shelter, case, now)
    plan(world.shop, case, now, days=3)
    asked = need(world.shop, case, "legal_labour", now)
    asking.ask_for_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=asked.pk,
        organisation_id=world.shelter.organisation.pk,
        version=asked.version,
        now=now,
    )
    move(world.shop, case, "compensation", "wages", since=now.date(), now=now)
    page = walk.read(coordinator(world.shop), case, now)
    assert "onze standaard, niet bevestigd" in page
    assert "Bedenktijd" not in page


def test_scenario_02_the_ladder_of_a_dispute_and_the_waits_say_whose_terms_they_are(
    walk: Walk, world: World, now: datetime
) -> None:
    elsewhere = make_organisation("Gemeente Noordwoude", "municipality")
    make_desk(elsewhere)
    case = make_case(world.shop, now, forms=("sexual",))
    share(world.shop, world.shelter, case, now, sections=frozenset({Section.NEEDS}))
    need(world.shop, case, "brp", now)
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type="youth_regular",
        address="Geheimstraat 9",
        now=now,
    )
    dispute = open_dispute(
        actor=coordinator(world.shop),
        case_id=case.pk,
        staying_id=world.municipality.organisation.pk,
        other_id=elsewhere.pk,
        ladder="homeless_shelter",
        now=now,
    )
    later, holder = now + timedelta(days=7), coordinator(world.shop)
    page = walk.read(holder, case, later)
    assert "Alleen een bed" in page
    assert "Geheimstraat" not in page
    ladder = walk.read_at(f"/werk/zaken/geschillen/{dispute.pk}/", holder, later)
    assert "komt nog" in ladder


def test_scenario_07_the_end_of_the_reflection_period_is_law_until_a_decision_says_otherwise(
    walk: Walk, world: World, now: datetime
) -> None:
    begun = datetime(2027, 3, 1, 9, tzinfo=AMSTERDAM)
    set_clock(begun)
    case = make_case(world.shop, begun, forms=("sexual",))
    steps = ("indication", "reflection_offered", "reflection_running")
    move(world.shop, case, "residence", *steps, since=begun.date(), now=begun)
    page = walk.read(coordinator(world.shop), case, datetime(2027, 5, 11, 9, tzinfo=AMSTERDAM))
    assert "Bedenktijd loopt: tot 1 juni 2027, berekend." in page
    assert "wet, Vreemdelingencirculaire B8/3" in page
    assert "Kijk op de beschikking: de datum die daar staat, telt." in page


def test_scenario_07_under_dublin_no_three_months_are_computed(
    walk: Walk, world: World, now: datetime
) -> None:
    case = make_case(world.shop, now, forms=("sexual",))
    move(world.shop, case, "asylum", "asked", since=date(2026, 6, 30), now=now)
    steps = ("indication", "reflection_offered", "reflection_running")
    move(world.shop, case, "residence", *steps, since=now.date(), now=now, variant="dublin")
    page = walk.read(coordinator(world.shop), case, now)
    assert "18 februari 2027" not in page
    assert "18 december 2026" in page
