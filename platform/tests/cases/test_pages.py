# SPDX-License-Identifier: EUPL-1.2
"""The pages of a case, walked without a browser."""

from __future__ import annotations

from django.urls import reverse

from tests.factories.cases import coordinator, make_case, offer


def test_every_page_of_a_case_opens_for_its_holder(client, world, as_member, now):
    case = make_case(world.shop)
    as_member(client, coordinator(world.shop))
    names = (
        "detail note contact wish plan need label move risk forms track identity safe-contact "
        "close new-dispute sharing grant consent block looks hand-over"
    )
    answers = {
        name: client.get(reverse(f"cases:{name}", args=[case.pk])).status_code
        for name in names.split()
    }
    assert answers == dict.fromkeys(names.split(), 200)
    for name in ("list", "open", "inbox", "board"):
        assert client.get(reverse(f"cases:{name}")).status_code == 200, name


def test_the_giver_reads_that_they_stay_to_act(client, world, as_member, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    page = as_member(client, coordinator(world.shop)).get(
        reverse("cases:transfer", args=[transfer.pk])
    )
    assert "Tot Moviera ja zegt, blijf jij aan zet." in page.content.decode()
