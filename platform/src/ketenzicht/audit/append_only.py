# SPDX-License-Identifier: EUPL-1.2
"""Triggers that keep audit rows as they were written, whoever is connected.

They stop mistakes and ordinary connections. Against somebody who can drop a trigger stand the
MACs, the sealed heads and the heads that partners keep.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """Tables of rows that stay as written, and their head if any, which only moves on by one."""

    rows: tuple[str, ...]
    head: str = ""
    number: str = ""
    key: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.rows, self.head) if self.head else self.rows

    @property
    def onward_only(self) -> str:
        """The trigger by which a head may only move to the next row."""
        return f"{self.head}_no_update"


CHAINS = Kept(("audit_entry", "audit_unnamedentry"), "audit_head", "number", "chain")
DAYS = Kept(("audit_dayentry",), "audit_dayhead", "count", "on")
LOG = Kept(("audit_processing",))
ALL = (CHAINS, DAYS, LOG)
_REFUSAL = "audit rows are permanent"


def statements(vendor: str, *kept: Kept) -> list[str]:
    """What installs the triggers on a database of this kind."""
    made = [each for tables in kept for each in _made(vendor, tables)]
    return made if vendor == "sqlite" else [_FUNCTION, *made]


def removals(vendor: str, *kept: Kept) -> list[str]:
    """What takes the triggers away again, for a migration backwards."""
    names = [pair for tables in kept for pair in _names(tables, truncate=vendor != "sqlite")]
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, _ in names]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in names]


def missing(connection: Any) -> list[str]:
    """The triggers that should be there and are not, or are not as they were made."""
    present = _of_sqlite(connection) if connection.vendor == "sqlite" else _of_postgres(connection)
    truncate = connection.vendor != "sqlite"
    wanted = [name for tables in ALL for name, _ in _names(tables, truncate=truncate)]
    return sorted(name for name in wanted if name not in present)


def _of_sqlite(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        made = set(statements("sqlite", *ALL))
        return {name for name, sql in cursor.fetchall() if sql in made}


def _of_postgres(connection: Any) -> set[str]:
    """Those that fire for everybody who writes, on their own table, and still refuse."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(t.oid), prosrc FROM pg_trigger t "
            "JOIN pg_proc f ON f.oid = tgfoid WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
        found = cursor.fetchall()
    begin = {
        name: f"CREATE TRIGGER {name} BEFORE {name.rpartition('_')[2].upper()} ON public.{table} "
        + ("FOR EACH ROW WHEN (" if name == tables.onward_only else f"FOR EACH STATEMENT {_REFUSE}")
        for tables in ALL
        for name, table in _names(tables, truncate=True)
    }
    return {
        name
        for name, told, source in found
        if told.startswith(begin.get(name, told)) and told.endswith(_REFUSE) and source == _SOURCE
    }


def _names(tables: Kept, *, truncate: bool = False) -> list[tuple[str, str]]:
    acts = ("update", "delete", "truncate") if truncate else ("update", "delete")
    return [(f"{table}_no_{act}", table) for table in tables.tables for act in acts]


def _made(vendor: str, tables: Kept) -> list[str]:
    return _sqlite(tables) if vendor == "sqlite" else _postgres(tables)


def _sqlite(tables: Kept) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    number, key = f'"{tables.number}"', f'"{tables.key}"'
    jumps = f"NEW.{number} IS NOT OLD.{number} + 1 OR NEW.{key} IS NOT OLD.{key}"
    never = [
        f"CREATE TRIGGER {name} BEFORE {name.rpartition('_')[2].upper()} ON {table} {refuse}"
        for name, table in _names(tables)
        if name != tables.onward_only
    ]
    if not tables.head:
        return never
    head = f"BEFORE UPDATE ON {tables.head} WHEN {jumps}"
    return [*never, f"CREATE TRIGGER {tables.onward_only} {head} {refuse}"]


_SOURCE = f" BEGIN RAISE EXCEPTION '{_REFUSAL}'; END "
_REFUSE = "EXECUTE FUNCTION audit_refuse()"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $${_SOURCE}$$"""


def _postgres(tables: Kept) -> list[str]:
    number, key = f'"{tables.number}"', f'"{tables.key}"'
    jumps = (
        f"NEW.{number} IS DISTINCT FROM OLD.{number} + 1 OR NEW.{key} IS DISTINCT FROM OLD.{key}"
    )
    never = [
        f"CREATE TRIGGER {name} BEFORE {name.rpartition('_')[2].upper()} ON {table} {_REFUSE}"
        for name, table in _names(tables, truncate=True)
        if name != tables.onward_only
    ]
    if not tables.head:
        return never
    head = f"BEFORE UPDATE ON {tables.head} FOR EACH ROW WHEN ({jumps})"
    return [*never, f"CREATE TRIGGER {tables.onward_only} {head} {_REFUSE}"]
