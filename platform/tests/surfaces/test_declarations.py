# SPDX-License-Identifier: EUPL-1.2
"""What apps declare is read without naming one, and must fit together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketenzicht.audit.services import record
from ketenzicht.cases.app import APP as CASES
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import now
from ketenzicht.core.declaration import App, declared
from ketenzicht.register.app import APP as REGISTER
from ketenzicht.surfaces.checks import doubles, gaps


def test_what_stands_fits_together():
    assert [*doubles(declared()), *gaps(declared())] == []


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({"permissions": CasePermission}, "the permission 'case:read'"),
        ({"notices": CASES.notices}, "the reason for mail 'hand-over-offered'"),
        ({"records": CASES.records}, "records of the kind 'case'"),
        ({"routes": CASES.routes}, "the namespace 'cases'"),
        ({"routes": CASES.routes}, "the address 'zaken/ of staff'"),
    ],
)
def test_what_two_apps_claim_is_named(second, sentence):
    apps = {"ketenzicht.cases": CASES, "ketenzicht.second": App(order=2, **second)}

    assert f"More than one app claims {sentence}." in list(doubles(apps))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"shares": {}}, "nobody carries 'register:merge'"),
        (
            {"shares": {**REGISTER.shares, "guardian": frozenset({CasePermission.CASE_READ})}},
            "'case:read' is shared out, and is none of its permissions",
        ),
        (
            {"shares": {**REGISTER.shares, "tovenaar": REGISTER.shares["guardian"]}},
            "there is no role 'tovenaar'",
        ),
        ({"finder": "search.nothing"}, "'search.nothing' is declared and does not exist"),
        ({"sweep": "nowhere.sweep"}, "'nowhere.sweep' is declared and does not exist"),
        (
            {"routes": (replace(REGISTER.routes[0], patterns="none"),)},
            "its urls have no 'none'",
        ),
        (
            {"menu": (replace(REGISTER.menu[0], url_name="register:nowhere"),)},
            "the bar leads to 'register:nowhere', which is no page",
        ),
    ],
)
def test_what_is_declared_and_not_there_is_named(change, sentence):
    found = list(gaps({"ketenzicht.register": replace(REGISTER, **change)}))

    assert f"ketenzicht.register: {sentence}." in found


def test_a_record_of_a_kind_that_no_app_declares_is_refused():
    with pytest.raises(LookupError, match="'dream'"):
        record(actor=None, action="dream:read", kind="dream", now=now())
