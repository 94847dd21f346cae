# SPDX-License-Identifier: EUPL-1.2
"""A day of the audit has no order, and yet no row of it can be changed, taken out or put in."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from ketenzicht.audit import append_only, verify
from ketenzicht.audit.checkpoints import current_checkpoints
from ketenzicht.audit.models import DayEntry, DayHead
from ketenzicht.audit.services import record

EDITS = {
    "a cell": "UPDATE audit_dayentry SET action = 'report:shred' WHERE id = %s",
    "its day": "UPDATE audit_dayentry SET \"on\" = '2026-11-19' WHERE id = %s",
    "its mac": "UPDATE audit_dayentry SET mac = (SELECT mac FROM audit_dayentry LIMIT 1)"
    " WHERE id = %s AND mac <> (SELECT mac FROM audit_dayentry LIMIT 1)",
    "gone": "DELETE FROM audit_dayentry WHERE id = %s",
    "the number": 'UPDATE audit_dayhead SET "count" = "count" + 1',
    "no head": "DELETE FROM audit_dayhead",
}


def told(now, times: int = 3) -> None:
    for _ in range(times):
        record(actor=None, action="report:receive", kind="report", id=uuid4(), now=now)


@pytest.fixture
def day(db, now, monkeypatch):
    """Three acts of reporters on one day; the triggers are a matter of their own."""
    told(now)
    monkeypatch.setattr(verify, "missing_triggers", list)
    with connection.cursor() as cursor:
        for statement in append_only.removals(connection.vendor, *append_only.ALL):
            cursor.execute(statement)


def test_a_day_as_it_was_written_has_no_fault(day, now):
    assert verify.faults() == []
    assert verify.faults(current_checkpoints(now=now + timedelta(days=1))) == []


@pytest.mark.parametrize("what", sorted(EDITS))
def test_every_change_of_a_day_is_found(day, what: str):
    ids = list(DayEntry.objects.order_by("pk").values_list("pk", flat=True))
    seen = []
    for key in ids:
        with transaction.atomic(), connection.cursor() as cursor:
            found = DayEntry._meta.pk.get_db_prep_value(key, connection)
            cursor.execute(EDITS[what], [found] if "%s" in EDITS[what] else [])
            seen += [cursor.rowcount and bool(verify.faults())]
            transaction.set_rollback(True)
    assert any(seen)
    assert all(seen) or what == "its mac"


def test_two_rows_that_changed_places_are_the_same_day_and_one_put_in_is_not(day):
    row = DayEntry.objects.order_by("pk").first()
    row.pk = uuid4()
    row.save(force_insert=True)
    assert [fault.chain for fault in verify.faults()] == ["day:2026-11-18"]


def test_a_day_that_went_whole_is_missed_by_whoever_kept_its_sum(day, now):
    kept = current_checkpoints(now=now + timedelta(days=1))
    assert [each.chain for each in kept] == ["day:2026-11-18"]
    DayEntry.objects.all().delete()
    DayHead.objects.all().delete()
    assert verify.faults() == []
    assert [fault.what for fault in verify.faults(kept)] == [
        "the day differs from a head that was kept"
    ]


def test_of_a_day_that_is_not_over_nothing_leaves_the_database(day, now):
    assert current_checkpoints(now=now + timedelta(hours=8)) == []
