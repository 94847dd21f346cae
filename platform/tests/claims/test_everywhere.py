# SPDX-License-Identifier: EUPL-1.2
"""One number or one term that changes, changes everywhere together; old cases keep theirs."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from ketenzicht.cases.file.models import TrackStep
from ketenzicht.claims import services
from ketenzicht.core.clock import local_date
from tests.claims.conftest import new_row
from tests.factories.cases import coordinator, make_case, move
from tests.factories.work import items


def test_a_telephone_number_changes_on_every_page_on_its_day(propose, take, world, now, as_member):
    staff = as_member(Client(), world.shop["zorgcoordinator"])
    claims = f"{reverse('claims:list')}?part=helplines"
    addresses = (reverse("publishing-public:figures"), reverse("staff:help"), claims)

    def pages() -> list[str]:
        return [staff.get(address).content.decode() for address in addresses]

    assert ["0900-8844" in page for page in pages()] == [True, True, True]
    take(propose("helplines", "helplines", "police", number="0900-1", valid_from=now.date()))
    assert ["0900-1<" in page or "0900-1," in page for page in pages()] == [True, True, True]
    assert ["0900-8844" in page for page in pages()[:2]] == [False, False]


def test_a_term_changes_its_day_and_its_alarm_and_what_runs_keeps_the_old_one(world, now, take):
    old = make_case(world.shop, now)
    move(
        world.shop,
        old,
        "residence",
        "reflection_offered",
        "reflection_running",
        since=date(2026, 11, 17),
        now=now,
    )
    take(
        services.propose_version(
            actor=world.comensha["comensha_helpdesk"],
            part="deadlines",
            section="deadlines",
            row=new_row("deadlines", "reflection_period", length="P1M", valid_from=now.date()),
            why="De wet veranderde.",
            now=now,
        )
    )
    new = make_case(world.shop, now)
    move(
        world.shop,
        new,
        "residence",
        "reflection_offered",
        "reflection_running",
        since=local_date(now),
        now=now,
    )
    rows = TrackStep.objects.whole_table(why="test").filter(step="reflection_running")
    ends = {row.case_id: (local_date(row.due), row.rule) for row in rows}
    assert ends == {
        old.pk: (date(2027, 2, 17), "reflection_period"),
        new.pk: (date(2026, 12, 18), "reflection_period@2026-11-18"),
    }
    said = [line.sentence for line in items(coordinator(world.shop), now.replace(month=12, day=1))]
    assert [
        code in " ".join(each for each in said if "Bedenktijd loopt af" in each)
        for code in (old.code, new.code)
    ] == [False, True]
