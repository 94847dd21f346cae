# SPDX-License-Identifier: EUPL-1.2
"""Who got a report and why, by when, and how long it is kept: each says what it rests on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.intake import make_report, offered, triager

OURS = "onze standaard, niet bevestigd"


@pytest.fixture
def page_of(client, world, as_member):
    as_member(client, triager(world.shop))

    def read(report) -> str:
        page = client.get(reverse("intake:report", kwargs={"report_id": report.pk}))
        return " ".join(page.content.decode().split())

    return read


def test_why_a_report_came_here_says_how_sure_that_is(page_of, world, now):
    page = page_of(make_report(now))
    assert "Waarom jullie dit kregen" in page
    assert "hoort bij de regio Den Haag en Hollands Midden." in page
    assert page.count("praktijk, ") >= 1


def test_by_when_it_is_read_and_how_long_it_is_kept_is_our_own_choice(page_of, world, now):
    page = page_of(make_report(now))
    assert f"6 maanden ({OURS})" in page
    assert f"2 jaar ({OURS})" in page


def test_who_is_asked_to_take_a_report_on_reads_by_which_rule_to_answer(
    client, world, as_member, now
):
    offer = offered(world.shop, world.moviera, make_report(now), now)
    as_member(client, triager(world.moviera))
    page = client.get(reverse("intake:offer", kwargs={"referral_id": offer.pk})).content.decode()
    assert 'data-by="rule"' in page
    assert OURS in page
