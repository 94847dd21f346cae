# SPDX-License-Identifier: EUPL-1.2
"""No read without a trace: every page that shows somebody's words put that on record first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError
from django.urls import reverse

from ketenzicht.accounts.models import Member
from ketenzicht.audit import services as audit
from ketenzicht.audit.models import Entry
from ketenzicht.core.policy import Audience, Route, policy_of
from tests.kinds import cases, intake, register
from tests.promises.answers import content, undone
from tests.promises.canaries import scan
from tests.promises.matrix import Matrix, reads, served


@dataclass(frozen=True, slots=True)
class Shown:
    """What one request showed of somebody's own things, and how many rows it left."""

    asked: str
    status: int
    shown: frozenset[str]
    rows: int


def answers(matrix: Matrix, only: Callable[[Route], bool] = lambda route: True) -> Iterator[Shown]:
    """Ask every page of members as an owner: to see it, and with a form that is not right.

    Names of colleagues and counts are no words about somebody who needs help.
    """
    people = {**cases.KINDS, **intake.KINDS, **register.KINDS}
    secret = {text for name in people for text in matrix.own[name].canaries}
    for route in served(only):
        for member in _owners(matrix, route):
            for method in ("get", "post"):
                yield _answer(matrix, route, member, method, secret)


def _owners(matrix: Matrix, route: Route) -> list[Member]:
    policy = policy_of(route.view, route.name)
    if policy is None or policy.audience is not Audience.MEMBERS:
        return []
    return [
        member
        for member in matrix.entitled(policy)
        if all(reads(member, matrix.own[name]) for name in route.kwargs)
    ][:2]


def _answer(matrix: Matrix, route: Route, member: Member, method: str, secret: set[str]) -> Shown:
    path = reverse(route.name, kwargs={name: matrix.own[name].id for name in route.kwargs})
    # A form sent empty comes back with the page around it.
    body: dict[str, Any] = {}
    client = matrix.client(member)
    cookies = client.cookies.copy()
    with undone():
        before = Entry.objects.count()
        response = getattr(client, method)(path, body)
        shown = scan(content(response), among=secret)
        left = Entry.objects.count() - before
    client.cookies = cookies
    return Shown(f"{method} {route.name}", response.status_code, frozenset(shown), left)


@pytest.mark.no_cover  # it opens every page: lines reached here alone would count as tested
def test_every_page_that_shows_somebodys_words_leaves_a_row(matrix):
    found = list(answers(matrix))
    assert len([each for each in found if each.shown]) > 40
    assert sorted({each.asked for each in found if each.shown and not each.rows}) == []


def test_a_page_that_forgets_its_trace_is_found(matrix, monkeypatch):
    monkeypatch.setattr(audit, "_append", lambda *_: None)
    found = answers(matrix, lambda route: route.name in {"cases:detail", "cases:note"})
    assert {each.asked for each in found if each.shown and not each.rows} == {
        "get cases:detail",
        "get cases:note",
        "post cases:note",
    }


@pytest.mark.no_cover
def test_while_nothing_can_be_put_on_record_nothing_is_shown(matrix, monkeypatch):
    def full(*_: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(audit, "_append", full)
    found = list(answers(matrix))
    assert len([each for each in found if each.status == 503]) > 40
    assert sorted({each.asked for each in found if each.shown}) == []
