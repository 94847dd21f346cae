# SPDX-License-Identifier: EUPL-1.2
"""Whatever is done to the rows with plain SQL, verifying finds it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.audit import append_only, verify
from ketenzicht.audit.checkpoints import (
    CheckpointRefused,
    current_checkpoints,
    kept_checkpoints,
    read_checkpoints,
)
from ketenzicht.audit.models import Head
from ketenzicht.audit.services import record
from ketenzicht.audit.tasks import sweep
from ketenzicht.core import clock

ROWS = 8
TABLES = {"audit_entry": "members", "audit_unnamedentry": "unnamed"}
SHARED = ("action", "kind", "object_id", "purpose", "basis", "outcome", "detail", "operation")
COLUMNS = {
    "audit_entry": (*SHARED, "key_version", "mac", "at", "member_id", "organisation_id"),
    "audit_unnamedentry": (*SHARED, "key_version", "mac", "on"),
}
VALUES = {
    "key_version": [0, 2, 77],
    "mac": [bytes(32), b"x" * 32, b""],
    "at": ["2026-11-18 10:00:00.000001", "2001-01-01 00:00:00"],
    "on": ["2026-11-19", "2001-01-01"],
    "member_id": ["0" * 32],
    "organisation_id": ["f" * 32],
}


#: What was logged after a row goes with it: the log alone would tell of the cut.
LOG_AFTER = """DELETE FROM audit_processing WHERE operation_id IN
    (SELECT operation FROM audit_entry WHERE number > %s)"""


@pytest.fixture
def chain(world, now):
    """Two chains of rows, without the triggers that would refuse what follows."""
    actor = world.shop["zorgcoordinator"]
    for step in range(ROWS):
        for someone in (actor, None):
            record(
                actor=someone,
                action="case:read",
                kind="case",
                id=uuid4(),
                now=now + timedelta(minutes=step),
                purpose="care",
                detail={"step": step},
            )
    with connection.cursor() as cursor:
        for statement in append_only.removals(connection.vendor, *append_only.ALL):
            cursor.execute(statement)
    return actor


@pytest.fixture(autouse=True)
def untouched_triggers(monkeypatch):
    """The missing triggers are a fault of their own; here each change has to be found itself."""
    monkeypatch.setattr(verify, "missing_triggers", list)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def found_after(*statements):
    """What verifying finds after these statements, which are then undone."""
    kept = current_checkpoints(now=clock.now())
    with transaction.atomic():
        changed = [run(*statement) for statement in statements]
        found = verify.faults(kept)
        transaction.set_rollback(True)
    return changed, found


def quoted(name):
    return connection.ops.quote_name(name)


@st.composite
def edits(draw):
    table = draw(st.sampled_from(sorted(TABLES)))
    column = draw(st.sampled_from(COLUMNS[table]))
    value = draw(st.sampled_from(VALUES.get(column, ["", "x", "care2", "case:reae"])))
    number = draw(st.integers(1, ROWS))
    return table, f"UPDATE {table} SET {quoted(column)} = %s WHERE number = %s", value, number


EXAMPLES = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@EXAMPLES
@given(edit=edits())
def test_every_edit_of_a_cell_is_found(chain, edit):
    table, sql, value, number = edit
    before = cells(table, number)
    with transaction.atomic():
        run(sql, value, number)
        after = cells(table, number)
        found = verify.faults()
        transaction.set_rollback(True)
    assert bool(found) == (before != after)
    if found:
        assert {fault.chain for fault in found} == {TABLES[table]}


def cells(table, number):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE number = %s", [number])
        return [bytes(c) if isinstance(c, memoryview) else c for c in cursor.fetchone()]


@EXAMPLES
@given(
    table=st.sampled_from(sorted(TABLES)),
    first=st.integers(1, ROWS),
    length=st.integers(1, ROWS),
)
def test_every_gap_and_every_cut_off_end_is_found(chain, table, first, length):
    sql = f"DELETE FROM {table} WHERE number BETWEEN %s AND %s"
    (deleted,), found = found_after((sql, first, first + length - 1))
    assert deleted > 0
    assert {fault.chain for fault in found} == {TABLES[table]}


@EXAMPLES
@given(
    table=st.sampled_from(sorted(TABLES)),
    pair=st.lists(st.integers(1, ROWS), min_size=2, max_size=2, unique=True),
)
def test_every_swap_is_found(chain, table, pair):
    one, other = pair
    sql = f"UPDATE {table} SET number = %s WHERE number = %s"
    _, found = found_after((sql, 999, one), (sql, one, other), (sql, other, 999))
    assert {fault.chain for fault in found} == {TABLES[table]}


@EXAMPLES
@given(table=st.sampled_from(sorted(TABLES)), number=st.integers(1, ROWS))
def test_a_copied_row_is_found(chain, table, number):
    columns = ", ".join(quoted(name) for name in COLUMNS[table])
    sql = (
        f"INSERT INTO {table} (number, {columns}) "
        f"SELECT {ROWS + 1}, {columns} FROM {table} WHERE number = %s"
    )
    _, found = found_after((sql, number))
    assert {fault.chain for fault in found} == {TABLES[table]}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit_head WHERE chain = 'members'",
        "UPDATE audit_head SET number = number - 1 WHERE chain = 'members'",
        "UPDATE audit_head SET number = number + 1 WHERE chain = 'members'",
        "UPDATE audit_head SET key_version = 9 WHERE chain = 'members'",
    ],
)
def test_a_changed_head_is_found(chain, sql):
    _, found = found_after((sql,))
    assert {fault.chain for fault in found} == {"members"}


def test_emptying_everything_is_found_by_the_heads_that_were_kept(chain):
    emptied = [(f"DELETE FROM {table}",) for table in (*TABLES, "audit_head")]
    _, found = found_after(*emptied)
    assert {fault.chain for fault in found} == {"members", "unnamed"}


def test_a_chain_rolled_back_with_its_own_old_head_is_found_by_a_kept_head(chain, now):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, mac, key_version, seal FROM audit_head WHERE chain='members'"
        )
        old = cursor.fetchone()
    record(actor=chain, action="case:write", kind="case", now=now)
    kept = current_checkpoints(now=now)
    run(LOG_AFTER, old[0])
    run("DELETE FROM audit_entry WHERE number > %s", old[0])
    run(
        "UPDATE audit_head SET number=%s, mac=%s, key_version=%s, seal=%s WHERE chain='members'",
        *old,
    )
    assert verify.faults() == []
    assert [fault.number for fault in verify.faults(kept)] == [ROWS + 1]


def test_an_untouched_audit_has_no_faults_and_its_heads_hold(chain, now):
    kept = current_checkpoints(now=now)
    assert [head.number for head in kept] == [ROWS, ROWS]
    assert verify.faults(kept) == []


def test_a_head_signed_by_somebody_else_is_refused(chain, now):
    head = current_checkpoints(now=now)[0]
    line = head.as_json()
    assert read_checkpoints(line) == [head]
    with pytest.raises(CheckpointRefused, match="not signed"):
        read_checkpoints(line.replace(f'"number": {ROWS}', f'"number": {ROWS - 1}'))
    with pytest.raises(CheckpointRefused, match="no head"):
        read_checkpoints("{}")


def test_missing_triggers_are_reported(chain, monkeypatch):
    monkeypatch.undo()
    gone = [fault.what for fault in verify.faults() if fault.chain == "database"]
    assert "trigger audit_entry_no_delete is gone" in gone


def test_the_command_says_so_and_fails(chain, now, capsys, tmp_path, settings):
    settings.KETENZICHT_HOME = tmp_path
    head = tmp_path / "head.jsonl"
    call_command("audit_head", out=head)
    call_command("audit_verify", head=head)
    assert capsys.readouterr().out.startswith(f"No faults: {ROWS} members, {ROWS} unnamed")
    run("UPDATE audit_entry SET purpose = 'x' WHERE number = 3")
    with pytest.raises(CommandError, match="1 faults found"):
        call_command("audit_verify")
    assert "members 3:" in capsys.readouterr().err


def test_without_the_macs_an_edit_would_not_be_found(chain, monkeypatch):
    """The control: with the protection taken away, the check above turns red."""
    monkeypatch.setattr(verify, "_fits", lambda *_: True)
    _, found = found_after(("UPDATE audit_entry SET purpose = 'x' WHERE number = 3",))
    assert found == []


def test_heads_are_kept_by_themselves_so_that_a_rolled_back_chain_is_found(
    chain, now, settings, tmp_path
):
    settings.KETENZICHT_HOME = tmp_path
    older = {head.chain: head for head in Head.objects.all()}
    hour = timedelta(hours=1)
    record(actor=chain, action="case:read", kind="case", id=uuid4(), now=now)
    assert [sweep(moment)["heads kept"] for moment in (now, now, now + hour)] == [2, 0, 0]
    record(actor=chain, action="case:read", kind="case", id=uuid4(), now=now)
    assert [sweep(moment)["heads kept"] for moment in (now + hour / 2, now + hour)] == [0, 1]
    assert verify.faults(kept_checkpoints()) == []
    # The end is cut off, and the head of before put back, seal and all.
    run(LOG_AFTER, older["members"].number)
    run(f"DELETE FROM audit_entry WHERE number > {older['members'].number}")
    older["members"].save()
    assert verify.faults() == []
    assert [fault.what for fault in verify.faults(kept_checkpoints())] == [
        "a head that was kept names this row, and it is gone"
    ] * 2
