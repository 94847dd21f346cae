# SPDX-License-Identifier: EUPL-1.2
"""Every form says for whom it was shown, and gives back what was typed when it is refused."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import wraps
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import get_resolver, reverse

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.core.errors import Refused, StaleWrite, TooMany, Unavailable
from ketenzicht.core.policy import Audience, Route, policy_of
from tests.promises.answers import noting, undone
from tests.promises.matrix import OWN, Matrix, served

FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)
TYPED = re.compile(r"[A-Z][a-z]+( [\w.,?!]+)*")


def asked(matrix: Matrix) -> Iterator[tuple[Route, Member]]:
    """Every route of members with somebody who may use it on a thing of their own."""
    for route in served(lambda route: all(name in matrix.kinds for name in route.kwargs)):
        policy = policy_of(route.view, route.name)
        if policy is None or policy.audience is not Audience.MEMBERS:
            continue
        may = [one for one in matrix.entitled(policy) if matrix._may_read(route, one, OWN)]
        for one in may[:1]:
            matrix.client(one)  # signed in before anything is undone
            yield route, one


def making(matrix: Matrix) -> list[tuple[Route, Member]]:
    """Those that make or change something for an organisation."""
    own = AccountPermission.ACCOUNT_OWN
    return [
        (route, member)
        for route, member in asked(matrix)
        if route.name in matrix.posts and policy_of(route.view, route.name).permission != own
    ]


def typed(body: dict[str, Any]) -> set[str]:
    return {value for value in body.values() if isinstance(value, str) and TYPED.fullmatch(value)}


def fields(page: bytes) -> set[str]:
    """What stands in the fields of a page."""
    text = page.decode()
    areas = re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", text, re.DOTALL)
    return {html.unescape(one).strip() for one in areas + re.findall(r'value="([^"]*)"', text)}


def post(matrix: Matrix, route: Route, member: Member, body: dict[str, Any]):
    path = reverse(route.name, kwargs=matrix._ids(route, OWN))
    client = matrix.client(member)
    cookies = client.cookies.copy()
    answer = client.post(path, body)
    client.cookies = cookies
    return answer


def test_a_form_shown_for_another_organisation_does_nothing_and_gives_the_text_back(matrix):
    wrong = []
    other = str(matrix.world.red_cross.organisation.pk)
    pairs = making(matrix)
    assert len(pairs) > 30
    for route, member in pairs:
        body = {**matrix.posts[route.name], "acts_for": other}
        writes: list[str] = []
        with undone(), connection.execute_wrapper(noting(writes)):
            answer = post(matrix, route, member, body)
        kept = typed(body) <= fields(answer.content)
        if answer.status_code != 409 or writes or not kept:
            wrong.append((route.name, answer.status_code, writes, kept))
    assert wrong == []


def test_every_form_says_for_whom_it_was_shown(matrix):
    wrong, seen = [], 0
    for route, member in asked(matrix):
        path = reverse(route.name, kwargs=matrix._ids(route, OWN))
        with undone():
            answer = matrix.client(member).get(path)
        if answer.status_code != 200 or answer.streaming:
            continue
        named = f'name="acts_for" value="{member.organisation_id}"'
        forms = FORM.findall(answer.content.decode(errors="replace"))
        seen += len(forms)
        wrong += [(route.name, form[:90]) for form in forms if named not in form]
    assert wrong == []
    assert seen > 60


def patterns(urlconf: Any = None) -> Iterator[Any]:
    for entry in (urlconf or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry)
        else:
            yield entry


REFUSALS = {
    "stale": (StaleWrite(), 409),
    "refused": (Refused(), 422),
    "too many": (TooMany(), 429),
    "unavailable": (Unavailable(), 503),
    "database": (DatabaseError(), 503),
}


@pytest.mark.parametrize("why", sorted(REFUSALS))
def test_whatever_refuses_a_form_gives_back_what_was_typed(matrix, monkeypatch, why: str):
    error, status = REFUSALS[why]

    def refusing(view):
        @wraps(view)
        def refuse(request, *args, **kwargs):
            raise error

        refuse.policy = replace(view.policy)
        return refuse

    pairs = making(matrix)
    for pattern in patterns():
        if getattr(pattern.callback, "policy", None) is not None:
            monkeypatch.setattr(pattern, "callback", refusing(pattern.callback))
    wrong = []
    for route, member in pairs:
        body = matrix.posts[route.name]
        with undone():
            answer = post(matrix, route, member, body)
        if answer.status_code != status or not typed(body) <= fields(answer.content):
            wrong.append((route.name, answer.status_code, typed(body) - fields(answer.content)))
    assert wrong == []


def test_a_form_about_an_older_version_comes_back_with_its_text(matrix):
    """The real thing: somebody else was quicker."""
    wrong, seen = [], 0
    for route, member in making(matrix):
        body = matrix.posts[route.name]
        if "version" not in body or not typed(body):
            continue
        with undone():
            answer = post(matrix, route, member, {**body, "version": "987654"})
        seen += answer.status_code == 409
        refused = answer.status_code in {409, 422}
        if refused and not typed(body) <= fields(answer.content):
            wrong.append((route.name, answer.status_code))
    assert wrong == []
    assert seen > 5


def test_a_form_that_stood_open_too_long_gives_the_text_back_and_no_way_to_send_it(matrix):
    """What another site sends in somebody's name may not become one click away."""
    world = matrix.world
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.shop["zorgcoordinator"].user)
    path = reverse("cases:note", kwargs={"case_id": matrix.own["case_id"].id})
    answer = client.post(path, {"words": "Een lange notitie over vandaag"})
    assert answer.status_code == 403
    assert "Een lange notitie over vandaag" in fields(answer.content)
    assert f'action="{path}"' not in answer.content.decode()


def test_what_is_kept_is_never_a_secret(db: None):
    path = reverse("intake-public:come-back")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(path, {"code": "5724 0000 0000 0000 0000", "password": "Geheim woord"})
    assert answer.status_code == 403
    assert "5724" not in answer.content.decode()
    assert "Geheim" not in answer.content.decode()
