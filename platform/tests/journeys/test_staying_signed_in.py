# SPDX-License-Identifier: EUPL-1.2
"""Nobody loses a long note to a sign-in that ended meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.cases import make_case

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(visit, world):
    """Somebody who begins a note, with a clock in the browser that can be moved."""
    visitor = visit("phone")
    visitor.page.clock.install()
    visitor.step_into(world.shop["zorgcoordinator"])
    visitor.open(f"/werk/zaken/{make_case(world.shop).pk}/notitie/")
    return visitor


def pass_time(visitor, now, minutes):
    set_clock(now + timedelta(minutes=minutes))
    visitor.page.clock.run_for(f"{minutes:02}:00")


def test_who_does_nothing_is_asked_and_can_stay(writer, now):
    page = writer.page
    page.get_by_label("Wat is goed om te weten?").fill("Een lang verhaal")
    pass_time(writer, now, 13)
    expect(page.get_by_role("heading", name="Ben je er nog?")).to_be_visible()
    writer.look("uitloggen-waarschuwing")
    with page.expect_response("**/werk/hulp/") as answer:
        page.get_by_role("button", name="Blijf ingelogd").click()
    assert answer.value.status == 200
    set_clock(now + timedelta(minutes=20))
    page.get_by_role("button", name="Bewaar deze notitie").click()
    expect(page.get_by_text("Een lang verhaal")).to_be_visible()


def test_typing_counts_as_being_there(writer, now):
    page = writer.page
    pass_time(writer, now, 12)
    with page.expect_response("**/werk/hulp/"):
        page.get_by_label("Wat is goed om te weten?").press_sequentially("Een")
    set_clock(now + timedelta(minutes=20))
    page.clock.run_for("08:00")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Bewaar deze notitie").click()
    expect(page.get_by_text("Een", exact=True)).to_be_visible()


def test_who_comes_back_too_late_still_has_what_they_typed(writer, now):
    page = writer.page
    page.get_by_label("Wat is goed om te weten?").fill("Een lang verhaal")
    pass_time(writer, now, 16)
    expect(page.get_by_role("heading", name="Je bent uitgelogd")).to_be_visible()
    page.get_by_role("button", name="Terug naar wat ik typte").click()
    expect(page.get_by_label("Wat is goed om te weten?")).to_have_value("Een lang verhaal")
