# SPDX-License-Identifier: EUPL-1.2
"""A full disk and a locked database give an honest refusal, and trying again works."""

from __future__ import annotations

from contextlib import contextmanager
from sqlite3 import connect

import pytest
from django.db import DatabaseError, connection, transaction

from ketenzicht.audit.models import Entry, UnnamedEntry
from ketenzicht.audit.services import record, record_access
from ketenzicht.core.database import prepare_sqlite, refuse_unsafe_sqlite
from ketenzicht.core.errors import Unavailable
from ketenzicht.vault.models import Envelope
from ketenzicht.vault.services import new_envelope

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="the way to fill and to lock is that of SQLite"
    ),
]


@contextmanager
def full_disk():
    """No page may be added to the database any more."""
    connection.ensure_connection()
    # Not through a cursor of Django's, which refuses work after the error this provokes.
    plain = connection.connection
    (pages,) = plain.execute("PRAGMA page_count").fetchone()
    (limit,) = plain.execute("PRAGMA max_page_count").fetchone()
    plain.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        plain.execute(f"PRAGMA max_page_count = {limit}")


def make_many(origin, now):
    """One business act large enough to need a new page."""
    with transaction.atomic():
        for _ in range(60):
            envelope = new_envelope(kind="full", origin=origin, now=now)
        record(actor=None, action="envelope:make", kind="day", id=envelope.id, now=now)


def test_a_full_disk_keeps_nothing_of_an_act_and_the_same_act_works_later(world, now):
    shop = world.shop.organisation
    make_many(shop, now)
    before = (Envelope.objects.count(), UnnamedEntry.objects.count())
    with full_disk(), pytest.raises((DatabaseError, Unavailable)):
        make_many(shop, now)
    assert (Envelope.objects.count(), UnnamedEntry.objects.count()) == before
    make_many(shop, now)
    assert (Envelope.objects.count(), UnnamedEntry.objects.count()) == (
        before[0] + 60,
        before[1] + 1,
    )


def test_a_look_that_cannot_be_recorded_shows_nothing(world, now):
    actor = world.shop["zorgcoordinator"]
    looked = []
    with full_disk(), pytest.raises(Unavailable):
        looked.extend(look(actor, now) for _ in range(2000))
    assert Entry.objects.count() == len(looked)
    look(actor, now)
    assert Entry.objects.count() == len(looked) + 1


def look(actor, now):
    record_access(actor=actor, action="case:read", kind="case", now=now, purpose="care")


def test_a_locked_database_refuses_and_later_it_works(world, now):
    make_many(world.shop.organisation, now)
    other = connection.copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")
        with other.cursor() as holding:
            holding.execute("BEGIN IMMEDIATE")
            with pytest.raises((DatabaseError, Unavailable)):
                make_many(world.shop.organisation, now)
            holding.execute("ROLLBACK")
        assert (Envelope.objects.count(), UnnamedEntry.objects.count()) == (60, 1)
        make_many(world.shop.organisation, now)
        assert (Envelope.objects.count(), UnnamedEntry.objects.count()) == (120, 2)
    finally:
        other.close()
        connection.close()


@pytest.mark.parametrize(
    ("pragma", "told"),
    [
        ("synchronous = NORMAL", "synchronous is 1, not 2"),
        ("foreign_keys = OFF", "foreign_keys is 0, not 1"),
        ("secure_delete = OFF", "secure_delete is 0, not 1"),
        ("trusted_schema = ON", "trusted_schema is 1, not 0"),
        ("journal_mode = DELETE", "journal_mode is delete, not wal"),
    ],
)
def test_each_unsafe_setting_is_refused(tmp_path, pragma, told):

    plain = connect(tmp_path / "plain.db")
    prepare_sqlite(plain)
    refuse_unsafe_sqlite(plain, in_memory=False)
    plain.execute(f"PRAGMA {pragma}")
    with pytest.raises(Exception, match=told):
        refuse_unsafe_sqlite(plain, in_memory=False)
    plain.close()
