# SPDX-License-Identifier: EUPL-1.2
"""No byte leaks, no view without a policy, and not yours looks like not there."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Q

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import people as accounts
from ketenzicht.core.policy import everyone, routes
from tests.promises.canaries import scan


def told(findings):
    return sorted({str(one) for one in findings})


@pytest.mark.no_cover  # it opens every page: lines reached here alone would count as tested
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


WIDENED = {
    "cases.Case": {"cases:list", "cases:detail"},
    "intake.Report": {"intake:inbox", "intake:report"},
    "publishing.Release": {"publishing:releases", "publishing:release"},
    "estimates.Run": {"estimates:runs", "estimates:run", "estimates:progress"},
}


@pytest.mark.parametrize("label", sorted(WIDENED))
def test_a_widened_reach_is_found(matrix, monkeypatch, label):
    names = WIDENED[label]
    assert names <= {route.name for route in routes()}
    everybody = classmethod(lambda cls, actor, now: Q())
    monkeypatch.setattr(apps.get_model(label), "reach", everybody)
    found = told(matrix.walk(lambda route: route.name in names))
    assert found != []


def test_nothing_reaches_the_logs_or_the_screen(matrix, caplog, capfd):
    caplog.set_level("DEBUG")
    matrix.walk(lambda route: route.name in {"cases:detail", "intake:report", "intake:inbox"})
    output = capfd.readouterr()
    logged = "\n".join([caplog.text, output.out, output.err]).encode()
    assert matrix.shown != set()
    assert scan(logged) == set()
