# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL the database itself gives wrapped keys only to whom a transaction acts for.

Without a wrapped key no sealed column opens, so this one table stands for all of them: a query
that forgot for whom it asks, or one that somebody smuggled in, finds no key. The setting is made
per transaction, never per connection, because connections are shared by everybody, and carries a
mark made with a key that is no row a service may read: whoever can only `SET` gains nothing by it.
SQLite has no row-level security; there the queries of this package are the only fence.

Source: PostgreSQL 17 documentation, 5.9 Row Security Policies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from ketenzicht.core.crypto import Key, marks_of_settings, signed_setting
from ketenzicht.core.crypto.keys import may_open

TABLE = "vault_wrappedkey"
POLICY = "sealed_keys_of_whom_is_acted_for"
ORGANISATION, KEEPER = "ketenzicht.organisation", "ketenzicht.keeper"
SIGNING = "vault_signing"
# Subqueries, so that the mark is checked once a query and not once a row.
VISIBLE = (
    f"organisation_id = (SELECT NULLIF(vault_signed('{ORGANISATION}'), '')::uuid) "
    f"OR (SELECT vault_signed('{KEEPER}')) = 'on'"
)
#: What the value of a setting is worth: nothing without a mark of a key in the table.
SIGNED = """
CREATE FUNCTION vault_signed(setting text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT split_part(current_setting(setting, true), ':', 1) FROM vault_signing
    WHERE split_part(current_setting(setting, true), ':', 2) = encode(
        sha256(outer_pad || sha256(inner_pad || convert_to(
            setting || '|' || split_part(current_setting(setting, true), ':', 1)
            || '|' || pg_backend_pid(), 'UTF8'))), 'hex')
$$"""


def sign() -> tuple[str, ...]:
    """The statements that make a setting count only with a mark."""
    return (
        f"CREATE TABLE {SIGNING} (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL)",
        f"REVOKE ALL ON {SIGNING} FROM PUBLIC",
        SIGNED,
        f"ALTER POLICY {POLICY} ON {TABLE} USING ({VISIBLE})",
    )


def unsign(visible: str) -> tuple[str, ...]:
    """The statements that take the marks away again."""
    return (
        f"ALTER POLICY {POLICY} ON {TABLE} USING ({visible})",
        "DROP FUNCTION vault_signed(text)",
        f"DROP TABLE {SIGNING}",
    )


def learn_marks() -> None:
    """Tell the database with which key marks are made; by who owns the tables, after migrating."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM vault_signing")
        cursor.executemany("INSERT INTO vault_signing VALUES (%s, %s)", marks_of_settings())


def enable(table: str, visible: str) -> tuple[str, ...]:
    """The statements that put a table of keys under row-level security."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        # The owner of the table is held to it too.
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {POLICY} ON {table} USING ({visible})",
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
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class "
            "WHERE relname = %s AND pg_has_role(relowner, 'MEMBER')) "
            "FROM pg_roles WHERE rolname = current_user",
            [TABLE],
        )
        if cursor.fetchone() != (False,):
            raise ImproperlyConfigured(
                "The role in KETENZICHT_DATABASE_URL stands above row-level security. Use one "
                "that is no superuser, has no BYPASSRLS and owns no table."
            )


@contextmanager
def _acting(setting: str, value: str) -> Iterator[None]:
    if connection.vendor != "postgresql" or not may_open(Key.ROWS):
        # Who cannot make a mark adds keys for whom a report is meant, and sees none.
        yield
        return
    with transaction.atomic():
        # To have the number of the connection, there has to be one.
        connection.ensure_connection()
        before = _set(setting, _marked(setting, value))
        yield
        # After a failure the rollback has put it back already.
        _set(setting, before)


def _marked(setting: str, value: str) -> str:
    return signed_setting(setting, value, connection.connection.info.backend_pid)


def _set(setting: str, value: str) -> str:
    """Set for this transaction; returns what was set before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(%s, true), set_config(%s, %s, true)", [setting, setting, value]
        )
        return str(cursor.fetchone()[0] or "")
