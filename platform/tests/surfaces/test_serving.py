# SPDX-License-Identifier: EUPL-1.2
"""A surface served as a service of its own, and what its log tells about a visitor."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.surfaces.installation import run

pytestmark = pytest.mark.apart
UNREADABLE = (
    b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"a" * 9000 + b"\r\n\r\n",
    b"GET /" + b"geheim" * 900 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GEHEIM{} / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/geheim\r\nHost: localhost\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: geheim\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nGeheim{}: geheim\r\n\r\n",
)

REQUESTED = ("127.0.0.1", "geheim", "aaaa")


def test_what_a_command_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "srv" / "ketenzicht"
    for words in ("keys init", "migrate --verbosity 0", "audit head"):
        code = (
            f"import sys; sys.argv[1:] = {words.split()}; import ketenzicht.command as c; c.main()"
        )
        run("everything", home, code)
    written = [home, *home.rglob("*")]
    assert {path.name for path in written} >= {"ketenzicht.db", "root.key", "audit-heads.jsonl"}
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(surface: str, home: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    """The surface, serving."""
    environment = {
        "PATH": os.environ["PATH"],
        "KETENZICHT_HOME": str(home),
        "KETENZICHT_HTTPS": "false",
        **more,
    }
    code = "from ketenzicht.command import main; main()"
    words = [sys.executable, "-W", "ignore", "-c", code, "serve", surface, "--port", str(port)]
    service = subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert service.stdout is not None
        assert service.stdout.readline() == f"{surface} serves on 127.0.0.1:{port}.\n"
        yield service
    finally:
        service.terminate()
        service.wait(timeout=30)


def asked(port: int, request: bytes) -> bytes:
    """What comes back over the line."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(request)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_a_service_serves_its_surface_and_its_log_tells_nobodys_address(installation: Path) -> None:
    port = free_port()
    page = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with served("public", installation, port) as service:
        served_page = asked(port, page)
        assert served_page.startswith(b"HTTP/1.1 200 OK")
        assert b"gunicorn" not in served_page
        refusals = [asked(port, request) for request in UNREADABLE]
    assert service.stdout is not None
    log = service.stdout.read()
    assert log.count("A request could not be read.") == len(UNREADABLE)
    assert [word for word in REQUESTED if word in log.lower()] == []
    assert [refusal.split()[1] for refusal in refusals] == [
        b"400", b"431", b"414", b"400", b"400", b"400", b"400",
    ]  # fmt: skip
    for refusal in refusals:
        head, _, body = refusal.decode().partition("\r\n\r\n")
        assert "Content-Security-Policy: default-src 'none'" in head
        assert '<html lang="nl">' in body
        assert "We konden dit niet lezen." in body
        assert '<section lang="en"><h1>This is not possible</h1>' in body
        assert [
            word for word in (*REQUESTED, "gunicorn", "server:") if word in refusal.decode().lower()
        ] == []
