# SPDX-License-Identifier: EUPL-1.2
"""The board says no more than it knows."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from ketenzicht.surfaces.testing_clock import START, set_clock
from tests.factories.cases import coordinator, make_case


def test_an_empty_board_speaks_of_what_its_reader_can_see(client, world, as_member):
    reader = as_member(client, coordinator(world.shop))
    page = reader.get(reverse("cases:board")).content.decode()
    assert "Niets wat jij kunt zien, wacht te lang" in page
    narrowed = reader.get(reverse("cases:board"), {"reason": "no_place"}).content.decode()
    assert "Niets wat jij kunt zien" not in narrowed
    assert "Geen wachttijd past hierbij" in narrowed


def test_an_empty_board_of_the_national_desk_says_that_others_may_wait_elsewhere(
    client, world, as_member
):
    make_case(world.shop)
    set_clock(START + timedelta(days=8))
    page = as_member(client, world.comensha["comensha_helpdesk"]).get(reverse("cases:board"))
    said = page.content.decode()
    assert "Niets wat jij kunt zien, wacht te lang" in said
    assert "Elders kan iemand wel wachten." in said
