# SPDX-License-Identifier: EUPL-1.2
"""Possible doubles are one line of whoever keeps the register, until somebody decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.accounts.models import Member
from ketenzicht.core.clock import local_date
from ketenzicht.register import selectors, services
from ketenzicht.register.models import Decision
from ketenzicht.register.services.entering import take_out
from ketenzicht.register.work import COMPARE
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.work.models import Item
from ketenzicht.work.tasks import heal
from tests.factories.work import items
from tests.promises.matrix import undone
from tests.register.test_deciding import apart, entered, join

WHY = "a test looks at what was stored"


@pytest.fixture
def registrar(world):
    return world.comensha["registrar"]


def lines(member, now):
    return [line.sentence for line in items(Member.objects.get(pk=member.pk), now)]


def rows():
    return list(Item.objects.whole_table(why=WHY).filter(kind=COMPARE))


def test_pairs_that_may_be_one_person_are_one_line_until_each_is_decided(world, registrar, now):
    a, b = entered(world), entered(world)
    assert lines(registrar, now) == ["1 paar registraties gaat misschien over één persoon"]
    c = entered(world)
    assert lines(registrar, now) == ["3 paar registraties gaan misschien over één persoon"]
    earlier = apart(registrar, a, b, now)
    assert lines(registrar, now) == ["2 paar registraties gaan misschien over één persoon"]
    join(registrar, a, c, now)
    assert lines(registrar, now) == []
    services.undo_decision(actor=registrar, decision_id=earlier.pk, now=now)
    assert lines(registrar, now + timedelta(days=900)) == [
        "2 paar registraties gaan misschien over één persoon"
    ]


def test_nobody_else_is_told_of_it(world, registrar, now):
    entered(world)
    entered(world)
    told = [member for member in world.members if lines(member, now)]
    assert told == [registrar]


def test_the_line_knows_months_and_no_entry(world, registrar, now):
    first, second = entered(world), entered(world)
    join(registrar, first, second, now)
    moments = {moment for row in rows() for moment in (row.since, row.shows_from, row.ended_at)}
    assert {local_date(moment).day for moment in moments} == {1}
    ids = {str(each) for row in rows() for each in (row.about_id, row.key)}
    assert not ids & {str(first.pk), str(second.pk)}


def test_an_entry_that_is_taken_out_past_the_acts_is_seen_by_the_pass_of_the_day(
    world, registrar, now
):
    entered(world)
    gone = entered(world)
    gone.tokens.all().delete()
    assert lines(registrar, now) != []
    heal(now)
    assert lines(registrar, now) == []
    assert not take_out("nobody knows this handle")


def test_the_page_counts_what_the_line_counts(world, registrar, now):
    for _each in range(5):
        entered(world)
    (row,) = (row for row in rows() if row.ended_at is None)
    assert row.number == len(selectors.doubles(registrar)) == 10


def test_the_day_of_a_registrar_is_the_same_for_one_pair_and_for_many(
    world, registrar, now, as_member
):
    reader, url, seen = as_member(Client(), registrar), reverse("staff:day"), []
    for many in (4, 6):
        for _each in range(many):
            entered(world)
        reader.get(url)
        with CaptureQueriesContext(connection) as caught:
            page = reader.get(url).content
        seen.append((len(caught), len(page)))
    (few, small), (more, large) = seen
    assert (few, large - small) == (more, 1)  # 6 and 45


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(("in", "one", "two", "undo")), st.integers(0, 9))))
def test_after_any_acts_the_line_counts_the_pairs_that_wait(world, registrar, made):
    with undone():
        for act_of, number in made:
            pairs, decisions = selectors.possible_doubles(), Decision.objects.filter(undone_at=None)
            if act_of == "in":
                entered(world)
            elif act_of == "undo" and decisions:
                chosen = decisions[number % len(decisions)].pk
                services.undo_decision(actor=registrar, decision_id=chosen, now=START)
            elif act_of in {"one", "two"} and pairs:
                pair = pairs[number % len(pairs)]
                decide = join if act_of == "one" else apart
                decide(registrar, pair.first, pair.second, START)
            waiting = len(selectors.possible_doubles())
            assert [row.number for row in rows() if row.ended_at is None] == [waiting] * bool(
                waiting
            )
