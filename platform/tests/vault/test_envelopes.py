# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.db import connection

from ketenzicht.accounts.models import Organisation
from ketenzicht.core.crypto import new_code
from ketenzicht.core.errors import Unavailable
from ketenzicht.vault.models import OrganisationKey
from ketenzicht.vault.services import (
    EnvelopeClosed,
    new_envelope,
    open_by_code,
    open_envelope,
    open_envelopes,
    open_with_code,
    seal_with_code,
    share_envelope,
    shred_envelope,
    withdraw_envelope,
)


@pytest.fixture
def shop(world) -> Organisation:
    return world.shop.organisation


@pytest.fixture
def police(world) -> Organisation:
    return world.police.organisation


def test_an_organisation_opens_what_was_sealed_to_it_and_no_other_does(shop, police, now):
    made = new_envelope(kind="case", origin=shop, now=now)
    assert open_envelope(made.id, shop.id).key == made.key
    with pytest.raises(EnvelopeClosed):
        open_envelope(made.id, police.id)


def test_a_shared_safe_opens_until_it_is_withdrawn(shop, police, now):
    made = new_envelope(kind="case", origin=shop, now=now)
    share_envelope(made, police, now=now)
    share_envelope(made, police, now=now)
    assert open_envelope(made.id, police.id).key == made.key
    withdraw_envelope(made.id, police.id, now=now)
    with pytest.raises(EnvelopeClosed):
        open_envelope(made.id, police.id)
    assert open_envelope(made.id, shop.id).key == made.key


def test_a_shredded_safe_opens_for_nobody_and_cannot_be_shared_again(shop, police, now):
    made = new_envelope(kind="report", origin=shop, now=now)
    code = new_code()
    seal_with_code(made, code)
    shred_envelope(made.id, now=now, reason="retention")
    for opening in (
        lambda: open_envelope(made.id, shop.id),
        lambda: open_with_code(made.id, code),
        lambda: open_by_code(code),
        lambda: share_envelope(made, police, now=now),
    ):
        with pytest.raises(EnvelopeClosed):
            opening()


def test_a_receipt_code_opens_its_own_safe_only(shop, now):
    first, second = (new_envelope(kind="report", origin=shop, now=now) for _ in range(2))
    one, other = new_code(), new_code()
    seal_with_code(first, one)
    seal_with_code(second, other)
    assert open_by_code(one).key == first.key
    assert open_with_code(second.id, other).key == second.key
    for envelope_id, code in ((first.id, other), (second.id, one), (first.id, new_code())):
        with pytest.raises(EnvelopeClosed):
            open_with_code(envelope_id, code)


def test_a_code_is_read_with_or_without_spaces(shop, now):
    made = new_envelope(kind="report", origin=shop, now=now)
    code = new_code()
    seal_with_code(made, code)
    assert open_by_code(f" {code[:4]} {code[4:12]}-{code[12:]} ").key == made.key


def test_opening_many_envelopes_takes_as_many_queries_as_opening_one(
    shop, now, django_assert_num_queries
):
    made = [new_envelope(kind="case", origin=shop, now=now) for _ in range(3)]
    # On PostgreSQL a transaction says for whom it asks, and leaves again.
    queries = 1 if connection.vendor == "sqlite" else 5
    with django_assert_num_queries(queries):
        open_envelopes([made[0].id], shop.id)
    with django_assert_num_queries(queries):
        assert open_envelopes([one.id for one in made], shop.id) == {one.id: one for one in made}


def test_the_public_process_seals_to_an_organisation_but_cannot_open(shop, now, settings):
    new_envelope(kind="report", origin=shop, now=now)
    settings.KETENZICHT_KEYS_ALLOWED = frozenset({"receipt.pepper"})
    made = new_envelope(kind="report", origin=shop, now=now)
    with pytest.raises(Exception, match=r"may not open root\.key"):
        open_envelope(made.id, shop.id)


def test_the_public_process_refuses_what_nobody_could_read(shop, now, settings):
    assert OrganisationKey.objects.count() == 0
    settings.KETENZICHT_KEYS_ALLOWED = frozenset({"receipt.pepper"})
    with pytest.raises(Unavailable):
        new_envelope(kind="report", origin=shop, now=now)


def test_an_open_safe_never_shows_its_key(shop, now):
    made = new_envelope(kind="case", origin=shop, now=now)
    assert made.key.hex() not in repr(made)
    assert repr(made.key) not in repr(made)
