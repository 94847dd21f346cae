# SPDX-License-Identifier: EUPL-1.2
"""Reports of before lose their order and keep everything else, there and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from ketenzicht.core.unordered import unordered_tables
from ketenzicht.intake import services
from ketenzicht.intake.services.similarity import key_waiting_reports
from tests.factories.accounts import make_world
from tests.factories.intake import again, make_submission, stored, triager
from tests.upgrading import moved_to

pytestmark = pytest.mark.apart
BEFORE = [("intake", "0006_referrals"), ("vault", "0003_envelopes")]
AFTER = [("intake", "0007_no_order_within_a_day"), ("vault", "0004_keys_by_lot")]


def test_a_talk_of_before_is_counted_by_day_and_side_and_opens_as_it_did(back_to_this_release, now):
    world, told = make_world(), make_submission()
    services.receive_report(submission=told, now=now)
    report = stored(told)
    for asked, answered in (("Waar?", "In Leiden"), ("Welke kamer?", "Twaalf")):
        services.ask_reporter(
            actor=triager(world.shop),
            report_id=report.pk,
            version=again(report).version,
            text=asked,
            now=now + timedelta(hours=1),
        )
        services.write_on(code=told.code, text=answered, now=now + timedelta(hours=2))
    words = [turn.text for turn in services.open_messages(code=told.code).turns]
    before = moved_to(BEFORE)
    places = before.get_model("intake", "Message")._base_manager.order_by("place")
    assert list(places.values_list("place", flat=True)) == [1, 2, 3, 4]
    moved_to(AFTER)
    assert words == ["Waar?", "Welke kamer?", "In Leiden", "Twaalf"]
    assert [turn.text for turn in services.open_messages(code=told.code).turns] == words
    assert again(report).asked is False
    assert key_waiting_reports(now=now) == 1
    assert {table for table in unordered_tables() if not unnumbered(table)} == set()


def unnumbered(table: str) -> bool:
    """Tell whether the database keeps no number for each row of a table."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        return "WITHOUT ROWID" in cursor.fetchone()[0]
