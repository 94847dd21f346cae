# SPDX-License-Identifier: EUPL-1.2
"""A trigger that was weakened is a fault as much as one that is gone."""

from __future__ import annotations

import pytest
from django.db import connection

from ketenzicht.audit import append_only

NAME = "audit_entry_no_delete"
SQLITE = {
    "does nothing": f"CREATE TRIGGER {NAME} BEFORE DELETE ON audit_entry BEGIN SELECT 1; END",
    "of another table": f"CREATE TRIGGER {NAME} BEFORE DELETE ON core_counter "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are permanent'); END",
    "never fires": f"CREATE TRIGGER {NAME} BEFORE DELETE ON audit_entry WHEN 1 = 0 "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are permanent'); END",
}
POSTGRES = {
    "does nothing": "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RETURN OLD; END $$",
    "switched off": f"ALTER TABLE audit_entry DISABLE TRIGGER {NAME}",
    "for replicas alone": f"ALTER TABLE audit_entry ENABLE REPLICA TRIGGER {NAME}",
    "of another table": f"DROP TRIGGER {NAME} ON audit_entry; CREATE TRIGGER {NAME} BEFORE DELETE "
    "ON core_counter EXECUTE FUNCTION audit_refuse()",
    "never fires": f"DROP TRIGGER {NAME} ON audit_entry; CREATE TRIGGER {NAME} BEFORE DELETE "
    "ON audit_entry FOR EACH ROW WHEN (false) EXECUTE FUNCTION audit_refuse()",
}


def weakened(*statements: str) -> list[str]:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return append_only.missing(connection)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="triggers of SQLite")
@pytest.mark.parametrize("how", sorted(SQLITE))
def test_a_trigger_that_does_not_refuse_is_as_good_as_gone(how: str) -> None:
    assert append_only.missing(connection) == []
    assert weakened(f"DROP TRIGGER {NAME}", SQLITE[how]) == [NAME]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="triggers of PostgreSQL")
@pytest.mark.parametrize("how", sorted(POSTGRES))
def test_a_trigger_of_postgresql_that_does_not_refuse_is_as_good_as_gone(how: str) -> None:
    assert append_only.missing(connection) == []
    assert NAME in weakened(POSTGRES[how])
