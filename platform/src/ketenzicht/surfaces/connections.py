# SPDX-License-Identifier: EUPL-1.2
"""A connection of a visitor: its request is gathered, and its answer sent, without a thread.

A thread gets a request when all of it is there and gives back an answer as bytes, so that it never
waits for a line. Half a request, a slow one and an answer that nobody takes cost a place among the
waiting connections and a bounded piece of memory, for a bounded time.
"""

from __future__ import annotations

import re
import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn

#: What the head of a request may weigh; and a body, with the frame of the largest form around it.
HEAD, BODY = 64 * 1024, 640 * 1024
#: How long a head may take, and a request as a whole; a slow telephone sends a form in less.
SECONDS_FOR_HEAD, SECONDS_FOR_REQUEST = 10, 60
#: An answer may take so long, and a second more for every so many bytes of it.
SECONDS_FOR_ANSWER, SLOWEST = 30, 8 * 1024
#: What is still sent after the answer is thrown away, so that the answer arrives.
SECONDS_TO_LINGER, THROWN_AWAY = 3, 64 * 1024 * 1024
#: What one look at a line takes from it.
PIECE = 64 * 1024
#: What a worker that stops still gives to who is sending.
SECONDS_TO_STOP = 2

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)


class Outbox:
    """What a thread writes to in the place of a line: keeps the answer until the loop sends it."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def sendall(self, piece: bytes) -> None:
        """Keep a piece of the answer."""
        self.kept += piece

    def gettimeout(self) -> None:
        """Say that nothing here waits."""

    def settimeout(self, seconds: float | None) -> None:
        """Wait for nothing, however long that may take."""

    def setblocking(self, blocking: object) -> None:
        """Wait for nothing, whatever is asked."""

    def shutdown(self, how: int) -> None:
        """End nothing: the loop closes the line."""

    def recv(self, size: int) -> bytes:
        """Say that nothing more comes."""
        return b""

    def close(self) -> None:
        """Leave the line to the loop."""


class Connection(TConn):  # type: ignore[misc]  # gunicorn carries no types
    """One connection: gathered, answered, sent, and lingered on until the visitor closes it."""

    def __init__(self, cfg: Any, line: socket.socket, client: Any, server: Any) -> None:
        self.cfg, self.client, self.server = cfg, client, server
        self.line, self.sock = line, Outbox()
        line.settimeout(0)
        self.parser: Any = None
        self.initialized, self.is_http2, self.data_ready = False, False, True
        self.received, self.thrown_away = bytearray(), 0
        self.size: int | None = None
        self.until = self.began = time.monotonic()
        self.until += SECONDS_FOR_HEAD

    def init(self) -> None:
        """Give the thread what was gathered, and no way to ask for more."""
        self.initialized = True
        self.parser = http.get_parser(self.cfg, [bytes(self.received)], self.client)

    def gather(self) -> bool | None:
        """Take in what has come; True when the request is whole, None when the visitor left."""
        try:
            piece = self.line.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return None
        self.received += piece
        if not piece:
            return None
        if self.size is None:
            self._measure()
        return self.size is not None and len(self.received) >= self.size

    def too_large(self) -> bool:
        """Tell whether the head goes on for longer than any browser's."""
        return self.size is None and len(self.received) > HEAD

    def start_sending(self) -> None:
        """From here on the answer has until a moment that follows from its length."""
        now = time.monotonic()
        self.until = now + SECONDS_FOR_ANSWER + len(self.sock.kept) / SLOWEST

    def send(self) -> bool | None:
        """Send what the line takes; True when all of it is sent, None when the visitor left."""
        try:
            sent = self.line.send(memoryview(self.sock.kept)[:PIECE])
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return None
        del self.sock.kept[:sent]
        return not self.sock.kept

    def start_lingering(self) -> None:
        """Say that nothing more comes, and wait shortly for the visitor to say so too."""
        self.until = time.monotonic() + SECONDS_TO_LINGER
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)

    def linger(self) -> bool:
        """Throw away what still comes; False when it is time to close."""
        try:
            piece = self.line.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        self.thrown_away += len(piece)
        return bool(piece) and self.thrown_away < THROWN_AWAY

    def close(self, *, graceful: bool = False) -> None:
        """Close the line at once; who wants to linger does that on the loop."""
        with suppress(OSError):
            self.line.close()

    def _measure(self) -> None:
        """Know from its head how long the request is; what is too large is whole without a body.

        A body that comes in chunks has no length and is read by nobody. The parser judges the head.
        """
        head, end, _ = self.received.partition(_END)
        if not end:
            return
        found = _LENGTH.findall(head + b"\r\n")
        told = int(found[0]) if len(found) == 1 else 0
        self.size = len(head) + len(end) + (told if told <= BODY else 0)
        self.until = self.began + SECONDS_FOR_REQUEST
