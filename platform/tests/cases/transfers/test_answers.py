# SPDX-License-Identifier: EUPL-1.2
"""A refused or unanswered proposal stays before its giver until something is done about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenzicht.cases import tasks
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.page import closing
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.cases.waiting.states import CaseWork
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.work.selectors import list_of
from tests.factories.cases import WHY, accept, coordinator, make_case, offer, plan, propose, stored

A_MONTH = timedelta(days=30)


@pytest.fixture
def refused(world, now):
    """A case whose proposal was refused, a month ago at the end of this story."""
    case = make_case(world.shop)
    offered = offer(world.shop, world.moviera, case)
    transfers.refuse_transfer(
        actor=coordinator(world.moviera),
        transfer_id=offered.pk,
        refusal=Refusal("no_capacity", Alternative.LATER),
        version=offered.version,
        now=now,
    )
    return case


def left(world, now):
    """The cases of which the holder's day says that an offer came to nothing."""
    mine = list_of(coordinator(world.shop), now).filter(kind=CaseWork.REFUSED)
    ids = list(mine.values_list("about_id", flat=True))
    return list(Case.objects.whole_table(why=WHY).filter(pk__in=ids))


def test_a_refusal_nobody_acted_on_is_there_after_a_month(world, now, refused):
    assert left(world, now + A_MONTH) == [refused]


def test_an_offer_that_expired_is_there_after_a_month(world, now):
    case = make_case(world.shop)
    offer(world.shop, world.moviera, case)
    tasks.expire_offers(now + timedelta(days=3))
    assert left(world, now + A_MONTH) == [case]


def test_a_draft_is_no_offer_and_a_new_offer_ends_it(world, now, refused):
    later = now + timedelta(days=1)
    drafted = propose(world.shop, world.shelter, refused, later)
    assert left(world, now + A_MONTH) == [refused]
    transfers.offer_transfer(
        actor=coordinator(world.shop), transfer_id=drafted.pk, version=1, now=later
    )
    assert left(world, later) == []


def test_going_on_with_a_step_ends_it(world, now, refused):
    plan(world.shop, refused, now + timedelta(days=1))
    assert left(world, now + A_MONTH) == []


def test_a_case_that_is_closed_or_has_moved_asks_nothing_more(world, now, refused):
    other = make_case(world.shop)
    closing.close_case(
        actor=coordinator(world.shop),
        case_id=refused.pk,
        reason="goals_met",
        version=stored(refused).version,
        now=now + timedelta(days=1),
    )
    moment = now + timedelta(days=2)
    accept(world.moviera, offer(world.shop, world.moviera, other, moment), moment)
    assert left(world, now + A_MONTH) == []
