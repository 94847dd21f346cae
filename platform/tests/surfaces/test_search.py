# SPDX-License-Identifier: EUPL-1.2
"""The search in the bar finds what the reader may see, and tells nobody what they looked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import Member
from ketenzicht.cases.file.services.details import set_label
from tests.factories.accounts import World
from tests.factories.cases import coordinator, make_case
from tests.factories.intake import make_report

SignIn = Callable[[Client, Member], Client]


@pytest.fixture
def look(client: Client, as_member: SignIn) -> Callable[[Member, str], str]:
    """Search as somebody, and return the list of what was found."""

    def find(actor: Member, words: str) -> str:
        page = as_member(client, actor).post(reverse("staff:find"), {"q": words})
        assert page.status_code == 200
        return page.content.decode().partition("<main")[2].partition('class="kz-rows"')[2]

    return find


def test_a_case_is_found_by_its_code_and_by_ones_own_name_for_it(
    look: Callable[[Member, str], str], world: World, now: datetime
) -> None:
    case, actor = make_case(world.shop), coordinator(world.shop)
    set_label(actor=actor, case_id=case.pk, words="Het blauwe huis", now=now)
    page = reverse("cases:detail", args=[case.pk])
    assert page in look(actor, case.code.lower())
    assert page in look(actor, "blauwe")
    assert look(coordinator(world.moviera), case.code) == ""
    assert look(coordinator(world.moviera), "blauwe") == ""


def test_a_report_is_found_by_its_number_and_municipality(
    look: Callable[[Member, str], str], world: World, now: datetime
) -> None:
    report, actor = make_report(now), coordinator(world.shop)
    page = reverse("intake:report", kwargs={"report_id": report.pk})
    assert page in look(actor, report.label)
    assert page in look(actor, "leiden")


def test_one_letter_finds_nothing_and_an_address_carries_no_words(
    look: Callable[[Member, str], str], client: Client, world: World
) -> None:
    case = make_case(world.shop)
    assert look(coordinator(world.shop), case.code[0]) == ""
    page = client.get(reverse("staff:find"), {"q": case.code}).content.decode()
    assert reverse("cases:detail", args=[case.pk]) not in page


def test_a_role_without_lists_finds_nothing(
    look: Callable[[Member, str], str], world: World
) -> None:
    case = make_case(world.shop)
    assert look(world.shop["privacy_officer"], case.code) == ""
