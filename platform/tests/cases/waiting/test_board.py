# SPDX-License-Identifier: EUPL-1.2
"""The board says no more than it knows."""

from __future__ import annotations

from django.urls import reverse

from tests.factories.cases import coordinator


def test_an_empty_board_speaks_of_what_its_reader_can_see(client, world, as_member):
    reader = as_member(client, coordinator(world.shop))
    page = reader.get(reverse("cases:board")).content.decode()
    assert "Niets wat jij kunt zien, wacht te lang" in page
    narrowed = reader.get(reverse("cases:board"), {"reason": "no_place"}).content.decode()
    assert "Niets wat jij kunt zien" not in narrowed
    assert "Geen wachttijd past hierbij" in narrowed
