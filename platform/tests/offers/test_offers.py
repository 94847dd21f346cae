# SPDX-License-Identifier: EUPL-1.2
"""One way of asking and answering for everything that is offered: a case, and a report."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.states import TRANSFER_NEXT, TransferState
from ketenzicht.core.errors import NotAllowed, NotFound, Refused, StaleWrite
from ketenzicht.core.terms import term_end
from ketenzicht.intake.models import Referral
from ketenzicht.intake.states import REFERRAL_NEXT, ReferralState
from ketenzicht.offers import rules, services
from ketenzicht.offers.offer import Offer
from ketenzicht.offers.states import ANSWERED, OfferState
from ketenzicht.surfaces.testing_clock import START
from tests.factories.cases import WHY, coordinator, make_case, offer

SENT = [state.value for state in OfferState]


@pytest.fixture
def offered(world, now):
    return offer(world.shop, world.moviera, make_case(world.shop))


@pytest.mark.parametrize(
    ("model", "states", "table"),
    [(Transfer, TransferState, TRANSFER_NEXT), (Referral, ReferralState, REFERRAL_NEXT)],
)
def test_a_case_and_a_report_are_offered_alike(model, states, table):
    assert issubclass(model, Offer)
    assert {state.value for state in states} >= set(SENT)
    answers = {state.value for state in table[states("offered")]}
    assert answers == set(SENT) - {"offered"}
    for ended in ("refused", "withdrawn", "expired"):
        assert table[states(ended)] == frozenset()


def test_nobody_asks_themself_and_nobody_is_asked_who_cannot_answer():
    one, other = uuid4(), uuid4()
    rules.check_receiver(giver_id=one, receiver_id=other, able=True)
    for receiver, able in ((one, True), (other, False)):
        with pytest.raises(Refused) as refused:
            rules.check_receiver(giver_id=one, receiver_id=receiver, able=able)
        assert refused.value.field == "receiver"


@given(st.integers(-40 * 24, 60 * 24))
def test_the_moment_to_answer_lies_ahead_and_within_the_longest_term(hours):
    moment = START + timedelta(hours=hours)
    if START < moment <= term_end("answer_longest", START):
        rules.check_answer_by(moment, now=START)
    else:
        with pytest.raises(Refused):
            rules.check_answer_by(moment, now=START)


def test_an_offer_without_a_moment_is_no_offer(now):
    with pytest.raises(Refused):
        rules.check_answer_by(None, now=now)


def test_a_no_says_why_and_names_neither_of_the_two_as_the_better_one(offered):
    rules.check_refusal(offered, reason="no_capacity", instead=uuid4())
    for instead in (offered.giver_id, offered.receiver_id):
        with pytest.raises(Refused) as refused:
            rules.check_refusal(offered, reason="no_capacity", instead=instead)
        assert refused.value.field == "organisation"
    with pytest.raises(Refused):
        rules.check_refusal(offered, reason="")


def test_each_side_does_its_own_part_on_the_version_that_was_seen(world, offered):
    giver, receiver = coordinator(world.shop), coordinator(world.moviera)
    assert rules.why_not_giver(offered, giver) is rules.why_not_receiver(offered, receiver) is None
    for part, actor in ((rules.why_not_giver, receiver), (rules.why_not_receiver, giver)):
        assert isinstance(part(offered, actor), NotAllowed)
    assert services.as_seen(offered, offered.version) is offered
    with pytest.raises(StaleWrite):
        services.as_seen(offered, offered.version - 1)


def test_an_offer_out_of_reach_is_not_there(world, offered):
    rows = Transfer.objects.whole_table(why=WHY)
    assert services.locked_offer(rows, offered.pk) == offered
    with pytest.raises(NotFound):
        services.locked_offer(rows.exclude(pk=offered.pk), offered.pk)


@pytest.mark.parametrize("to", [state for state in TransferState if state.value in SENT[1:]])
def test_an_answer_is_given_once_and_says_who_and_when(world, offered, now, to):
    actor = coordinator(world.moviera)
    version = offered.version
    services.step(offered, to, table=TRANSFER_NEXT, actor=actor, now=now)
    answered = to in ANSWERED
    assert (offered.answered_at == now, offered.answered_by == actor) == (answered, answered)
    assert offered.version == version + 1
    with pytest.raises(Refused):
        services.step(offered, to, table=TRANSFER_NEXT, actor=actor, now=now)


def test_silence_is_too_late_only_after_the_moment(offered):
    rows = Transfer.objects.whole_table(why=WHY)
    just_in_time = offered.answer_by
    assert list(services.overdue(rows, now=just_in_time)) == []
    assert list(services.overdue(rows, now=just_in_time + timedelta(seconds=1))) == [offered.pk]
