# SPDX-License-Identifier: EUPL-1.2
"""The web server, started from our own command so that it can say when it serves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn with two workers of four threads; no access log, because paths are about people."""

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
            "worker_class": "gthread",
            "accesslog": None,
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

    from ketenzicht.publishing.pictures import warm

    try:
        warm()
    finally:
        connection.close()
