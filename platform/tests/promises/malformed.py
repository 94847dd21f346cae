# SPDX-License-Identifier: EUPL-1.2
"""Requests that no form of ours would send: what every address answers to nonsense.

Each field a form has, or could have, gets a value that breaks something somewhere: texts where
numbers belong, numbers that no column takes, days that do not exist, bytes that are no text.
The draw is by number, so that a finding can be made again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from ketenzicht.core.policy import Audience, Route, policy_of
from tests.promises.answers import content, undone
from tests.promises.canaries import scan
from tests.promises.matrix import Matrix, reads, served

VALUES = (
    "",
    "\x00",
    "²",
    "१",
    "-1",
    "9" * 25,
    "9" * 5000,
    "1e400",
    "NaN",
    "2026-02-30",
    "9999-12-31T23:59",
    "0001-01-01",
    "2026-11-18T25:61",
    "00000000-0000-0000-0000-000000000000",
    "geen-sleutel",
    "[]",
    "'; DROP TABLE cases_case; --",
    "<script>alert(1)</script>",
    "=1+1",
    "\u202e\ufffe",
    "a\r\nSet-Cookie: b=c",
    "é" * 3000,
    b"\xff\xfe\x00\xd8",
)
_NAMES = re.compile(r'<(?:input|select|textarea)[^>]*?\sname="([^"]+)"')
#: Fields that lists and forms read whether or not a page shows them.
_ALWAYS = ("page", "q", "version", "next", "run")


@dataclass(frozen=True, slots=True)
class Broken:
    """One request that was answered with a mistake of ours, or with somebody else's words."""

    route: str
    method: str
    fields: str
    what: str

    def __str__(self) -> str:
        return f"{self.method} {self.route} with {self.fields}: {self.what}"


def nonsense(
    matrix: Matrix, amount: int, seed: int, only: Callable[[Route], bool] = lambda route: True
) -> Iterator[Broken]:
    """Send so many requests of nonsense, as somebody who may enter; yields what breaks."""
    draw = random.Random(seed)
    targets = [_Target(matrix, route) for route in served(only)]
    names = {target.route.name: target.names() for target in targets}
    for _number in range(amount):
        target = draw.choice(targets)
        method = draw.choice(("get", "post", "post"))
        yield from target.ask(method, _fields(draw, names[target.route.name]))


def _fields(draw: random.Random, names: dict[str, Any]) -> dict[str, Any]:
    chosen = draw.sample(sorted(names), min(len(names), draw.randint(1, 3)))
    broken = {name: draw.choice(VALUES) for name in chosen}
    kept = {name: value for name, value in names.items() if value and draw.random() < 0.8}
    return {**kept, **broken}


class _Target:
    """One address, asked by a member who may enter and whose organisation owns what it names."""

    def __init__(self, matrix: Matrix, route: Route) -> None:
        self.matrix, self.route = matrix, route
        self.member = self._member()
        self.client: Client = matrix.client(self.member)
        ids = {name: matrix.own[name].id for name in route.kwargs}
        self.path = reverse(route.name, kwargs=ids)

    def _member(self) -> Any:
        policy = policy_of(self.route.view, self.route.name)
        if policy is None or policy.audience is Audience.EVERYONE:
            return None
        owns = [
            member
            for member in self.matrix.entitled(policy)
            if all(reads(member, self.matrix.own[name]) for name in self.route.kwargs)
        ]
        return next(iter([*owns, *self.matrix.entitled(policy)]), None)

    def names(self) -> dict[str, Any]:
        """What this address takes: from its page, and from what a good form holds."""
        with undone():
            page = content(self.client.get(self.path)).decode("utf-8", "replace")
        found = dict.fromkeys((*_NAMES.findall(page), *_ALWAYS))
        return {**found, **self.matrix.posts.get(self.route.name, {})}

    def ask(self, method: str, fields: dict[str, Any]) -> Iterator[Broken]:
        cookies = self.client.cookies.copy()
        with undone():
            answer = getattr(self.client, method)(self.path, fields)
            came = content(answer)
        self.client.cookies = cookies
        said = ", ".join(f"{name}={repr(value)[:30]}" for name, value in fields.items() if value)
        if answer.status_code >= 500 and answer.status_code != 503:
            yield Broken(self.route.name, method, said, f"answers {answer.status_code}")
        if b"<script>alert(1)</script>" in came and "html" in answer.headers["Content-Type"]:
            yield Broken(self.route.name, method, said, "gives a script back as it came")
        if b"Set-Cookie: b=c" in answer.serialize_headers():
            yield Broken(self.route.name, method, said, "writes a header that was sent")
        if scan(came, among=set(self.matrix.hidden(self.member))):
            yield Broken(self.route.name, method, said, "shows what this reader may not see")
