# SPDX-License-Identifier: EUPL-1.2
"""Each surface runs as a process of its own, serves its own pages and no others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("keys_init", verbosity=0)
call_command("migrate", verbosity=0, interactive=False)
call_command("collectstatic", verbosity=0, interactive=False)
"""
ASK = """
import sys, django
django.setup()
from django.test import Client
for path in sys.argv[1:]:
    print("answer", path, Client(HTTP_HOST="localhost").get(path).status_code)
"""

SURFACES = {
    "public": {"/": 200, "/cijfers/": 200, "/en/cijfers/": 200, "/werk/": 404, "/v1/figures": 404},
    "staff": {"/werk/toegang/inloggen/": 200, "/werk/": 302, "/cijfers/": 404, "/v1/figures": 404},
    "api": {"/v1/figures": 200, "/v1/openapi.json": 200, "/werk/": 404, "/cijfers/": 404},
    "everything": {"/": 200, "/werk/": 302, "/v1/figures": 200, "/healthz": 200},
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with keys, tables and collected files."""
    made = tmp_path_factory.mktemp("installation")
    run("everything", made, PREPARE)
    return made


def run(surface: str, home: Path, code: str, *arguments: str) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": f"ketenzicht.surfaces.{surface}.settings",
        "KETENZICHT_HOME": str(home),
        "KETENZICHT_HTTPS": "false",
    }
    call = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    settled = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    assert settled.stderr == ""
    return settled.stdout


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_serves_its_own_pages_only(surface: str, home: Path) -> None:
    expected = SURFACES[surface]
    lines = run(surface, home, ASK, *expected).splitlines()
    answers = dict(line.split()[1:] for line in lines if line.startswith("answer "))
    assert answers == {path: str(status) for path, status in expected.items()}
