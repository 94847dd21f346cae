# SPDX-License-Identifier: EUPL-1.2
"""The page of the day costs the same and is as long, whatever the number of things and roles."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketenzicht.core.obligations.states import Harm
from ketenzicht.work.selectors import A_HEADING
from tests.work.conftest import answer

READERS = (
    ("shop", "zorgcoordinator"),
    ("shop", "administrator"),
    ("municipality", "ketenregisseur"),
    ("comensha", "comensha_helpdesk"),
    ("comensha", "registrar"),
    ("comensha", "platform_administrator"),
)


@pytest.fixture
def day(as_member, places, world, now):
    """Gives somebody so much to do, and returns what their page takes."""

    def taken(reader, number: int) -> tuple[int, int, int]:
        home = reader.organisation
        standing = [
            answer(home, now, key=f"{each:04}", harm=list(Harm)[each % len(Harm)])
            for each in range(number)
        ]
        places.set(home, *standing, now=now)
        browser, url = as_member(Client(), reader), reverse("staff:day")
        browser.get(url)
        with CaptureQueriesContext(connection) as caught:
            page = browser.get(url)
        lines = sum(len(group.rows) for group in page.context["groups"])
        return len(caught), len(page.content), lines

    return taken


@pytest.mark.parametrize(("partner", "role"), READERS, ids=[role for _home, role in READERS])
def test_a_day_of_a_thousand_lines_takes_what_one_of_a_page_takes(day, world, partner, role):
    reader = getattr(world, partner)[role]
    full = A_HEADING * len(Harm)
    few, _small, ten = day(reader, 10)
    page, size, whole = day(reader, full + len(Harm))
    asked, length, shown = day(reader, 1000)
    assert (ten, whole, shown) == (10, full, full)
    assert asked == page == few + len(Harm)  # how many more there are, for each heading
    assert abs(length - size) <= 4 * len(Harm)  # the digits of how many more


def test_who_carries_every_role_asks_no_more(day, world):
    reader = world.comensha["registrar"]
    once, _size, _lines = day(reader, 10)
    for role in ("comensha_helpdesk", "platform_administrator", "privacy_officer"):
        reader.role_grants.create(role=role, since=reader.since)
    asked, _length, lines = day(reader, 10)
    assert lines == 10
    assert asked <= once + 1  # of what is held here and asks for nothing yet
