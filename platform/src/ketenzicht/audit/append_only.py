# SPDX-License-Identifier: EUPL-1.2
"""Triggers that keep audit rows as they were written, whoever is connected.

They stop mistakes and ordinary connections. Against somebody who can drop a trigger stand the
MACs, the sealed heads and the heads that partners keep.
"""

from typing import Any

LINKS = ("audit_entry", "audit_unnamedentry")
HEAD = "audit_head"
#: A head may only move to the next row.
ONWARD_ONLY = f"{HEAD}_no_update"
_REFUSAL = "audit rows are permanent"


def statements(vendor: str) -> list[str]:
    """What installs the triggers on a database of this kind."""
    return _sqlite() if vendor == "sqlite" else _postgres()


def removals(vendor: str) -> list[str]:
    """What takes the triggers away again, for a migration backwards."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, _ in _names()]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in _names(truncate=True)]


def missing(connection: Any) -> list[str]:
    """The triggers that should be there and are not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    wanted = _names(truncate=connection.vendor != "sqlite")
    return sorted(name for name, _ in wanted if name not in present)


def _names(*, truncate: bool = False) -> list[tuple[str, str]]:
    acts = ("update", "delete", "truncate") if truncate else ("update", "delete")
    return [(f"{table}_no_{act}", table) for table in (*LINKS, HEAD) for act in acts]


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    jumps = "NEW.number IS NOT OLD.number + 1 OR NEW.chain IS NOT OLD.chain"
    never = [
        f"CREATE TRIGGER {name} BEFORE {name.rpartition('_')[2].upper()} ON {table} {refuse}"
        for name, table in _names()
        if name != ONWARD_ONLY
    ]
    return [
        *never,
        f"CREATE TRIGGER {ONWARD_ONLY} BEFORE UPDATE ON {HEAD} WHEN {jumps} {refuse}",
    ]


def _postgres() -> list[str]:
    refuse = "EXECUTE FUNCTION audit_refuse()"
    jumps = "NEW.number IS DISTINCT FROM OLD.number + 1 OR NEW.chain IS DISTINCT FROM OLD.chain"
    function = f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"""
    never = [
        f"CREATE TRIGGER {name} BEFORE {name.rpartition('_')[2].upper()} ON {table} {refuse}"
        for name, table in _names(truncate=True)
        if name != ONWARD_ONLY
    ]
    onward_only = (
        f"CREATE TRIGGER {ONWARD_ONLY} BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN ({jumps}) {refuse}"
    )
    return [function, *never, onward_only]
