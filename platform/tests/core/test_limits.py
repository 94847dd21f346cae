# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta

import pytest
from django.db import DatabaseError

from ketenzicht.core import limits
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import Unavailable
from ketenzicht.core.models import Counter

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def test_so_many_tries_are_allowed_and_then_no_more(now):
    tries = [limits.allow("code:visitor", limit=3, window=HOUR, now=now) for _ in range(5)]
    assert tries == [True, True, True, False, False]


def test_a_new_window_and_another_key_start_from_nothing(now):
    assert limits.allow("a", limit=1, window=HOUR, now=now)
    assert not limits.allow("a", limit=1, window=HOUR, now=now)
    assert limits.allow("b", limit=1, window=HOUR, now=now)
    assert limits.allow("a", limit=1, window=HOUR, now=now + HOUR)


def test_a_day_that_is_over_leaves_nothing(now):
    limits.allow("a", limit=1, window=HOUR, now=now)
    limits.allow("b", limit=1, window=HOUR, now=now + timedelta(days=1))
    assert Counter.objects.count() == 1


def test_the_row_of_a_window_does_not_say_at_which_hour_of_its_day_somebody_tried(now):
    day_begins = midnight(local_date(now))
    for hour in range(24):
        limits.allow("a", limit=1, window=HOUR, now=day_begins + hour * HOUR)
    rows = Counter.objects.values_list("window_start", "window_end", "count").distinct()
    assert list(rows) == [(day_begins, midnight(local_date(now) + timedelta(days=1)), 1)]


def test_the_key_is_stored_nowhere_and_differs_every_day(now):
    for day in range(2):
        limits.allow("192.0.2.7", limit=1, window=HOUR, now=now + timedelta(days=day))
    limits.allow("other", limit=1, window=30 * timedelta(days=1), now=now)
    stored = [bytes(counter.key) for counter in Counter.objects.all()]
    assert len(set(stored)) == len(stored)
    assert not [key for key in stored if b"192" in key]


def test_without_an_answer_from_the_store_it_is_not_allowed(now, monkeypatch):
    def fail(*args: object) -> int:
        raise DatabaseError

    monkeypatch.setattr(limits, "_count", fail)
    with pytest.raises(Unavailable):
        limits.allow("a", limit=1, window=HOUR, now=now)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_subnet_of_one_visitor_counts_as_one(address, counted_as):
    assert limits.neighbourhood(address) == counted_as
