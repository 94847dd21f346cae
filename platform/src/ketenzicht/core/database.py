# SPDX-License-Identifier: EUPL-1.2
"""Where the rows live: one setting chooses SQLite or PostgreSQL, and unsafe settings are refused.

A receipt is shown only after a commit, so a commit has to mean that the bytes are on the disk.
SQLite promises that only under the settings below; every new connection is asked whether they
hold, because a pragma that is misspelt or not understood is silently ignored.
"""

import sys
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Older releases can lose a committed transaction when two connections reset the log at once.
OLDEST_SQLITE_FOR_WAL = (3, 51, 3)

#: What SQLite answers when asked, for a database in a file.
PRAGMAS = {
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "secure_delete": 1,
    # So a CHECK, index or trigger cannot call a function of Python's: Django writes those for
    # dates plus durations, regular expressions and the like; such rules belong in the service.
    "trusted_schema": 0,
    "temp_store": 2,  # MEMORY: sorting never spills a value to a temporary file
}

SECONDS_TO_WAIT_FOR_A_LOCK = 10


def use_carried_sqlite() -> None:
    """Let `import sqlite3` find the engine carried by pysqlite3; call before Django loads it."""
    for name in ("sqlite3", "sqlite3.dbapi2"):
        sys.modules[name] = import_module(f"py{name}")


def journal_mode(version: tuple[int, ...]) -> str:
    """The write-ahead log where it is safe, else a rollback journal."""
    return "wal" if version >= OLDEST_SQLITE_FOR_WAL else "truncate"


def databases(url: str) -> dict[str, dict[str, Any]]:
    """DATABASES for a URL: `sqlite:////srv/var/ketenzicht.sqlite3` or `postgres://…`."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return {"default": _sqlite(url)}
    if scheme in {"postgres", "postgresql"}:
        return {"default": _postgres(url)}
    raise ImproperlyConfigured(
        f"KETENZICHT_DATABASE_URL starts with {scheme!r}; expected sqlite:///path or postgres://…"
    )


def _sqlite(url: str) -> dict[str, Any]:
    use_carried_sqlite()
    return {
        "ENGINE": "ketenzicht.core.sqlite",
        "NAME": unquote(urlsplit(url).path.removeprefix("/")) or ":memory:",
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SECONDS_TO_WAIT_FOR_A_LOCK,
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    # A socket directory cannot stand in the host part of a URL, so it may come as ?host=.
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "options": f"-c lock_timeout={SECONDS_TO_WAIT_FOR_A_LOCK}s"
            " -c idle_in_transaction_session_timeout=60s",
        },
    }


def refuse_unsafe_sqlite(connection: Any, *, in_memory: bool) -> None:
    """Raise unless this connection keeps what it commits."""
    asked = {name: _pragma(connection, name) for name in PRAGMAS}
    wrong = [
        f"{name} is {asked[name]}, not {want}"
        for name, want in PRAGMAS.items()
        if asked[name] != want
    ]
    mode = _pragma(connection, "journal_mode")
    expected = "memory" if in_memory else journal_mode(_version(connection))
    if mode != expected:
        wrong.append(f"journal_mode is {mode}, not {expected}")
    if wrong:
        raise ImproperlyConfigured("SQLite does not hold the safe settings: " + "; ".join(wrong))


def prepare_sqlite(connection: Any) -> None:
    """Set what `refuse_unsafe_sqlite` asks for."""
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    connection.execute(f"PRAGMA journal_mode = {journal_mode(_version(connection))}")


def _pragma(connection: Any, name: str) -> Any:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return None if row is None else row[0]


def _version(connection: Any) -> tuple[int, ...]:
    (text,) = connection.execute("SELECT sqlite_version()").fetchone()
    return tuple(int(part) for part in text.split("."))
