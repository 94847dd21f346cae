# SPDX-License-Identifier: EUPL-1.2
"""What differs between the engines: a database of one's own, its soundness, who still writes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

#: How long the server may need to notice that the clients of its processes are gone.
PATIENCE = 30


@contextmanager
def database_of_its_own(home: Path) -> Iterator[dict[str, str]]:
    """The environment that sends a process to an empty database of the engine under test."""
    if os.environ.get("KETENZICHT_TEST_DATABASE") != "postgres":
        yield {"KETENZICHT_DATABASE_URL": f"sqlite:///{home}/durability.db"}
        return
    import psycopg

    from ketenzicht.surfaces.testing_postgres import url_of_a_server

    server, name = url_of_a_server(durable=True), f"durability_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            # The name of the engine goes: with it the process would look for the database of
            # the test run, which is full of other things.
            yield {"KETENZICHT_DATABASE_URL": on(server, name), "KETENZICHT_TEST_DATABASE": ""}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def on(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def broken_parts() -> list[str]:
    """Damage to the database itself: pages, and rows that point to rows that are not there."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return [*_unchecked_constraints(), *_dangling_rows()]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        broken = [text for (text,) in cursor.fetchall() if text != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return broken + [f"dangling row in {row[0]}" for row in cursor.fetchall()]


def _unchecked_constraints() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        loose = [f"{name} does not hold for every row" for (name,) in cursor.fetchall()]
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        return loose + [f"{name} is not a sound index" for (name,) in cursor.fetchall()]


def _dangling_rows() -> list[str]:
    """Asked of the rows themselves, not of the constraints that should prevent them."""
    from django.db import connection

    found: list[str] = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            keys = connection.introspection.get_relations(cursor, table)
            for column, (target_column, target, *_) in keys.items():
                # The names come from the catalogue of the database itself.
                cursor.execute(
                    f"SELECT count(*) FROM {quote(table)} a WHERE a.{quote(column)} IS NOT NULL"
                    f" AND NOT EXISTS (SELECT 1 FROM {quote(target)} b"
                    f" WHERE b.{quote(target_column)} = a.{quote(column)})"
                )
                if cursor.fetchone()[0]:
                    found.append(f"dangling row in {table}")
    return found


def wait_until_alone() -> None:
    """A server goes on with what a killed client last asked; look only once that is over."""
    from django.db import connection

    deadline = time.monotonic() + PATIENCE
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        if time.monotonic() > deadline:
            raise TimeoutError("the processes of killed writers did not end")
        time.sleep(0.02)
