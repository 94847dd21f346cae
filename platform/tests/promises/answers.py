# SPDX-License-Identifier: EUPL-1.2
"""Asking without consequences, and what came back in a form that can be compared."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import mail
from django.db import transaction
from django.http import HttpResponse

#: Tables that a refused request may still write to: traces, counters, sessions.
ALLOWED_WRITES = ("audit_", "core_counter", "core_websession")
_WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_NOISE = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'nonce="[^"]*"'),
    re.compile(rb"csrftoken&quot;: &quot;[^&]*"),
    re.compile(rb"X-CSRFToken[^}]*"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, without what differs between two equal answers."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    mails: bytes
    writes: tuple[str, ...]

    @property
    def comparable(self) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
        return self.status, self.body, self.headers


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that never happened, as the one around each test."""
    around = transaction.atomic()
    # The mark the test framework puts on its own transaction: `durable=True` may run inside.
    around._from_testcase = True  # type: ignore[attr-defined]  # there is no public name for it
    with around:
        yield
        transaction.set_rollback(True)


def noting(writes: list[str]) -> Callable[..., Any]:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = _WRITE.match(sql)
        if found and not found[2].startswith(ALLOWED_WRITES):
            writes.append(f"{found[1].split()[0].lower()} {found[2]}")
        return execute(sql, params, many, context)

    return note


def answered(
    response: HttpResponse, content: bytes, effects: tuple[bytes, tuple[str, ...]], names: list[str]
) -> Answer:
    body = content
    for name in names:
        body = body.replace(name.encode(), b"NAME")
    for noise in _NOISE:
        body = noise.sub(b"", body)
    headers = []
    for name, value in response.headers.items():
        if name in {"Content-Length", "Content-Security-Policy"}:
            continue
        text = value
        for one in names:
            text = text.replace(one, "NAME")
        headers.append((name, text))
    told = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    raw = b"\n".join([content, told.encode(), response.cookies.output().encode()])
    return Answer(response.status_code, body, tuple(sorted(headers)), raw, *effects)


def names(path: str, ids: dict[str, Any]) -> list[str]:
    """What an answer may repeat of the question, and so differs between equal answers."""
    long = [str(value) for value in ids.values() if isinstance(value, UUID)]
    return [path, urllib.parse.quote(path, safe=""), *long]


def content(response: HttpResponse) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # it streams
    return response.content


def mails() -> bytes:
    return b"\n".join(message.message().as_bytes() for message in mail.outbox)
