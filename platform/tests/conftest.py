# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test of the platform can use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.models import Member
from ketenzicht.audit import append_only, checkpoints
from ketenzicht.core.crypto import codes
from ketenzicht.core.crypto.keys import create_missing
from ketenzicht.surfaces.testing_clock import START, set_clock
from ketenzicht.vault import tombstones
from tests import template
from tests.browser import browser
from tests.factories.accounts import World, make_world
from tests.upgrading import back_to_this_release

__all__ = ["back_to_this_release", "browser"]

# A busy machine is no reason to fail.
hypothesis_settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("patient")

#: The fixtures by which a test gets at the database.
REACHES = frozenset({"db", "transactional_db", "live_server"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first, so that no worker ends alone; on the second engine what reaches it."""
    items.sort(key=lambda test: test.get_closest_marker("no_cover") is None)
    if connection.vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[each for each in items if not reaches_the_engine(each)])
    items[:] = [each for each in items if reaches_the_engine(each)]


def reaches_the_engine(test: pytest.Item) -> bool:
    """Tell whether a test may ask the database anything; the framework stops one that may not."""
    marked = any(test.get_closest_marker(name) for name in ("django_db", "engine"))
    return marked or not REACHES.isdisjoint(getattr(test, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """One database per worker, in the place of the framework's own fixture."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            made = template.copied(request.config.cache.mkdir("template"))
        else:
            made = template.migrated()
        with made:
            yield


@pytest.fixture(autouse=True, scope="session")
def key_files() -> None:
    """Fresh keys for this run."""
    create_missing()


@pytest.fixture(autouse=True, scope="session")
def code_costs() -> Iterator[codes.Cost]:
    """Let a guess at a receipt code cost nothing; yields what one costs as shipped."""
    with pytest.MonkeyPatch.context() as patch:
        shipped = codes.COST
        patch.setattr(codes, "COST", codes.Cost(passes=1, kib=8))
        yield shipped


@pytest.fixture(autouse=True, scope="session")
def permanent_rows_go_between_tests() -> Iterator[None]:
    """Lift the triggers that keep audit rows for as long as a test's rows are thrown away."""
    original = TransactionTestCase._fixture_teardown

    def emptied(case: TransactionTestCase) -> None:
        _run(append_only.removals(connection.vendor, *append_only.ALL))
        try:
            original(case)
        finally:
            _run(append_only.statements(connection.vendor, *append_only.ALL))

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
def language() -> Iterator[None]:
    """Every test begins in Dutch, whatever language the page of another test was asked for in."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def nothing_kept_of_another_test() -> Iterator[None]:
    """Heads and tombstones are kept beside the database; a new database has none."""
    yield
    for file in (checkpoints.kept_file(), checkpoints.newest_file(), tombstones.register_file()):
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
