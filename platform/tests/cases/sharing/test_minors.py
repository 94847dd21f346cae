# SPDX-License-Identifier: EUPL-1.2
"""Who agrees under 16, in three steps, and the parent who exploits shut out.

W18: Jeugdwet 7.3.4 and 7.3.5; Wmo 2015 5.3.3.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.cases.file.values import age_from
from ketenzicht.cases.sharing.services import consents
from ketenzicht.cases.sharing.states import ConsentState, GivenBy
from ketenzicht.core.errors import Refused
from ketenzicht.core.partial_dates import PartialDate
from tests.factories.cases import SOMEBODY, coordinator, exploited, make_case


def case_of(world, born: str):
    return make_case(world.shop, identity=replace(SOMEBODY, birth_date=PartialDate.parse(born)))


def page_of(client, as_member, world, case) -> str:
    as_member(client, coordinator(world.shop))
    return client.get(reverse("cases:consent", args=[case.pk])).content.decode()


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("2015-03-07", ["Onder de 12 beslist een ouder of voogd."]),
        (
            "2012-03-07",
            [
                "Van 12 tot en met 15 beslissen kind en ouder of voogd samen.",
                "Zonder ouder mag het om ernstig nadeel te voorkomen.",
                "Gaat het om hulp van de Wmo, dan beslist een kind vanaf 12 zelf.",
            ],
        ),
        ("2010-03-07", ["Vanaf 16 beslist iemand zelf."]),
    ],
)
def test_w18_the_page_says_who_agrees_at_this_age(world, client, as_member, born, said):
    page = page_of(client, as_member, world, case_of(world, born))
    assert [each for each in said if each not in page] == []


def test_w18_of_an_adult_nothing_is_said_about_parents(world, client, as_member):
    page = page_of(client, as_member, world, make_case(world.shop))
    assert "ouder of voogd" not in page


@pytest.mark.parametrize("given_by", [GivenBy.PARENT, GivenBy.BOTH])
def test_w18_a_parent_who_exploits_agrees_to_nothing(world, now, client, as_member, given_by):
    case = case_of(world, "2015-03-07")
    answer = consents.Answer(
        kind="comensha_register", state=ConsentState.GIVEN, given_by=given_by.value
    )
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
    assert consents.record_consent(**ground, answer=answer).given_by == given_by
    exploited(world.shop, case, now, relation=("parent",))
    with pytest.raises(Refused) as refusal:
        consents.record_consent(**ground, answer=answer)
    assert "ouder" in str(refusal.value.sentence)
    page = page_of(client, as_member, world, case)
    assert "Hier vraag je geen ouder: er is een ouder bij betrokken." in page
    guardian = replace(answer, given_by=GivenBy.GUARDIAN.value)
    assert consents.record_consent(**ground, answer=guardian).given


def test_w18_a_no_of_such_a_parent_can_still_be_written_down(world, now):
    case = case_of(world, "2015-03-07")
    exploited(world.shop, case, now, relation=("parent",))
    said = consents.Answer(
        kind="help_share", state=ConsentState.REFUSED, given_by=GivenBy.PARENT.value
    )
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
    assert consents.record_consent(**ground, answer=said).state == ConsentState.REFUSED


def test_w18_who_exploits_is_asked_about_before_a_parent_is(world, now, client, as_member):
    case = case_of(world, "2015-03-07")
    doubt = "Een ouder kan de uitbuiter zijn"
    assert doubt in page_of(client, as_member, world, case)
    exploited(world.shop, case, now, relation=("stranger",))
    assert doubt not in page_of(client, as_member, world, case)


def test_w18_the_page_of_registering_says_it_too(world, now, client, as_member):
    case = case_of(world, "2015-03-07")
    exploited(world.shop, case, now, relation=("parent",))
    as_member(client, coordinator(world.shop))
    page = client.get(reverse("register:enter", args=[case.pk])).content.decode()
    assert "Onder de 12 beslist een ouder of voogd." in page
    assert "Hier vraag je geen ouder" in page


@given(st.dates(PartialDate(2000).first_day, PartialDate(2020).last_day))
def test_w18_an_age_in_doubt_is_the_younger_one(born):
    day = born.replace(year=born.year + 12, day=1)
    adult_from = day.replace(year=born.year + 18)
    assert age_from(adult_from, day) in {11, 12}
    assert age_from(adult_from, day) <= PartialDate(born.year, born.month, 1).age_on(day)
