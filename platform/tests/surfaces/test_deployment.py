# SPDX-License-Identifier: EUPL-1.2
"""The files beside the product that put it behind a proxy and under systemd."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import get_commands

from tests.surfaces.test_serving import asked, free_port

DEPLOY = Path(__file__).parents[3] / "deploy"
PATIENCE = 30
PAGE = b"GET / HTTP/1.1\r\nHost: ketenzicht.example\r\nConnection: close\r\n\r\n"


def test_a_unit_runs_a_command_that_exists_as_who_may_run_it() -> None:
    found = []
    for unit in sorted(DEPLOY.glob("systemd/*.service")):
        text = unit.read_text(encoding="utf-8")
        for words in re.findall(r"ExecStart=\S+/ketenzicht (.*)", text):
            first, _, second = words.partition(" ")
            assert {first, f"{first}_{second}"} & set(get_commands()), words
            assert re.search(r"^User=ketenzicht-\w+$", text, re.MULTILINE), unit.name
            found.append(words)
    assert {"serve public --port 8001", "sweep --every 60", "db_worker"} <= set(found)


def test_every_timer_has_its_service() -> None:
    timers = {each.stem for each in DEPLOY.glob("systemd/*.timer")}
    assert timers == {"ketenzicht-backup", "ketenzicht-verify"}
    assert timers <= {each.stem for each in DEPLOY.glob("systemd/*.service")}


class _Surface(BaseHTTPRequestHandler):
    begun: int = 0

    def setup(self) -> None:
        type(self).begun += 1
        super().setup()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[int]:
    """The proxy as it is shipped, but for TLS, before a surface that counts who reaches it."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("there is no nginx here")
    surface, port = ThreadingHTTPServer(("127.0.0.1", 0), _Surface), free_port()
    Thread(target=surface.serve_forever, daemon=True).start()
    shipped = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    shipped = re.sub(r"^ +ssl_.*$", "", shipped, flags=re.MULTILINE)
    shipped = shipped.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    shipped = re.sub(r"127\.0\.0\.1:800\d", f"127.0.0.1:{surface.server_port}", shipped)
    kept = " ".join(
        f"{name}_temp_path {tmp_path}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"pid {tmp_path}/pid; events {{ worker_connections 1024; }} http {{ {kept}\n{shipped} }}"
    )
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    call = [nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"]
    running = subprocess.Popen(call, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE)
        surface.shutdown()
        surface.server_close()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the proxy does not start")


def test_half_a_request_goes_no_further_than_the_proxy(proxy: int) -> None:
    _Surface.begun = 0
    with ExitStack() as stack:
        for begin in (b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nConte"):
            for _ in range(60):
                line = socket.create_connection(
                    ("127.0.0.1", proxy), PATIENCE, source_address=("127.0.0.2", 0)
                )
                stack.enter_context(line)
                line.sendall(begin)
        assert asked(proxy, PAGE).endswith(b"ok")
        assert _Surface.begun == 1


def test_fifty_megabytes_are_refused_by_the_proxy(proxy: int) -> None:
    _Surface.begun = 0
    much = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 52428800\r\nConnection: close\r\n\r\n"
    assert asked(proxy, much).startswith(b"HTTP/1.1 413 ")
    assert _Surface.begun == 0
