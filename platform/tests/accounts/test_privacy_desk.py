# SPDX-License-Identifier: EUPL-1.2
"""The desk of a privacy officer: what is deleted when, the proof afterwards, and who looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import privacy
from ketenzicht.audit.models import Entry
from ketenzicht.audit.services import record
from ketenzicht.cases.page.closing import close_case
from ketenzicht.cases.page.retention import shred_closed
from ketenzicht.core.errors import NotAllowed
from tests.factories.accounts import World
from tests.factories.cases import SOMEBODY, coordinator, make_case, stored


@pytest.fixture
def officer(world: World) -> Member:
    return world.shop["privacy_officer"]


@pytest.fixture
def visitor(officer: Member, as_member) -> Client:
    return as_member(Client(), officer)


def looked(member: Member, now, times: int = 1) -> None:
    for place in range(times):
        record(
            actor=member,
            action="case:read",
            kind="case",
            id=f"zaak-{place}",
            now=now,
            purpose="care",
            outcome="seen",
        )


def test_the_desk_says_what_is_deleted_when(visitor: Client) -> None:
    page = visitor.get(reverse("accounts:privacy")).content.decode()
    for words in ("Wie keek", "Wat is verwijderd", "5 jaar", "vanaf de dag van sluiten"):
        assert words in page


def test_who_looked_names_colleagues_and_no_case(world: World, visitor: Client, now) -> None:
    case = make_case(world.shop)
    looked(coordinator(world.moviera), now)
    page = visitor.get(reverse("accounts:access-log")).content.decode()
    assert coordinator(world.shop).user.name in page
    for hidden in (case.code, str(SOMEBODY.name), coordinator(world.moviera).user.name):
        assert hidden not in page


def test_reading_the_log_stands_in_the_log_first(officer: Member, visitor: Client) -> None:
    visitor.get(reverse("accounts:access-log"))
    visitor.get(reverse("accounts:access-log-csv"))
    rows = Entry.objects.filter(member_id=officer.pk, kind="access-log", outcome="seen")
    assert list(rows.order_by("number").values_list("purpose", flat=True)) == ["list", "export"]


def test_a_name_is_searched_in_the_database_and_in_no_address(
    world: World, officer: Member, visitor: Client, now
) -> None:
    looked(coordinator(world.shop), now, times=40)
    looked(world.shop["administrator"], now)
    found = privacy.accesses(officer, "SHOP administrator")
    assert {row.member_id for row in found} == {world.shop["administrator"].pk}
    assert privacy.accesses(officer, "zaak-7").count() == 1
    page = visitor.post(reverse("accounts:access-log"), {"q": "administrator"}).content.decode()
    assert world.shop["administrator"].user.name in page


def test_the_list_asks_the_same_however_long_the_log_is(
    world: World, officer: Member, visitor: Client, now
) -> None:
    counts = []
    visitor.get(reverse("accounts:access-log"))
    for times in (3, 300):
        looked(coordinator(world.shop), now, times=times)
        with CaptureQueriesContext(connection) as asked:
            visitor.get(reverse("accounts:access-log"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_file_holds_every_line(
    world: World, officer: Member, visitor: Client, now, monkeypatch
):
    monkeypatch.setattr(privacy, "CHUNK", 4)
    looked(coordinator(world.shop), now, times=11)
    lines = visitor.get(reverse("accounts:access-log-csv")).content.decode().splitlines()
    assert sum("zaak-" in line for line in lines) == 11


def test_what_was_deleted_stands_there_by_the_day_and_only_of_ones_own(
    world: World, officer: Member, visitor: Client, as_member, now
) -> None:
    case = make_case(world.shop)
    close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        version=stored(case).version,
        now=now,
    )
    assert str(case.pk) not in visitor.get(reverse("accounts:deleted")).content.decode()
    shred_closed(now=now + timedelta(days=6 * 366))
    assert str(case.pk) in visitor.get(reverse("accounts:deleted")).content.decode()
    other = as_member(Client(), world.moviera["privacy_officer"])
    assert str(case.pk) not in other.get(reverse("accounts:deleted")).content.decode()


def test_nobody_else_reads_the_log(world: World) -> None:
    with pytest.raises(NotAllowed):
        privacy.accesses(world.shop["administrator"])
    with pytest.raises(NotAllowed):
        privacy.deleted(world.shop["zorgcoordinator"])
