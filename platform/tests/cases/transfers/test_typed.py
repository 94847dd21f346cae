# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed about a proposal comes back, however it is refused."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ketenzicht.cases.transfers.services import transfers
from ketenzicht.offers.states import Alternative
from tests.factories.cases import coordinator, make_case, offer, stored_transfer

WORDS = "Wij kennen een andere plek, maar pas in januari."
TYPED = {
    "refuse": {
        "refuse-reason": "no_capacity",
        "refuse-alternative": "later",
        "refuse-words": WORDS,
    },
    "accept": {"accept-first_step": WORDS, "accept-first_due": "2026-11-20T10:00"},
    "ask": {"ask-words": WORDS},
}


@pytest.mark.parametrize("name", TYPED)
def test_an_answer_to_a_proposal_that_was_taken_back_gives_the_words_back(
    client, world, now, as_member, name
):
    offered = offer(world.shop, world.moviera, make_case(world.shop))
    receiver = as_member(client, coordinator(world.moviera))
    transfers.withdraw_transfer(
        actor=coordinator(world.shop), transfer_id=offered.pk, version=offered.version, now=now
    )
    typed = {**TYPED[name], "version": stored_transfer(offered).version}
    answer = receiver.post(reverse(f"cases:{name}", args=[offered.pk]), typed)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


@pytest.mark.parametrize("name", ["accept", "refuse"])
def test_an_answer_that_came_after_a_change_gives_the_words_back(client, world, as_member, name):
    offered = offer(world.shop, world.moviera, make_case(world.shop))
    receiver = as_member(client, coordinator(world.moviera))
    answer = receiver.post(
        reverse(f"cases:{name}", args=[offered.pk]), {**TYPED[name], "version": 0}
    )
    assert answer.status_code == 409
    assert WORDS in answer.content.decode()


def test_whoever_was_asked_sees_that_it_was_taken_back_and_not_what_was_asked(
    client, world, now, as_member
):
    offered = offer(world.shop, world.moviera, make_case(world.shop), summary=WORDS)
    receiver = as_member(client, coordinator(world.moviera))
    page = reverse("cases:transfer", args=[offered.pk])
    assert WORDS in receiver.get(page).content.decode()
    transfers.withdraw_transfer(
        actor=coordinator(world.shop), transfer_id=offered.pk, version=offered.version, now=now
    )
    answer = receiver.get(page)
    assert answer.status_code == 200
    assert WORDS not in answer.content.decode()
    assert (
        "Deze vraag is gestopt. Daarom zie je niet meer wat erin stond." in answer.content.decode()
    )


def test_whoever_asked_goes_on_reading_its_proposal_and_the_no(client, world, now, as_member):
    offered = offer(world.shop, world.moviera, make_case(world.shop), summary="Zij vraagt rust.")
    transfers.refuse_transfer(
        actor=coordinator(world.moviera),
        transfer_id=offered.pk,
        refusal=transfers.Refusal("no_capacity", Alternative.LATER, words=WORDS),
        version=offered.version,
        now=now,
    )
    giver = as_member(client, coordinator(world.shop))
    page = giver.get(reverse("cases:transfer", args=[offered.pk])).content.decode()
    assert "Zij vraagt rust." in page
    assert WORDS in page
