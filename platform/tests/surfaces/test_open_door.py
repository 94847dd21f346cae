# SPDX-License-Identifier: EUPL-1.2
"""The report door stays open under who sends slowly, much, or nothing, over real lines."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from ketenzicht.surfaces.worker import PLACES
from tests.surfaces.installation import PREPARE, run
from tests.surfaces.test_serving import asked, free_port, served
from tests.surfaces.visiting import Visitor, report

pytestmark = pytest.mark.apart
#: More than a report may take on a machine where much else is going on, and far less than for ever.
PATIENCE = 30
HALF_A_HEAD = b"POST /melden/ HTTP/1.1\r\nHost: localhost\r\n"
HALF_A_BODY = HALF_A_HEAD + b"Content-Length: 400\r\n\r\nvraag="
TOO_MUCH = HALF_A_HEAD + b"Content-Length: 52428800\r\n\r\n"
PAGE = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
FOUND = """
call_command("accounts_first", organisation="Landelijk", name="Eerste", email="e@example.org")
call_command("keys_pairs", verbosity=0)
"""


@contextmanager
def lines(port: int, begin: bytes, many: int) -> Iterator[list[socket.socket]]:
    """So many connections that have sent this, and send no more."""
    with ExitStack() as stack:
        opened = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            for _ in range(many)
        ]
        for line in opened:
            line.sendall(begin)
        # So that the server has them before anybody else comes.
        time.sleep(0.5)
        yield opened


@pytest.fixture(scope="module")
def open_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The public surface of an installation where somebody receives reports; returns its port."""
    home, port = tmp_path_factory.mktemp("door"), free_port()
    run("everything", home, PREPARE + FOUND)
    with served("public", home, port):
        assert asked(port, PAGE).startswith(b"HTTP/1.1 200 OK")
        yield port


@pytest.mark.parametrize(
    ("begin", "many"),
    [(b"", 300), (HALF_A_HEAD, 60), (HALF_A_BODY, 60), (PAGE, 60), (TOO_MUCH, 30)],
    ids=["silent", "half a head", "half a body", "takes no answer", "fifty megabytes"],
)
def test_who_never_finishes_keeps_no_report_out(open_door: int, begin: bytes, many: int) -> None:
    with lines(open_door, begin, many):
        assert len(report(open_door, patience=PATIENCE)) == 20


def test_more_lines_than_there_are_places_keep_no_report_out(open_door: int) -> None:
    with lines(open_door, HALF_A_HEAD, 2 * PLACES + 20):
        assert len(report(open_door, patience=PATIENCE)) == 20


def test_who_sends_byte_by_byte_is_told_that_it_took_too_long(open_door: int) -> None:
    with socket.create_connection(("127.0.0.1", open_door), timeout=PATIENCE) as line:
        for byte in HALF_A_HEAD * 20:
            line.sendall(bytes([byte]))
            time.sleep(0.25)
            line.setblocking(False)
            try:
                answer = line.recv(65536)
                break
            except BlockingIOError:
                line.settimeout(PATIENCE)
        else:
            raise AssertionError("a request without an end was never refused")
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout")
    assert "We konden dit niet lezen." in answer.decode()


def test_fifty_megabytes_are_refused_and_half_a_form_in_time_is_taken(open_door: int) -> None:
    with socket.create_connection(("127.0.0.1", open_door), timeout=PATIENCE) as line:
        line.sendall(TOO_MUCH)
        for _ in range(50):
            line.sendall(b"a" * 2**20)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    whole = PAGE.replace(b"Host", b"X-Sent: in pieces\r\nHost")
    with socket.create_connection(("127.0.0.1", open_door), timeout=PATIENCE) as line:
        for at in range(0, len(whole), 20):
            line.sendall(whole[at : at + 20])
            time.sleep(0.05)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_a_large_file_reaches_a_slow_reader_whole(open_door: int) -> None:
    _, text, _ = Visitor(open_door, patience=PATIENCE).get("/")
    found = re.search(r'href="(/static/[^"]+\.css)"', text)
    assert found
    request = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % found[1].encode()
    with socket.create_connection(("127.0.0.1", open_door), timeout=PATIENCE) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.sendall(request)
        answer = b""
        while piece := line.recv(1024):
            answer += piece
            time.sleep(0.002)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    assert length
    assert len(body) == int(length[1])
