# SPDX-License-Identifier: EUPL-1.2
"""The practice world stands: every role finds its day, and the figures are safe."""

import socket
from collections import Counter
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from ketenzicht.accounts.demo import demo_roles
from ketenzicht.accounts.models import Member
from ketenzicht.audit.verify import faults
from ketenzicht.cases.file.models import Case
from ketenzicht.publishing.selectors import published_release
from ketenzicht.register.handover import people_by_year, years
from ketenzicht.surfaces.demo import load as loading
from ketenzicht.surfaces.staff.day import day_of

#: The Rapporteur's: in or out of the sex industry, within the country or across a border.
FOUR_GROUPS = {
    "sex_industry.domestic",
    "sex_industry.cross_border",
    "outside_sex_industry.domestic",
    "outside_sex_industry.cross_border",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db: None, now: datetime) -> loading.Loaded:
    """A smaller practice world than that of a first start, from the same code."""
    return loading.load(now, loading.Scope(people=2500, case_days=60, report_days=10))


@pytest.mark.no_cover  # it fills the whole chain: lines reached here alone would count as tested
def test_a_first_start_fills_the_whole_chain(loaded: loading.Loaded, now: datetime) -> None:
    assert loaded.entries > 300
    roles = {role for account in demo_roles(now) for role in account.roles}
    assert len(roles) == 18
    coordinator = next(a for a in demo_roles(now) if a.roles == ("Zorgcoördinator",))
    groups = day_of(Member.objects.get(pk=coordinator.member_id), now)
    assert [str(group.title) for group in groups][:2] == ["Nu", "Vandaag"]
    told = [str(row.sentence) for group in groups for row in group.rows]
    assert [
        name
        for name in ("Geen veilig bed", "Geen contact", "Bedenktijd loopt af")
        if not any(sentence.startswith(name) for sentence in told)
    ] == []
    awake = {
        account.roles[0]
        for account in demo_roles(now)
        if day_of(Member.objects.get(pk=account.member_id), now)
    }
    assert {"Begeleider opvang", "Privacyfunctionaris", "Beheerder van het platform"} <= awake
    groups_by_year = people_by_year(years=years())["group"]
    people = Counter[str]()
    for (_year, group), number in groups_by_year.items():
        people[group] += number
    assert {group for group, number in people.items() if number} >= FOUR_GROUPS
    release = published_release()
    assert release is not None
    shown = [v for t in release.content["tables"]["tables"] for row in t["cells"] for v in row]
    assert [value for value in shown if value is not None and value < 10] == []
    assert Case.objects.whole_table(why="test").filter(holder=None).count() == 0
    assert faults() == []


@override_settings(KETENZICHT_DEMO=False)
def test_outside_the_practice_world_there_is_no_entrance(client: Client) -> None:
    assert client.post("/werk/oefenwereld/", {"member": "x"}).status_code == 404


def test_a_port_in_use_is_said_at_once_with_another_to_try() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(CommandError, match=f"PORT={port + 1}"):
            call_command("start", port=port)
