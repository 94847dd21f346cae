# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL the database gives no sealed key to who does not say for whom it asks."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction

from ketenzicht.vault import tombstones
from ketenzicht.vault.models import WrappedKey
from ketenzicht.vault.pairs import make_pair
from ketenzicht.vault.rotation import rotate_organisation
from ketenzicht.vault.row_level_security import (
    POLICY,
    TABLE,
    every_key,
    keys_of,
    learn_marks,
    refuse_to_stand_above,
)
from ketenzicht.vault.services import (
    EnvelopeClosed,
    new_envelope,
    open_envelope,
    open_envelopes,
    share_envelope,
    shred_envelope,
    withdraw_envelope,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has no row-level security"
    ),
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
    learn_marks()
    run(
        "CREATE ROLE ketenzicht_plain NOLOGIN",
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO ketenzicht_plain",
        "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ketenzicht_plain",
        "SET LOCAL ROLE ketenzicht_plain",
    )
    return world


def test_who_forgets_for_whom_it_asks_finds_no_key(plain, now):
    shop, moviera = plain.shop.organisation, plain.moviera.organisation
    envelope = new_envelope(kind="case", origin=shop, now=now)
    assert open_envelope(envelope.id, shop.id).key == envelope.key
    assert open_envelopes([envelope.id], moviera.id) == {}
    assert WrappedKey.objects.count() == 0
    with keys_of(moviera.id):
        assert WrappedKey.objects.count() == 0
    with keys_of(shop.id):
        assert WrappedKey.objects.count() == 1
    assert WrappedKey.objects.count() == 0
    # The control: without the policy the forgetful query finds it.
    run("SET CONSTRAINTS ALL IMMEDIATE", "RESET ROLE")
    run(f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY", "SET LOCAL ROLE ketenzicht_plain")
    assert WrappedKey.objects.count() == 1


def test_a_key_is_not_written_for_somebody_else(plain, now):
    shop, moviera = plain.shop.organisation, plain.moviera.organisation
    envelope = new_envelope(kind="case", origin=shop, now=now)
    with keys_of(shop.id):
        key = WrappedKey.objects.get(envelope=envelope.id)
    key.pk, key.organisation_id = None, moviera.id
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        key.save(force_insert=True)


def test_sharing_renewing_and_shredding_go_on_under_row_level_security(plain, now):
    shop, moviera = plain.shop.organisation, plain.moviera.organisation
    envelope = new_envelope(kind="case", origin=shop, now=now)
    share_envelope(envelope, moviera, now=now)
    assert open_envelope(envelope.id, moviera.id).key == envelope.key
    assert rotate_organisation(moviera.id, now=now) == 1
    assert open_envelope(envelope.id, moviera.id).key == envelope.key
    withdraw_envelope(envelope.id, moviera.id, now=now)
    assert open_envelopes([envelope.id], moviera.id) == {}
    shred_envelope(envelope.id, now=now, reason="retention")
    with every_key():
        assert WrappedKey.objects.count() == 0
    assert tombstones.replay() == 0
    with pytest.raises(EnvelopeClosed):
        open_envelope(envelope.id, shop.id)


def test_a_failure_leaves_nobody_acted_for(plain, now):
    shop = plain.shop.organisation
    new_envelope(kind="case", origin=shop, now=now)
    with pytest.raises(EnvelopeClosed), transaction.atomic(), keys_of(shop.id):
        raise EnvelopeClosed
    assert WrappedKey.objects.count() == 0


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
