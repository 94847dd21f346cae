# SPDX-License-Identifier: EUPL-1.2
"""An installation on PostgreSQL as the guide makes it: an owner that serves nothing, four roles."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from ketenzicht.core.crypto.keys import PUBLIC_KEYS
from ketenzicht.core.rights import Process
from tests.surfaces.installation import run
from tests.surfaces.test_serving import asked, free_port, served
from tests.surfaces.visiting import Visitor, report

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(
        os.environ.get("KETENZICHT_TEST_DATABASE") != "postgres", reason="SQLite has no roles"
    ),
]

PATIENCE = 30
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("keys_init", verbosity=0)
call_command("migrate", verbosity=0, interactive=False)
call_command("database_grants", roles="%(prefix)s")
call_command("accounts_first", organisation="Landelijk", name="Eerste", email="e@example.org")
call_command("keys_pairs", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
"""
COMMAND = "import sys; sys.argv[1:] = %s; from ketenzicht.command import main; main()"
REFUSED = """
import sys
sys.argv[1:] = %s
from ketenzicht.command import main
try:
    main()
except Exception as refusal:
    print(type(refusal).__name__, refusal)
"""
COUNT = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM intake_report")
    print(cursor.fetchone()[0])
"""


@dataclass(frozen=True)
class Apart:
    """The home of the installation, its public keys, and how each role signs in."""

    home: Path
    server: str
    prefix: str
    database: str

    def as_(self, role: str) -> str:
        """The address of the database for a role."""
        parts = urlsplit(self.server)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(
            parts._replace(netloc=f"{self.prefix}_{role}@{host}", path=f"/{self.database}")
        )


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    import psycopg

    from ketenzicht.surfaces.testing_postgres import url_of_a_server

    server, unique = url_of_a_server(), uuid4().hex[:12]
    made = Apart(tmp_path_factory.mktemp("apart"), server, f"kz_{unique}", f"apart_{unique}")
    names = [f"{made.prefix}_{each}" for each in ("owner", *(one.value for one in Process))]
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS")
        admin.execute(f"CREATE DATABASE {made.database} OWNER {names[0]}")
        try:
            prepare = PREPARE % {"prefix": made.prefix}
            run("everything", made.home, prepare, KETENZICHT_DATABASE_URL=made.as_("owner"))
            yield made
        finally:
            admin.execute(f"DROP DATABASE {made.database} WITH (FORCE)")
            for name in names:
                admin.execute(f"DROP ROLE {name}")


@pytest.fixture(scope="module")
def public_home(apart: Apart) -> Path:
    """What the public process has of the home: its own keys and the collected files."""
    home = apart.home.parent / f"{apart.database}-public"
    (home / "keys").mkdir(parents=True, mode=0o700)
    for name in (*PUBLIC_KEYS, "signing.secret"):
        shutil.copy2(apart.home / "keys" / name, home / "keys" / name)
    shutil.copytree(apart.home / "static", home / "static")
    return home


def test_a_report_goes_through_a_process_that_opens_nothing(apart, public_home) -> None:
    port = free_port()
    with served("public", public_home, port, KETENZICHT_DATABASE_URL=apart.as_("public")):
        code = report(port, patience=PATIENCE)
        assert len(code) == 20
        back = Visitor(port, patience=PATIENCE)
        status, _, where = back.post("/terug/", {"code": code})
        assert (status, where) == (303, "/gesprek/")
        status, text, _ = back.get("/gesprek/")
        assert status == 200
        status, text, _ = back.post("/gesprek/", {"text": "Nog iets"})
        assert status == 303, text[:3000]
        for path in ("/", "/cijfers/", "/healthz", "/kaart/1/"):
            assert back.get(path)[0] in {200, 303}, path
    count = run("everything", apart.home, COUNT, KETENZICHT_DATABASE_URL=apart.as_("staff"))
    assert int(count) >= 1


@pytest.mark.parametrize(
    ("surface", "path"), [("api", b"/v1/figures"), ("staff", b"/werk/toegang/inloggen/")]
)
def test_a_surface_serves_as_its_own_role(apart, surface: str, path: bytes) -> None:
    port = free_port()
    request = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path
    with served(surface, apart.home, port, KETENZICHT_DATABASE_URL=apart.as_(surface)):
        assert asked(port, request).startswith(b"HTTP/1.1 200 OK")


def test_the_sweeps_run_as_the_worker(apart) -> None:
    said = run(
        "everything",
        apart.home,
        COMMAND % ["sweep"],
        KETENZICHT_DATABASE_URL=apart.as_("worker"),
    )
    assert "failed" not in said


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (["serve", "public"], "staff"),
        (["sweep"], "owner"),
        (["db_worker"], "owner"),
    ],
    ids=lambda each: "-".join(each) if isinstance(each, list) else each,
)
def test_a_process_with_the_role_of_another_does_not_begin(apart, words, role) -> None:
    surface = words[1] if words[0] == "serve" else "everything"
    code = REFUSED % words
    said = run(surface, apart.home, code, KETENZICHT_DATABASE_URL=apart.as_(role))
    assert said.startswith("ImproperlyConfigured The role in KETENZICHT_DATABASE_URL ")
