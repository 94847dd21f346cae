# SPDX-License-Identifier: EUPL-1.2
"""What the sign-in package remembers: for all processes, readable by none."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from ketenzicht.core.models import Remembered

pytestmark = pytest.mark.django_db


def test_what_is_remembered_comes_back_until_its_time_is_over():
    cache.set("a", [1.5, 2], 60)
    cache.set("b", "gone", 0)
    assert (cache.get("a"), cache.get("b"), cache.get("c", "none")) == ([1.5, 2], None, "none")


def test_the_first_to_add_wins_until_it_is_let_go():
    tries = [cache.add("lock", 1, 60), cache.add("lock", 2, 60)]
    assert (tries, cache.get("lock")) == ([True, False], 1)
    assert (cache.delete("lock"), cache.delete("lock"), cache.add("lock", 3)) == (True, False, True)


def test_a_value_whose_time_is_over_stands_in_nobodys_way():
    cache.set("lock", 1, 0)
    assert cache.add("lock", 2, 60)
    assert Remembered.objects.count() == 1


def test_touching_makes_it_last_longer_and_finds_nothing_that_is_over():
    cache.set("a", 1, 60)
    assert (cache.touch("a", 0), cache.touch("a", 60)) == (True, False)


def test_the_table_does_not_tell_who_tried():
    cache.set("allauth:rl:login:192.0.2.7", [1.0], 60)
    row = Remembered.objects.get()
    assert b"192.0.2.7" not in bytes(row.key)
    assert row.value == "[1.0]"


def test_clearing_forgets_everything():
    cache.set_many({"a": 1, "b": 2})
    cache.clear()
    assert Remembered.objects.count() == 0
