# SPDX-License-Identifier: EUPL-1.2
"""One number or one term that changes, changes everywhere together; old cases keep theirs."""

from __future__ import annotations

import re
from datetime import date

from django.test import Client
from django.urls import reverse

from ketenzicht.cases.file.models import TrackStep
from ketenzicht.claims import services
from ketenzicht.core.clock import local_date
from ketenzicht.intake.card import Age
from tests.claims.conftest import new_row
from tests.factories.cases import coordinator, make_case, move
from tests.factories.intake import make_report, triager
from tests.factories.work import items
from tests.intake.test_public_pages import WHOLE, fill


def test_a_telephone_number_changes_on_every_page_on_its_day(propose, take, world, now, as_member):
    """Wherever the number stands today; leaflets do not exist yet, and no mail names a number."""
    staff, visitor = as_member(Client(), world.shop["zorgcoordinator"]), Client()
    fill(visitor, WHOLE[:4])
    claims = f"{reverse('claims:list')}?part=helplines"
    shown = (
        (visitor, reverse("publishing-public:figures")),
        (visitor, reverse("intake-public:numbers")),
        (visitor, reverse("intake-public:advice")),
        (staff, reverse("staff:help")),
        (staff, claims),
        (staff, f"{reverse('claims:file-csv')}?part=helplines"),
    )

    def pages() -> list[str]:
        answers = [client.get(address) for client, address in shown]
        return [b"".join(answer).decode() for answer in answers]

    assert ["0900-8844" in page for page in pages()] == [True] * len(shown)
    take(propose("helplines", "helplines", "police", number="0900-1", valid_from=now.date()))
    assert [bool(re.search(r"0900-1\b", page)) for page in pages()] == [True] * len(shown)
    assert ["0900-8844" in page for page in pages()[:4]] == [False] * 4


def test_the_number_to_call_about_a_child_is_the_one_that_holds(
    propose, take, world, now, as_member
):
    report = make_report(now, wish="help", municipality="leiden", age=Age.MINOR, signs=())
    staff = as_member(Client(), triager(world.shop))
    address = reverse("intake:report", args=[report.pk])
    assert "(0800-2000)" in staff.get(address).content.decode()
    take(propose("helplines", "helplines", "veilig_thuis", number="0800-1", valid_from=now.date()))
    page = staff.get(address).content.decode()
    assert "(0800-1)" in page
    assert "0800-2000" not in page


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
