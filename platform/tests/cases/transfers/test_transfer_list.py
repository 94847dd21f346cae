# SPDX-License-Identifier: EUPL-1.2
"""Hand-overs under way are found back."""

from __future__ import annotations

from django.urls import reverse

from tests.factories.cases import coordinator, make_case, offer


def test_a_hand_over_is_found_by_code_and_organisation_and_by_where_it_stands(
    client, world, as_member
):
    offered, other = make_case(world.shop), make_case(world.shop)
    offer(world.shop, world.moviera, offered)
    offer(world.shop, world.shelter, other)
    as_member(client, coordinator(world.shop))
    for asked, found in (
        ({}, {offered.code, other.code}),
        ({"q": offered.code.lower()}, {offered.code}),
        ({"q": "moviera"}, {offered.code}),
        ({"stage": "offered", "q": other.code}, {other.code}),
        ({"stage": "accepted"}, set()),
    ):
        page = client.post(reverse("cases:inbox"), asked).content.decode()
        listed = page.partition('id="way"')[2].partition('class="kz-rows"')[2]
        assert {code for code in (offered.code, other.code) if code in listed} == found
