# SPDX-License-Identifier: EUPL-1.2
"""A sweep goes through everything, once, a few rows at a time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketenzicht.accounts.models import User
from ketenzicht.core.chunks import by_key

pytestmark = pytest.mark.django_db


def people(number):
    for place in range(number):
        User.objects.create(email=f"p{place}@oefenwereld.example", name=f"P{place}")


@pytest.mark.parametrize("number", [0, 1, 3, 4, 6, 7])
def test_every_row_comes_once_whatever_the_size_of_the_table(number):
    people(number)
    found = [user.pk for user in by_key(User.objects.all(), size=3)]
    assert found == sorted(found)
    assert len(set(found)) == number


def test_rows_that_no_longer_fit_after_the_act_do_not_make_others_be_skipped():
    people(7)
    done = []
    for user in by_key(User.objects.filter(is_active=True), size=2):
        done.append(user.pk)
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert len(done) == 7


def test_no_more_is_read_than_a_chunk_at_a_time():
    people(5)
    with CaptureQueriesContext(connection) as caught:
        assert next(iter(by_key(User.objects.all(), size=2)))
    assert len(caught) == 1
    assert "LIMIT 2" in caught[0]["sql"]
