# SPDX-License-Identifier: EUPL-1.2
"""The guide tells what somebody who takes over a process can do, as the command says it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from ketenzicht.core.declaration import declared
from ketenzicht.core.rights import Process
from ketenzicht.surfaces.rights import columns_of, rights_of, tables

PAGE = Path(__file__).parents[3] / "docs" / "guide" / "lost-process.md"


def test_the_guide_holds_the_tables_that_the_command_makes() -> None:
    said = StringIO()
    call_command("database_lost", stdout=said)
    assert said.getvalue().strip() in PAGE.read_text(encoding="utf-8")


def test_rights_are_declared_for_tables_and_columns_that_exist() -> None:
    known = set(tables())
    for package, app in declared().items():
        for process, rights in app.rights.items():
            assert set(rights) <= known, (package, process)
    for process in Process:
        for table, rights in rights_of(process).items():
            named = {*rights.read, *rights.change} - {"*"}
            assert named <= set(columns_of(table)), (process, table)


def test_no_process_without_sign_in_touches_a_case_or_the_register() -> None:
    for process in (Process.PUBLIC, Process.API):
        held = {table for table, rights in rights_of(process).items() if rights.read or rights.add}
        assert [table for table in held if table.startswith(("cases_", "register_"))] == []
