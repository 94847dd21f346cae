# SPDX-License-Identifier: EUPL-1.2
"""Who may call what, written down: a policy changes in the code and in this table together.

`WRITE_POLICIES=1 pytest tests/promises/test_policy_table.py` writes the table anew; read the
difference before it is committed, as that is what the table is for.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.checks import run_checks

from ketenzicht.core.checks import every_view_declares_a_policy
from ketenzicht.core.policy import policy_of, routes

TABLE = Path(__file__).with_name("policies.txt")


def line(route) -> str:
    policy = policy_of(route.view, route.name)
    if policy is None:
        return f"{route.name}: none"
    told = [policy.audience.value, policy.permission and policy.permission.value]
    return f"{route.name}: {' '.join(filter(None, [*told, policy.fresh and 'fresh']))}"


def declared() -> list[str]:
    return sorted({line(route) for route in routes()})


def test_every_view_has_the_policy_that_is_written_down():
    if os.environ.get("WRITE_POLICIES"):
        TABLE.write_text("\n".join(declared()) + "\n")
    assert declared() == TABLE.read_text().splitlines()


def test_the_build_stops_at_a_view_without_a_policy(monkeypatch):
    assert [fault.id for fault in run_checks() if fault.id == "ketenzicht.E001"] == []
    ours = [route for route in routes() if hasattr(route.view, "policy")]
    for route in ours:
        monkeypatch.delattr(route.view, "policy")
        assert route.path in {
            part for fault in every_view_declares_a_policy(None) for part in fault.msg.split("'")
        }
        monkeypatch.undo()


def test_every_dropped_policy_shows_in_the_table(monkeypatch):
    written = declared()
    for route in [route for route in routes() if hasattr(route.view, "policy")]:
        monkeypatch.delattr(route.view, "policy")
        assert declared() != written
        monkeypatch.undo()


@pytest.mark.django_db
def test_a_view_that_lost_its_policy_is_not_served(client, monkeypatch):
    route = next(route for route in routes() if route.name == "staff:day")
    assert client.get("/werk/").status_code == 302
    monkeypatch.delattr(route.view, "policy")
    assert client.get("/werk/").status_code == 503
