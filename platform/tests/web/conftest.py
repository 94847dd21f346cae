# SPDX-License-Identifier: EUPL-1.2
"""The style guide served for real."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    """Address of the style guide, served with the platform's own settings."""
    with override_settings(ROOT_URLCONF="tests.web.addresses"):
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent)
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        serving = Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        serving.join()
