# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test of the platform can use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.models import Member
from ketenzicht.audit import append_only, checkpoints
from ketenzicht.core.crypto.keys import create_missing
from ketenzicht.surfaces.testing_clock import START, set_clock
from ketenzicht.vault import tombstones
from tests.browser import browser
from tests.factories.accounts import World, make_world

__all__ = ["browser"]


@pytest.fixture(autouse=True, scope="session")
def key_files() -> None:
    """Fresh keys for this run."""
    create_missing()


@pytest.fixture(autouse=True, scope="session")
def permanent_rows_go_between_tests() -> Iterator[None]:
    """Lift the triggers that keep audit rows for as long as a test's rows are thrown away."""
    original = TransactionTestCase._fixture_teardown

    def emptied(case: TransactionTestCase) -> None:
        _run(append_only.removals(connection.vendor))
        try:
            original(case)
        finally:
            _run(append_only.statements(connection.vendor))

    TransactionTestCase._fixture_teardown = emptied
    yield
    TransactionTestCase._fixture_teardown = original


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    """Wednesday 18 November 2026, 11:00 in Amsterdam; the clock is put back after each test."""
    set_clock(START)
    yield START
    set_clock(START)


@pytest.fixture(autouse=True)
def nothing_kept_of_another_test() -> Iterator[None]:
    """Heads and tombstones are kept beside the database; a new database has none."""
    yield
    for file in (checkpoints.kept_file(), tombstones.register_file()):
        file.unlink(missing_ok=True)


@pytest.fixture
def world(db: None) -> World:
    """Two regions with their partners, one member per role."""
    return make_world()


@pytest.fixture
def as_member() -> Callable[[Client, Member], Client]:
    """Sign a member in."""

    def sign_in(client: Client, member: Member) -> Client:
        client.force_login(member.user)
        session = client.session
        session[CHOSEN] = str(member.pk)
        session.save()
        return client

    return sign_in
