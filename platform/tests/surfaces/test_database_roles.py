# SPDX-License-Identifier: EUPL-1.2
"""A process that is lost: what its role in PostgreSQL reads, writes, changes and deletes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from io import StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client
from psycopg.errors import InsufficientPrivilege

from ketenzicht.audit.services import record
from ketenzicht.audit.tasks import sweep as keep_checkpoints
from ketenzicht.core.crypto.keys import PUBLIC_KEYS
from ketenzicht.core.rights import NOTHING, Process, Rights
from ketenzicht.surfaces.rights import (
    columns_of,
    grant,
    refuse_more_than_declared,
    rights_of,
    role_of,
)
from ketenzicht.vault.models import WrappedKey
from ketenzicht.vault.pairs import make_pair
from ketenzicht.vault.row_level_security import (
    KEEPER,
    ORGANISATION,
    keys_of,
    learn_marks,
    refuse_to_stand_above,
)
from ketenzicht.vault.services import new_envelope
from ketenzicht.work.models import Item
from tests.factories.cases import make_case
from tests.intake.test_public_pages import WHOLE, code_on, fill, page, url

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no roles"),
]

#: How the database says that a policy refuses a row.
NEW_ROW = "new row violates row-level security"
PREFIX = f"lost_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def roles(world, now) -> str:
    """An installation whose processes each have a role of their own."""
    for partner in (world.shop, world.moviera):
        make_pair(partner.organisation.pk, now=now)
    for process in Process:
        run(f"CREATE ROLE {role_of(process, PREFIX)} NOLOGIN NOSUPERUSER NOBYPASSRLS")
    learn_marks()
    grant(PREFIX)
    return PREFIX


def become(process: Process) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE", f"SET LOCAL ROLE {role_of(process, PREFIX)}")


def refused(statement: str) -> bool:
    """Tell whether the role may not do this; what fails for another reason it may."""
    try:
        with transaction.atomic():
            run(statement)
            raise _Undone
    except _Undone:
        return False
    except DatabaseError as fault:
        # What a policy refuses of one row is a right to others.
        return isinstance(fault.__cause__, InsufficientPrivilege) and NEW_ROW not in str(fault)


class _Undone(Exception):
    """What was tried is taken back."""


def every_table() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return sorted(name for (name,) in cursor.fetchall())


def attempts(table: str, rights: Rights) -> Iterator[tuple[str, bool]]:
    """What a thief would try on a table, and whether the declaration lets it."""
    names = columns_of(table) if rights != NOTHING else ()
    for column in names:
        read = rights.read == ("*",) or column in rights.read
        yield f'SELECT "{column}" FROM {table}', read
        change = rights.change == ("*",) or column in rights.change
        yield f'UPDATE {table} SET "{column}" = NULL WHERE false', change
    yield f"SELECT * FROM {table}", rights.read == ("*",)
    yield f"SELECT FROM {table}", bool(rights.read)
    yield f"INSERT INTO {table} DEFAULT VALUES", rights.add
    yield f"DELETE FROM {table} WHERE false", rights.delete
    yield f"TRUNCATE {table}", False
    yield f"ALTER TABLE {table} ADD COLUMN mine text", False
    yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", False
    yield f"ALTER TABLE {table} DISABLE TRIGGER ALL", False
    yield f"CREATE INDEX ON {table} ((1))", False
    yield f"DROP TABLE {table}", False
    yield f"GRANT ALL ON {table} TO PUBLIC", False


@pytest.mark.parametrize("process", Process)
def test_a_lost_process_does_what_is_declared_and_nothing_else(process: Process, roles) -> None:
    rights = rights_of(process)
    # Granting is a warning without an effect for who has some right and no grant option.
    become(process)
    wrong = [
        (statement, may)
        for table in every_table()
        for statement, may in attempts(table, rights.get(table, NOTHING))
        if not (statement.startswith("GRANT") and rights.get(table, NOTHING) != NOTHING)
        and refused(statement) == may
    ]
    assert wrong == []
    assert refused("CREATE TABLE mine (at int)")
    assert refused("CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert refused("CREATE ROLE mine")
    assert refused(f"ALTER ROLE {role_of(process, PREFIX)} BYPASSRLS")


def test_the_public_process_reads_no_password_no_second_factor_and_no_wrapped_key(roles) -> None:
    become(Process.PUBLIC)
    for column, table in (
        ("password", "accounts_user"),
        ("email", "accounts_user"),
        ("data", "mfa_authenticator"),
        ("session_key", "core_websession"),
        ("sealed", "vault_wrappedkey"),
        ("sealed_private", "vault_organisationkey"),
        ("recipient", "core_message"),
        ("name", "intake_reporteridentity"),
        ("words", "cases_note"),
        ("mac", "audit_entry"),
        ("inner_pad", "vault_signing"),
    ):
        assert refused(f"SELECT {column} FROM {table}"), (table, column)


@pytest.mark.parametrize("process", [Process.PUBLIC, Process.STAFF, Process.WORKER])
def test_no_setting_of_the_session_shows_a_key(process: Process, roles, world, now) -> None:
    shop = world.shop.organisation
    new_envelope(kind="case", origin=shop, now=now)
    become(process)
    with keys_of(shop.id):
        genuine = _setting(ORGANISATION)
        if process is not Process.PUBLIC:
            assert WrappedKey.objects.count() == 1
    mark = genuine.partition(":")[2]
    for value in (str(shop.id), f"{shop.id}:", f"{shop.id}:{'0' * 64}", f"on:{mark}"):
        _set(ORGANISATION, value)
        if process is not Process.PUBLIC:
            assert WrappedKey.objects.count() == 0, value
    for value in ("on", "on:", f"on:{mark}"):
        _set(KEEPER, value)
        if process is not Process.PUBLIC:
            assert WrappedKey.objects.count() == 0, value
    assert refused("SET row_security = off; SELECT sealed FROM vault_wrappedkey")


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return str(cursor.fetchone()[0])


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def test_the_public_process_meets_no_work_about_a_case(roles, world, now) -> None:
    case = make_case(world.shop, now)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert Item.objects.whole_table(why="a test").filter(about_id=case.pk).exists()
    become(Process.PUBLIC)
    assert not Item.objects.whole_table(why="a test").exists()
    assert refused("SELECT mac FROM audit_head")


def test_who_owns_the_tables_or_may_more_serves_nothing(roles) -> None:
    with pytest.raises(ImproperlyConfigured, match="owns no table"):
        refuse_to_stand_above()
    become(Process.PUBLIC)
    refuse_to_stand_above()
    refuse_more_than_declared(Process.PUBLIC)
    run("RESET ROLE")
    become(Process.STAFF)
    refuse_more_than_declared(Process.STAFF)
    with pytest.raises(ImproperlyConfigured, match="may more than public needs"):
        refuse_more_than_declared(Process.PUBLIC)


def test_granting_twice_changes_nothing_and_takes_away_what_crept_in(roles) -> None:
    role = role_of(Process.PUBLIC, PREFIX)
    run(
        f"GRANT SELECT ON cases_note TO {role}",
        f"GRANT SELECT (password) ON accounts_user TO {role}",
    )
    grant(PREFIX)
    become(Process.PUBLIC)
    assert refused("SELECT id FROM cases_note")
    assert refused("SELECT password FROM accounts_user")
    assert not refused("SELECT name FROM accounts_user")


def test_a_role_that_is_not_there_is_named(db) -> None:
    with pytest.raises(ImproperlyConfigured, match="CREATE ROLE nobody_public"):
        grant("nobody")


def test_a_forged_key_for_another_organisation_is_refused_to_staff(roles, world, now) -> None:
    shop, moviera = world.shop.organisation, world.moviera.organisation
    envelope = new_envelope(kind="case", origin=shop, now=now)
    with keys_of(shop.id):
        key = WrappedKey.objects.get(envelope=envelope.id)
    become(Process.STAFF)
    key.pk, key.organisation_id = None, moviera.id
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        key.save(force_insert=True)


@pytest.mark.parametrize("haste", ["now", "later"])
def test_the_public_process_receives_a_report_and_what_its_reporter_writes_on(
    roles, settings, now, haste: str
) -> None:
    settings.KETENZICHT_KEYS_ALLOWED = PUBLIC_KEYS
    become(Process.PUBLIC)
    visitor, denied = Client(), list[str]()
    with connection.execute_wrapper(partial(_noting, denied)):
        fill(visitor, [*WHOLE[:7], ("story", {"words": "Nu gevaar", "haste": haste}), WHOLE[8]])
        answered = visitor.post(url("check"))
        assert denied == []
        assert answered.url == url("receipt")
        code = code_on(page(visitor, "receipt"))
        assert visitor.post(url("come-back"), {"code": code}).url == url("messages")
        written = visitor.post(url("messages"), {"text": "Nog iets"})
        assert denied == []
        assert written.status_code == 303
        assert "Nog iets" in page(visitor, "messages")
        assert denied == []


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize("process", [Process.STAFF, Process.WORKER])
def test_the_audit_is_verified_and_kept_by_a_role_that_owns_nothing(
    settings, tmp_path, world, now, process: Process
) -> None:
    settings.KETENZICHT_HOME = tmp_path
    become(process)
    for actor, kind in ((world.shop["zorgcoordinator"], "case"), (None, "case"), (None, "report")):
        record(actor=actor, action=f"{kind}:read", kind=kind, id=uuid4(), now=now)
    keep_checkpoints(now)
    told = StringIO()
    call_command("audit_verify", stdout=told)
    assert told.getvalue().startswith("No faults: 1 members, 1 unnamed; 4 kept heads")
    for table in ("audit_entry", "audit_processing", "audit_dayentry", "audit_unnamedentry"):
        assert refused(f"DELETE FROM {table}")
    run("RESET ROLE", "ALTER TABLE audit_processing DISABLE TRIGGER ALL")
    become(process)
    with pytest.raises(CommandError, match="3 faults found"):
        call_command("audit_verify", stderr=StringIO())


def _noting(denied: list[str], execute, *asked):
    """Note what the role was not allowed; the pages themselves only say that it did not work."""
    try:
        return execute(*asked)
    except DatabaseError as fault:
        denied.append(f"{fault} {asked[0]}")
        raise
