# SPDX-License-Identifier: EUPL-1.2
"""What somebody meets who types `make run`: a day that tells what the platform is for."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from ketenzicht.accounts.models import Member
from ketenzicht.surfaces.demo import load as loading

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def practice(db: None, now: datetime) -> None:
    """A smaller practice world than that of a first start, from the same code."""
    loading.load(now, loading.Scope(people=1500, case_days=30, report_days=5))


def test_the_day_of_the_practice_world_on_desk_and_phone(visit, practice):
    sanne = Member.objects.get(user__name="Sanne Verhulst")
    for size in ("desk", "phone"):
        visitor = visit(size)
        visitor.step_into(sanne)
        page = visitor.page
        for told in ("Direct gevaar", "Geen veilig bed", "Bedenktijd loopt af", "over te nemen"):
            expect(page.get_by_text(told).first).to_be_visible()
        visitor.look("mijn-dag-oefenwereld")
        visitor.open("/werk/zaken/")
        page.get_by_role("link", name="· Ana, oefenverhaal").click()
        expect(page.get_by_text("Bedenktijd loopt").first).to_be_visible()
        visitor.look("zaak-oefenwereld")
