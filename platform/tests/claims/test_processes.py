# SPDX-License-Identifier: EUPL-1.2
"""A change that one process took over holds in the others within fifteen seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from ketenzicht import reference
from ketenzicht.claims import middleware, selectors
from ketenzicht.claims.models import Change
from ketenzicht.surfaces.everything import settings as whole

FIRST = "0900-1"


class Process:
    """One server process: what it keeps of the reference data, and when it last looked."""

    def __init__(self) -> None:
        self.client = Client()
        self.rows: tuple[reference.OwnRow, ...] = ()

    def shows(self) -> str:
        """The number of the police that a visitor reads on a page of this process."""
        reference.put(self.rows)
        page = self.client.get(reverse("publishing-public:figures")).content.decode()
        self.rows = reference.own_rows()
        return next(number for number in (FIRST, "0900-8844") if f"{number}<" in page)


@pytest.fixture
def passes(monkeypatch, settings, db):
    """Look as an installation does, with a stopwatch that a test moves."""
    settings.MIDDLEWARE = whole.MIDDLEWARE
    watch = [1000.0]
    monkeypatch.setattr(middleware, "monotonic", lambda: watch[0])

    def passed(seconds: float) -> None:
        watch[0] += seconds

    return passed


def test_a_change_holds_in_every_process_within_fifteen_seconds(passes, propose, take, now):
    here, there = Process(), Process()
    assert [here.shows(), there.shows()] == ["0900-8844", "0900-8844"]
    take(propose("helplines", "helplines", "police", number=FIRST, valid_from=now.date()))
    here.rows = reference.own_rows()
    assert [here.shows(), there.shows()] == [FIRST, "0900-8844"]
    passes(14.9)
    assert there.shows() == "0900-8844"
    passes(0.1)
    assert [here.shows(), there.shows()] == [FIRST, FIRST]


def test_a_change_that_was_decided_earlier_and_kept_later_is_seen_too(passes, propose, take, now):
    take(propose("helplines", "helplines", "nla", number="0800-1", valid_from=now.date()))
    there = Process()
    assert there.shows() == "0900-8844"
    change = take(propose("helplines", "helplines", "police", number=FIRST, valid_from=now.date()))
    earlier = Change.objects.whole_table(why="decided before the other, kept after it")
    earlier.filter(pk=change.pk).update(decided_at=now - timedelta(seconds=3))
    passes(15)
    assert there.shows() == FIRST


def test_between_two_looks_nothing_is_asked(passes, django_assert_num_queries):
    look = middleware.FreshClaimsMiddleware(lambda request: request)
    look("page")
    passes(14.9)
    with django_assert_num_queries(0):
        assert look("page") == "page"
    passes(0.1)
    with django_assert_num_queries(1):
        look("page")


def test_a_database_that_cannot_be_reached_leaves_what_held(
    passes, propose, take, now, monkeypatch
):
    take(propose("helplines", "helplines", "police", number=FIRST, valid_from=now.date()))
    held = reference.own_rows()

    def away() -> tuple[int, None]:
        raise DatabaseError

    monkeypatch.setattr(selectors, "last_taken", away)
    look = middleware.FreshClaimsMiddleware(lambda request: request)
    assert look("page") == "page"
    assert reference.own_rows() == held
