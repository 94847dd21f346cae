# SPDX-License-Identifier: EUPL-1.2
"""The log of processings testifies too: verifying finds whatever is done to it in the database."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from ketenzicht.audit import append_only, processing_log, verify
from ketenzicht.audit.chain import MEMBERS, append
from ketenzicht.audit.models import Processing
from ketenzicht.audit.services import processing, record

OTHER = "(SELECT subject_id FROM audit_processing WHERE operation_id <> '{0}' LIMIT 1)"
CHANGES = {
    "another person": f"UPDATE audit_processing SET subject_id = {OTHER}",
    "another purpose": "UPDATE audit_processing SET activity_id = 'register'",
    "another moment": "UPDATE audit_processing SET start_time = end_time",
    "another operation": "UPDATE audit_processing SET operation_id = 'ffff0000'",
    "gone": "DELETE FROM audit_processing",
}


@pytest.fixture
def log(world, now, monkeypatch):
    """Three acts of a member and a processing of two people; the triggers are lifted."""
    for step in range(3):
        record(
            actor=world.shop["zorgcoordinator"],
            action="case:read",
            kind="case",
            id=uuid4(),
            now=now - timedelta(minutes=step + 1),
        )
    with processing(
        "case-read", "care-coordination", [uuid4(), uuid4()], now=now - timedelta(hours=1)
    ):
        pass
    monkeypatch.setattr(verify, "missing_triggers", list)
    with connection.cursor() as cursor:
        for statement in append_only.removals(connection.vendor, *append_only.ALL):
            cursor.execute(statement)
    return [row.operation_id for row in Processing.objects.order_by("id")]


def found_after(change: str, operation: str) -> set[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{change} WHERE operation_id = '{{0}}'".format(operation))
        assert cursor.rowcount > 0
        found = {fault.chain for fault in verify.faults()}
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("what", sorted(CHANGES))
def test_every_change_of_the_log_is_found(log, what: str) -> None:
    assert verify.faults() == []
    for operation in log:
        assert found_after(CHANGES[what], operation) == {"processing"}


def test_a_row_that_was_put_in_is_found(log) -> None:
    row = Processing.objects.order_by("id").first()
    with transaction.atomic():
        row.pk = None
        row.save(force_insert=True)
        assert [fault.number for fault in verify.faults()] == [1]
        transaction.set_rollback(True)
    row.pk, row.operation_id = None, "f" * 16
    row.save(force_insert=True)
    assert [fault.what for fault in verify.faults()] == ["1 rows belong to no row of the audit"]


def test_without_the_fingerprint_a_change_would_not_be_found(log, monkeypatch) -> None:
    """The control: with what holds the log taken away, the check above turns red."""
    monkeypatch.setattr(processing_log, "_differences", lambda _chain: ())
    assert found_after(CHANGES["another purpose"], log[0]) == set()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_processing SET name = 'x'", "DELETE FROM audit_processing"],
)
def test_the_database_itself_refuses_to_change_the_log(world, now, statement: str) -> None:
    record(
        actor=world.shop["zorgcoordinator"], action="case:read", kind="case", id=uuid4(), now=now
    )
    with pytest.raises(DatabaseError, match="permanent"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Processing.objects.count() == 1


def test_what_was_logged_before_the_chain_held_the_log_is_no_fault(log, world, now) -> None:
    row = Processing.objects.order_by("id").first()
    row.pk, row.operation_id = None, "e" * 16
    row.save(force_insert=True)
    assert len(verify.faults()) == 1
    member = world.shop["zorgcoordinator"]
    columns = {"action": "case:read", "kind": "case", "outcome": "done", "detail": "{}"}
    ids = {"member_id": member.pk, "organisation_id": member.organisation_id}
    append(MEMBERS, at=now, operation="e" * 16, **columns, **ids)
    assert verify.faults() == []
