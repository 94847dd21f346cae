# SPDX-License-Identifier: EUPL-1.2
"""Whom a page about a proposal lets somebody name: never who the service then refuses."""

from __future__ import annotations

from django.urls import reverse

from ketenzicht.accounts.selectors import active_organisations
from ketenzicht.cases.transfers.models import Escalation
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from tests.factories.cases import WHY, coordinator, make_case, offer


def offered(field) -> set[str]:
    """The names of the organisations a field offers."""
    groups = [group for _label, group in field.choices if isinstance(group, list)]
    return {name for group in groups for _key, name in group}


def test_the_holder_of_a_stuck_case_is_not_among_those_to_ask(client, world, now, as_member):
    case = make_case(world.shop)
    for _attempt in range(2):
        sent = offer(world.shop, world.moviera, case)
        transfers.refuse_transfer(
            actor=coordinator(world.moviera),
            transfer_id=sent.pk,
            refusal=Refusal("no_capacity", Alternative.LATER),
            version=sent.version,
            now=now,
        )
    stuck = Escalation.objects.whole_table(why=WHY).get(case=case, resolved_at=None)

    page = as_member(client, coordinator(world.comensha)).get(
        reverse("cases:decide", args=[stuck.pk])
    )

    named = offered(page.context["forms"]["ask"].fields["receiver"])
    assert world.shop.organisation.name not in named
    assert world.moviera.organisation.name in named


def test_a_no_names_neither_of_the_two_as_the_better_one(client, world, as_member):
    sent = offer(world.shop, world.moviera, make_case(world.shop))

    page = as_member(client, coordinator(world.moviera)).get(
        reverse("cases:transfer", args=[sent.pk])
    )

    two = {world.shop.organisation.name, world.moviera.organisation.name}
    everybody = set(active_organisations().values_list("name", flat=True))
    assert offered(page.context["forms"]["refuse"].fields["organisation"]) == everybody - two
