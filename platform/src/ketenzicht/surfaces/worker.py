# SPDX-License-Identifier: EUPL-1.2
"""What the web server itself answers, when a request never reaches our pages.

Such a request could not be read, so nothing of it may stand in the answer or in the log, and
neither tells which software serves.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from gunicorn import util
from gunicorn.http import errors, wsgi
from gunicorn.workers.gthread import ThreadWorker

from ketenzicht.core.errors import DomainError, Sentence, Unavailable

UNREAD = _("We could not read this. Go back and try again.")
OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
REASONS = {
    400: "Bad Request",
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


class DiscreetWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    """Answers a request that it could not read with a page in our words."""

    def init_process(self) -> None:
        """Leave the name of the server out of every answer."""
        wsgi.SERVER = "web"
        super().init_process()

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
