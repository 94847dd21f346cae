# SPDX-License-Identifier: EUPL-1.2
"""A row of one region moves the dates of the cases there, of no others, and says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht import reference
from ketenzicht.cases import tasks
from ketenzicht.cases.file.legal_terms import legal_terms
from ketenzicht.cases.file.models import Case, TrackStep
from ketenzicht.cases.page import closing
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.partial_dates import PartialDate
from tests.factories.cases import (
    WHY,
    coordinator,
    make_case,
    move,
    share,
    stored,
)

HERE, ELSEWHERE = "den_haag_hm", "utrecht"


@pytest.fixture
def agreed_here(propose, take, now):
    """The region agreed on something of its own, from today on."""

    def agreed(section: str, code: str, **changes) -> None:
        row = {"valid_from": now.date(), "in_region": HERE, **changes}
        take(propose(section, section, code, **row))

    return agreed


def test_a_term_of_a_region_moves_its_own_cases_and_their_page_says_so(
    world, now, agreed_here, as_member
):
    agreed_here("deadlines", "reflection_period", length="P1M")
    cases = {region: make_case(world.shop, now, region=region) for region in (HERE, ELSEWHERE)}
    for case in cases.values():
        steps = ("reflection_offered", "reflection_running")
        move(world.shop, case, "residence", *steps, since=local_date(now), now=now)
    rows = TrackStep.objects.whole_table(why=WHY).filter(step="reflection_running")
    ends = {row.case_id: local_date(row.due) for row in rows}
    assert ends == {
        cases[HERE].pk: date(2026, 12, 18),
        cases[ELSEWHERE].pk: date(2027, 2, 18),
    }
    reader = as_member(Client(), coordinator(world.shop))
    pages = {
        region: reader.get(reverse("cases:detail", args=[case.pk])).content.decode()
        for region, case in cases.items()
    }
    assert ["alleen in Den Haag" in pages[region] for region in cases] == [True, False]


def test_a_term_of_law_that_follows_from_a_fact_is_that_of_the_region(world, now, agreed_here):
    agreed_here("deadlines", "compensation_fund", length="P1Y")
    ended = PartialDate(2026, 11, 18)
    days = [local_date(legal_terms([], ended, region)[0].at) for region in (HERE, ELSEWHERE)]
    assert days[0].year == 2027
    assert days[1].year > 2027


def test_what_may_be_shared_lasts_as_long_as_the_region_agreed(world, now, agreed_here):
    agreed_here("deadlines", "grant_longest", length="P10D", any_day="Afspraak van de regio.")
    away = make_case(world.shop, now, region=ELSEWHERE)
    share(world.shop, world.police, away, days=20)
    with pytest.raises(Refused):
        share(world.shop, world.police, make_case(world.shop, now, region=HERE), days=20)


def test_a_case_is_kept_as_long_as_its_region_keeps_it(world, now, agreed_here):
    agreed_here("retention", "case_coordination", period="P1Y")
    cases = {region: make_case(world.shop, now, region=region) for region in (HERE, ELSEWHERE)}
    for case in cases.values():
        closing.close_case(
            actor=coordinator(world.shop),
            case_id=case.pk,
            reason="goals_met",
            second_reader=None,
            checked=frozenset(),
            version=stored(case).version,
            now=now,
        )
    assert tasks.sweep(now + timedelta(days=400))["shredded"] == 1
    kept = Case.objects.whole_table(why=WHY).values_list("region", flat=True)
    assert list(kept) == [ELSEWHERE]


def test_the_version_of_a_region_is_not_taken_for_the_general_one(now, agreed_here):
    agreed_here("deadlines", "grant", length="P60D", any_day="Besluit.", in_region=None)
    agreed_here("deadlines", "grant", length="P30D", any_day="Afspraak van de regio.")
    here, elsewhere = (reference.deadline("grant", now.date(), at) for at in (HERE, ELSEWHERE))
    assert [str(rule.length) for rule in (here, elsewhere)] == ["P30D", "P60D"]
    named = [reference.deadline_named(rule.version) for rule in (here, elsewhere)]
    assert named == [here, elsewhere]
