# SPDX-License-Identifier: EUPL-1.2
"""Each surface runs as a process of its own, serves its own pages and no others."""

from pathlib import Path

import pytest

from tests.surfaces.installation import run

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


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_serves_its_own_pages_only(surface: str, installation: Path) -> None:
    expected = SURFACES[surface]
    lines = run(surface, installation, ASK, *expected).splitlines()
    answers = dict(line.split()[1:] for line in lines if line.startswith("answer "))
    assert answers == {path: str(status) for path, status in expected.items()}
