# SPDX-License-Identifier: EUPL-1.2
"""Every moment on a page of the care side says whether a law set it, or this product did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.cases.file.services import tracks
from ketenzicht.core.clock import local_date
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.cases import coordinator, make_case, offer, share

OURS = "onze standaard, niet bevestigd"


@pytest.fixture
def reader(client: Client, world, as_member) -> Client:
    return as_member(client, coordinator(world.shop))


def read(reader: Client, name: str, *args: object) -> str:
    return " ".join(reader.get(reverse(name, args=args)).content.decode().split())


def test_a_wait_says_that_its_patience_is_ours(reader, world, now):
    case = make_case(world.shop)
    set_clock(now + timedelta(days=20))
    assert OURS in read(reader, "cases:board")
    assert OURS in read(reader, "cases:detail", case.pk)


def test_a_term_of_law_names_its_law_and_not_us(reader, world, now):
    case = make_case(world.shop)
    for step in ("indication", "reflection_offered", "reflection_running"):
        tracks.move_track(
            actor=coordinator(world.shop),
            case_id=case.pk,
            track="residence",
            step=step,
            since=local_date(now),
            now=now,
        )
    page = read(reader, "cases:detail", case.pk)
    assert "wet, " in page
    assert "Kijk op" in page


def test_how_long_an_answer_or_a_share_may_take_says_whose_choice_that_is(reader, world, now):
    case = make_case(world.shop)
    share(world.shop, world.law_firm, case)
    transfer = offer(world.shop, world.moviera, case, now)
    assert f"1 maand ({OURS})" in read(reader, "cases:transfer", transfer.pk)
    assert f"({OURS})" in read(reader, "cases:sharing", case.pk)
