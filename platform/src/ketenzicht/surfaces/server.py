# SPDX-License-Identifier: EUPL-1.2
"""The web server, started from our own command so that it can say when it serves."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from ketenzicht.core.logs import places
from ketenzicht.surfaces.worker import DiscreetWorker


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """Says that a request failed, and where in the code; never for whom or for what."""

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        error = sys.exc_info()[1]
        self.error(
            "A request failed: %s at %s", type(error).__name__, places(error) if error else ""
        )


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Two workers of four threads; no access log, because paths are about people."""

    def __init__(self, host: str, port: int, *, ready: Callable[[], None]) -> None:
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        """Set what the command line of gunicorn would set."""
        settings: dict[str, Any] = {
            "bind": [self._address],
            "workers": 2,
            "threads": 4,
            "worker_class": DiscreetWorker,
            # A connection carries one request: nobody keeps a place by asking nothing more.
            "keepalive": 0,
            "limit_request_fields": 64,
            # A thread hands its answer over as bytes and never waits for who takes it.
            "sendfile": False,
            "accesslog": None,
            "logger_class": DiscreetLogger,
            "loglevel": "warning",
            "graceful_timeout": 10,
            "timeout": 120,
            "when_ready": lambda server: self._ready(),
            "post_worker_init": lambda worker: threading.Thread(target=_warm, daemon=True).start(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application; loaded in each worker after the fork."""
        return get_wsgi_application()


def _warm() -> None:
    from django.db import connection

    from ketenzicht.publishing.views.charts import warm

    try:
        warm()
    finally:
        connection.close()
