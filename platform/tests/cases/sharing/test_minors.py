# SPDX-License-Identifier: EUPL-1.2
"""Who agrees under 16, in three steps.

W18: Jeugdwet 7.3.4 and 7.3.5; Wmo 2015 5.3.3.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.cases.file.values import age_from
from ketenzicht.core.partial_dates import PartialDate
from tests.factories.cases import SOMEBODY, coordinator, make_case


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


@given(st.dates(PartialDate(2000).first_day, PartialDate(2020).last_day))
def test_w18_an_age_in_doubt_is_the_younger_one(born):
    day = born.replace(year=born.year + 12, day=1)
    adult_from = day.replace(year=born.year + 18)
    assert age_from(adult_from, day) in {11, 12}
    assert age_from(adult_from, day) <= PartialDate(born.year, born.month, 1).age_on(day)
