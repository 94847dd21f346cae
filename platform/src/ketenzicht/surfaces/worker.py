# SPDX-License-Identifier: EUPL-1.2
"""What the web server itself answers, when a request never reaches our pages.

Such a request could not be read, so nothing of it may stand in the answer or in the log, and
neither tells which software serves.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from gunicorn import util
from gunicorn.http import errors, wsgi
from gunicorn.workers.gthread import ThreadWorker

from ketenzicht.core.errors import DomainError, Sentence, Unavailable
from ketenzicht.surfaces.connections import SECONDS_TO_STOP, Connection

UNREAD = _("We could not read this. Go back and try again.")
OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
REASONS = {
    400: "Bad Request",
    408: "Request Timeout",
    414: "URI Too Long",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
}
STATUSES: dict[type[Exception], int] = {
    errors.LimitRequestLine: 414,
    errors.LimitRequestHeaders: 431,
}
HEADERS = (
    "Connection: close",
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: no-store",
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
)


#: How many connections a worker waits for at once; the one that waits longest makes place.
PLACES = 400


class DiscreetWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    """Gathers requests and sends answers on its loop; a thread only ever makes an answer.

    What could not be read is answered with a page in our words.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Insertion order is the order of arrival.
        self.waiting: dict[Connection, Callable[[Connection], None]] = {}

    def init_process(self) -> None:
        """Leave the name of the server out of every answer."""
        wsgi.SERVER = "web"
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection in; no thread sees it before its request is whole."""
        try:
            line, client = listener.accept()
        except OSError:  # the visitor left again, or another worker was first
            return
        self.nr_conns += 1
        connection = Connection(self.cfg, line, client, listener.getsockname())
        self._wait(connection, EVENT_READ, self._gather)

    def finish_request(self, conn: Connection, fs: Future[Any]) -> None:
        """Send the answer that a thread made."""
        if not conn.sock.kept:
            self._linger(conn)
            return
        conn.start_sending()
        self._wait(conn, EVENT_WRITE, self._send)

    def murder_pending(self) -> None:
        """Close what has taken its time; a worker that stops gives only a little."""
        now = time.monotonic()
        for conn in list(self.waiting):
            if not self.alive:
                conn.until = min(conn.until, now + SECONDS_TO_STOP)
            if conn.until <= now:
                self._refuse(conn, 408)

    def _gather(self, conn: Connection) -> None:
        whole = conn.gather()
        if whole is None:
            self._end(conn)
        elif whole:
            self._leave(conn)
            self.enqueue_req(conn)
        elif conn.too_large():
            self._refuse(conn, 431)

    def _send(self, conn: Connection) -> None:
        sent = conn.send()
        if sent is None:
            self._end(conn)
        elif sent:
            self._leave(conn)
            self._linger(conn)

    def _linger(self, conn: Connection) -> None:
        conn.start_lingering()
        self._wait(conn, EVENT_READ, self._throw_away)

    def _throw_away(self, conn: Connection) -> None:
        if not conn.linger():
            self._end(conn)

    def _wait(self, conn: Connection, event: int, go_on: Callable[[Connection], None]) -> None:
        if len(self.waiting) >= PLACES:
            self._refuse(next(iter(self.waiting)), 408)
        self.waiting[conn] = go_on
        self.poller.register(conn.line, event, partial(_continue, go_on, conn))

    def _refuse(self, conn: Connection, status: int) -> None:
        """Close what takes too long, with a word when it had begun to ask and had no answer yet."""
        if conn.received and not conn.initialized:
            self.log.warning("A request could not be read.")
            with suppress(OSError):  # the visitor may have gone
                conn.line.send(answer(status))
        self._end(conn)

    def _leave(self, conn: Connection) -> None:
        del self.waiting[conn]
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.line)

    def _end(self, conn: Connection) -> None:
        self._leave(conn)
        self.nr_conns -= 1
        conn.close()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Say what went wrong without a word of the request or where it came from."""
        if isinstance(exc, errors.ParseException) and not isinstance(exc, OURS):
            self.log.warning("A request could not be read.")
            status = STATUSES.get(type(exc), 400)
        else:
            self.log.exception("A request failed.")
            status = 500
        with suppress(OSError):  # the visitor may have gone
            util.write_nonblock(client, answer(status))


def _continue(go_on: Callable[[Connection], None], conn: Connection, _line: socket.socket) -> None:
    go_on(conn)


def answer(status: int) -> bytes:
    """The whole answer, as it goes over the line."""
    refusal = Unavailable() if status == 500 else DomainError(UNREAD)
    body = page(refusal).encode()
    lines = (f"HTTP/1.1 {status} {REASONS[status]}", *HEADERS, f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode() + body


def page(refusal: DomainError) -> str:
    """Both languages, because which one was asked for could not be read either."""
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{_said('nl', refusal.title)}</title></head>"
        f"<body><main>{_told('nl', refusal)}{_told('en', refusal)}</main></body></html>"
    )


def _told(language: str, refusal: DomainError) -> str:
    title, sentence = (_said(language, said) for said in (refusal.title, refusal.sentence))
    return f'<section lang="{language}"><h1>{title}</h1><p>{sentence}</p></section>'


def _said(language: str, sentence: Sentence) -> str:
    with override(language):
        return escape(str(sentence))
