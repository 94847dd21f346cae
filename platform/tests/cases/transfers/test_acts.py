# SPDX-License-Identifier: EUPL-1.2
"""What the page of a transfer and of a stuck case offers is what the service takes."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.cases.transfers.acts import escalations
from ketenzicht.cases.transfers.acts import transfers as acts
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.services import decisions, transfers
from ketenzicht.cases.transfers.states import Level, TransferState
from ketenzicht.core.errors import NotFound
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from tests.factories.accounts import make_member
from tests.factories.cases import WHY, coordinator, make_case, offer, stored_transfer
from tests.promises.taking import main, taken

FIRST = {"first_step": "Bellen"}
NAMES = {
    acts.Act.ACCEPT: "accept",
    acts.Act.REFUSE: "refuse",
    acts.Act.ASK: "ask",
    acts.Act.OFFER: "transfer-aanbieden",
    acts.Act.WITHDRAW: "transfer-terugnemen",
    acts.Act.CONFIRM_WARM: "transfer-warm",
    acts.Act.COMPLETE: "transfer-afronden",
}


@pytest.fixture
def offered(world, now):
    return offer(world.shop, world.moviera, make_case(world.shop))


@pytest.fixture
def actors(world):
    """The giver, the receiver, the fallback, and a colleague of the receiver without the role."""
    partners = (world.shop, world.moviera, world.comensha)
    colleague = make_member(world.moviera.organisation, "volunteer", name="Vrijwilliger")
    return [*map(coordinator, partners), colleague]


def standing(transfer, state, actor, now):
    """The transfer as if it had come to this state and was escalated."""
    rows = Transfer.objects.whole_table(why=WHY).filter(pk=transfer.pk)
    rows.update(
        state=state,
        escalated=True,
        answered_by=actor,
        answered_at=now,
        expired_at=now,
        refusal="no_capacity",
        alternative=Alternative.LATER,
    )
    return stored_transfer(transfer)


def does(transfer, actor, now):
    """Each act on a transfer, as the service is asked to do it."""
    ground = {"actor": actor, "transfer_id": transfer.pk, "now": now}
    seen = {**ground, "version": transfer.version}
    due = now + timedelta(hours=4)
    no = Refusal("no_capacity", Alternative.LATER)
    return {
        acts.Act.ACCEPT: lambda: transfers.accept_transfer(**seen, **FIRST, first_due=due),
        acts.Act.REFUSE: lambda: transfers.refuse_transfer(**seen, refusal=no),
        acts.Act.ASK: lambda: transfers.ask_about_transfer(**ground, words="Mag het morgen?"),
        acts.Act.OFFER: lambda: transfers.offer_transfer(**seen),
        acts.Act.WITHDRAW: lambda: transfers.withdraw_transfer(**seen),
        acts.Act.CONFIRM_WARM: lambda: transfers.confirm_warm_transfer(**seen),
        acts.Act.COMPLETE: lambda: transfers.complete_transfer(**seen),
    }


def test_transfers(world, offered, actors, now):
    seen = set()
    for state, actor in product(TransferState, actors[:2] + actors[3:]):
        transfer = standing(offered, state, actors[1], now)
        open_to = set(acts.acts_open_to(actor, transfer))
        done = {act for act, do in does(transfer, actor, now).items() if taken(do)}
        assert done == open_to, (state, actor.user.name)
        seen |= open_to
    assert seen == set(acts.Act) == set(NAMES)


@pytest.mark.parametrize("state", list(TransferState))
def test_the_page_of_a_transfer_has_a_form_for_each_act_and_no_other(
    offered, actors, as_member, now, state
):
    transfer = standing(offered, state, actors[1], now)
    for actor in actors[:3]:
        page = as_member(Client(), actor).get(reverse("cases:transfer", args=[transfer.pk]))
        if page.status_code == 404:
            continue
        addresses = {act: reverse(f"cases:{NAMES[act]}", args=[transfer.pk]) for act in acts.Act}
        shown = {act for act, at in addresses.items() if f'action="{at}"' in main(page)}
        assert shown == set(acts.acts_open_to(actor, transfer)), actor.user.name


@pytest.fixture
def stuck(world, now):
    case = make_case(world.shop)
    for _time in range(2):
        again = offer(world.shop, world.moviera, case)
        transfers.refuse_transfer(
            actor=coordinator(world.moviera),
            transfer_id=again.pk,
            refusal=Refusal("no_capacity", Alternative.LATER),
            version=again.version,
            now=now,
        )
    return Escalation.objects.whole_table(why=WHY).select_related("case").get(case=case)


def decided(escalation, actor, world, now):
    """Each decision about a stuck case, as the service is asked to take it."""
    ground = {
        "actor": actor,
        "escalation_id": escalation.pk,
        "version": escalation.version,
        "now": now,
    }
    due, other = now + timedelta(hours=4), world.shelter.organisation.pk
    return {
        escalations.Act.TAKE: lambda: decisions.take_over(**ground, **FIRST, first_due=due),
        escalations.Act.ASK: lambda: decisions.offer_elsewhere(
            **ground, receiver_id=other, answer_by=now + timedelta(days=1)
        ),
        escalations.Act.KEEP: lambda: decisions.keep_with_holder(**ground),
    }


def test_escalations(world, stuck, actors, as_member, now):
    """Whoever decides, at each level, with a proposal to pass on and without one."""
    last, seen = stuck.transfer_id, set()
    rows = Escalation.objects.whole_table(why=WHY).filter(pk=stuck.pk)
    for level, with_words, actor in product(Level, (True, False), actors):
        decider = world.shop if level is Level.SUPERVISOR else world.comensha
        rows.update(
            level=level,
            organisation=decider.organisation,
            transfer=last if with_words else None,
        )
        found = rows.select_related("case").get()
        open_to = set(escalations.acts_open_to(actor, found, now))
        done = {act for act, do in decided(found, actor, world, now).items() if taken(do)}
        assert done == open_to, (level, with_words, actor.user.name)
        page = as_member(Client(), actor).get(reverse("cases:decide", args=[found.pk]))
        shown = {act for act in escalations.Act if f'value="{act}"' in page.content.decode()}
        assert shown == open_to, (level, with_words, actor.user.name)
        seen |= open_to
    assert seen == set(escalations.Act)


def test_a_decision_that_was_taken_is_no_longer_open(stuck, actors, now):
    stuck.resolved_at = now
    refusals = {type(escalations.why_not(actors[2], stuck, now, act)) for act in escalations.Act}
    assert refusals == {NotFound}
