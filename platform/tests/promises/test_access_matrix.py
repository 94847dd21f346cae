# SPDX-License-Identifier: EUPL-1.2
"""No byte leaks, no view without a policy, and not yours looks like not there."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Q

from ketenzicht.accounts import selectors as accounts
from ketenzicht.accounts.models import Member
from ketenzicht.core.guard import GuardedManager
from ketenzicht.core.policy import everyone, routes
from tests.kinds import all_kinds, all_posts
from tests.promises.matrix import Matrix


@pytest.fixture
def matrix(world):
    return Matrix(world, all_kinds(), all_posts(world))


def told(findings):
    return sorted({str(finding) for finding in findings})


def test_every_pattern_method_role_and_ownership_answers_as_declared(matrix):
    assert told(matrix.walk()) == []
    assert matrix.never_shown() == set()


def test_a_members_page_opened_to_everyone_is_found(matrix, monkeypatch):
    route = next(route for route in routes() if route.name == "accounts:member")
    monkeypatch.setattr(route.view, "policy", everyone)
    assert told(matrix.walk(lambda route: route.name == "accounts:member")) != []


def test_a_widened_selector_is_found(matrix, monkeypatch):
    monkeypatch.setattr(accounts, "colleagues", lambda actor: Member.objects.all())
    found = told(matrix.walk(lambda route: route.name in {"accounts:member", "accounts:members"}))
    assert [one for one in found if "leaks" in one] != []
    assert [one for one in found if "told apart from a missing one" in one] != []


def guarded_models():
    return [m for m in apps.get_models() if isinstance(m._default_manager, GuardedManager)]


def test_each_widened_reach_is_found(matrix, monkeypatch):
    """The rows of a guarded model open to all: at least one answer has to betray it."""
    patches = {}
    for model in guarded_models():
        monkeypatch.setattr(model, "reach", classmethod(lambda cls, actor, now: Q()))
        patches[model._meta.label] = True
    found = told(matrix.walk(lambda route: bool(route.kwargs)))
    assert [one for one in found if "leaks" in one or "told apart" in one] != []
