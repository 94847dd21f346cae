# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL the database gives no sealed key to who does not say for whom it asks."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction

from ketenzicht.vault import burial
from ketenzicht.vault.models import SealedKey
from ketenzicht.vault.pairs import make_pair
from ketenzicht.vault.rotation import rotate_organisation
from ketenzicht.vault.services import (
    SafeClosed,
    new_safe,
    open_safe,
    open_safes,
    share_safe,
    shred_safe,
    withdraw_safe,
)
from ketenzicht.vault.walls import POLICY, TABLE, every_key, keys_of, refuse_to_stand_above

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such walls"),
]


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def plain(world, now):
    """From here on the process is an ordinary role, as an installation should be."""
    for partner in (world.shop, world.moviera):
        make_pair(partner.organisation.pk, now=now)
    run(
        "CREATE ROLE ketenzicht_plain NOLOGIN",
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO ketenzicht_plain",
        "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ketenzicht_plain",
        "SET LOCAL ROLE ketenzicht_plain",
    )
    return world


def test_who_forgets_for_whom_it_asks_finds_no_key(plain, now):
    shop, moviera = plain.shop.organisation, plain.moviera.organisation
    safe = new_safe(kind="case", origin=shop, now=now)
    assert open_safe(safe.id, shop.id).key == safe.key
    assert open_safes([safe.id], moviera.id) == {}
    assert SealedKey.objects.count() == 0
    with keys_of(moviera.id):
        assert SealedKey.objects.count() == 0
    with keys_of(shop.id):
        assert SealedKey.objects.count() == 1
    assert SealedKey.objects.count() == 0
    # The control: without the policy the forgetful query finds it.
    run("SET CONSTRAINTS ALL IMMEDIATE", "RESET ROLE")
    run(f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY", "SET LOCAL ROLE ketenzicht_plain")
    assert SealedKey.objects.count() == 1


def test_a_key_is_not_written_for_somebody_else(plain, now):
    shop, moviera = plain.shop.organisation, plain.moviera.organisation
    safe = new_safe(kind="case", origin=shop, now=now)
    with keys_of(shop.id):
        key = SealedKey.objects.get(safe=safe.id)
    key.pk, key.organisation_id = None, moviera.id
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        key.save(force_insert=True)


def test_sharing_renewing_and_shredding_go_on_within_the_walls(plain, now):
    shop, moviera = plain.shop.organisation, plain.moviera.organisation
    safe = new_safe(kind="case", origin=shop, now=now)
    share_safe(safe, moviera, now=now)
    assert open_safe(safe.id, moviera.id).key == safe.key
    assert rotate_organisation(moviera.id, now=now) == 1
    assert open_safe(safe.id, moviera.id).key == safe.key
    withdraw_safe(safe.id, moviera.id, now=now)
    assert open_safes([safe.id], moviera.id) == {}
    shred_safe(safe.id, now=now, reason="retention")
    with every_key():
        assert SealedKey.objects.count() == 0
    assert burial.replay() == 0
    with pytest.raises(SafeClosed):
        open_safe(safe.id, shop.id)


def test_a_failure_leaves_nobody_acted_for(plain, now):
    shop = plain.shop.organisation
    new_safe(kind="case", origin=shop, now=now)
    with pytest.raises(SafeClosed), transaction.atomic(), keys_of(shop.id):
        raise SafeClosed
    assert SealedKey.objects.count() == 0


def test_a_role_above_the_walls_serves_nothing(plain):
    refuse_to_stand_above()
    run("RESET ROLE")
    with pytest.raises(ImproperlyConfigured, match="row-level security"):
        refuse_to_stand_above()


def test_the_walls_stand_and_hold_the_owner_too(world):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity, polname FROM pg_class "
            "JOIN pg_policy ON polrelid = pg_class.oid WHERE relname = %s",
            [TABLE],
        )
        assert cursor.fetchall() == [(True, True, POLICY)]
