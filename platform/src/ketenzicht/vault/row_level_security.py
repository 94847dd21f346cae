# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL the database itself gives wrapped keys only to whom a transaction acts for.

Without a wrapped key no sealed column opens, so this one table stands for all of them: a query
that forgot for whom it asks, or one that somebody smuggled in, finds no key. The setting is made
per transaction, never per connection, because connections are shared by everybody. SQLite has
no row-level security; there the queries of this package are the only fence.

Source: PostgreSQL 17 documentation, 5.9 Row Security Policies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

TABLE = "vault_wrappedkey"
POLICY = "sealed_keys_of_whom_is_acted_for"
ORGANISATION, KEEPER = "ketenzicht.organisation", "ketenzicht.keeper"
_VISIBLE = (
    f"organisation_id = NULLIF(current_setting('{ORGANISATION}', true), '')::uuid "
    f"OR current_setting('{KEEPER}', true) = 'on'"
)


def enable(table: str = TABLE) -> tuple[str, ...]:
    """The statements that put the table of wrapped keys under row-level security."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        # The owner of the table is held to it too.
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {POLICY} ON {table} USING ({_VISIBLE})",
    )


def disable(table: str = TABLE) -> tuple[str, ...]:
    """The statements that take the table out of row-level security again."""
    return (
        f"DROP POLICY IF EXISTS {POLICY} ON {table}",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )


@contextmanager
def keys_of(organisation_id: UUID) -> Iterator[None]:
    """See and write the wrapped keys of one organisation."""
    with _acting(ORGANISATION, str(organisation_id)):
        yield


@contextmanager
def every_key() -> Iterator[None]:
    """See the keys of all organisations: for shredding and renewing, which act for nobody."""
    with _acting(KEEPER, "on"):
        yield


def refuse_to_stand_above() -> None:
    """Raise when the database does not hold this process to row-level security."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (False,):
            raise ImproperlyConfigured(
                "The role in KETENZICHT_DATABASE_URL stands above row-level security. Use one "
                "that is no superuser and has no BYPASSRLS."
            )


@contextmanager
def _acting(setting: str, value: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        before = _set(setting, value)
        yield
        # After a failure the rollback has put it back already.
        _set(setting, before)


def _set(setting: str, value: str) -> str:
    """Set for this transaction; returns what was set before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(%s, true), set_config(%s, %s, true)", [setting, setting, value]
        )
        return str(cursor.fetchone()[0] or "")
