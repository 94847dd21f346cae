# SPDX-License-Identifier: EUPL-1.2
"""What every answer carries, whoever asks and whatever comes back."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.accounts import World

ANSWERS = {
    "/": 200,
    "/cijfers/": 200,
    "/werk/toegang/inloggen/": 200,
    "/werk/": 302,
    "/bestaat/niet/": 404,
    "/v1/figures": 200,
    "/v1/figures/verzonnen": 404,
    "/healthz": 200,
}
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def policy(answer: HttpResponse) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in parts if part.strip())


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_safe_headers(client: Client, db: None, path: str):
    answer = client.get(path)
    assert answer.status_code == ANSWERS[path]
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("path", sorted(set(ANSWERS) - {"/v1/figures"}))
def test_pages_are_kept_nowhere(client: Client, db: None, path: str):
    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_a_page_of_a_member_is_kept_nowhere_either(client: Client, world: World):
    client.force_login(world.shop["zorgcoordinator"].user)
    answer = client.get("/werk/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("path", ANSWERS)
def test_the_content_policy_lets_in_nothing_from_elsewhere(client: Client, db: None, path: str):
    declared = policy(client.get(path))
    assert declared["default-src"] == "'none'"
    for name in ("frame-ancestors", "base-uri"):
        assert declared[name] == "'none'"
    assert declared["form-action"] == "'self'"
    sources = " ".join(declared.values())
    assert re.findall(r"unsafe-\w+|data:|https?:|\*", sources) == []


def test_a_nonce_is_used_once(client: Client, db: None):
    found = [
        re.findall(r"nonce-([^']+)'", client.get("/").headers["Content-Security-Policy"])
        for _ in range(2)
    ]
    assert found[0] == [] or found[0] != found[1]


def test_over_https_browsers_are_told_to_stay_there(client: Client, db: None, settings):
    settings.SECURE_HSTS_SECONDS = 63_072_000
    answer = client.get("/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_the_installation_is_strict_unless_told_otherwise():
    import os
    import subprocess
    import sys

    code = (
        "import ketenzicht.surfaces.base as s;"
        "print(s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_NAME,"
        " s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY)"
    )
    environment = {"PATH": os.environ["PATH"], "KETENZICHT_HOME": os.environ["KETENZICHT_HOME"]}
    call = [sys.executable, "-W", "ignore", "-c", code]
    told = subprocess.run(call, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [
        "True",
        "True",
        "__Host-zitting",
        "__Host-formulier",
        "True",
        "True",
    ]
