# SPDX-License-Identifier: EUPL-1.2
import pytest

from ketenzicht.core.crypto import Key, KeyMissing
from ketenzicht.core.crypto.keys import create_missing, keep_only_newest, ring
from ketenzicht.core.errors import Refused
from ketenzicht.vault import rotation
from ketenzicht.vault.models import OrganisationKey, WrappedKey
from ketenzicht.vault.services import new_envelope, open_envelope


@pytest.fixture
def shop(world):
    return world.shop.organisation


@pytest.fixture
def envelopes(shop, now):
    return [new_envelope(kind="case", origin=shop, now=now) for _ in range(5)]


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.KETENZICHT_KEYS = tmp_path / "keys"
    create_missing()


def all_open(envelopes, shop):
    return all(open_envelope(envelope.id, shop.id).key == envelope.key for envelope in envelopes)


def test_a_renewed_pair_opens_everything_and_the_old_one_is_gone(envelopes, shop, now):
    before = set(WrappedKey.objects.values_list("sealed", flat=True))
    assert rotation.rotate_organisation(shop.id, now=now) == 5
    assert [pair.version for pair in OrganisationKey.objects.filter(organisation=shop)] == [2]
    assert not before & set(WrappedKey.objects.values_list("sealed", flat=True))
    assert all_open(envelopes, shop)


@pytest.mark.parametrize("killed_after", range(6))
def test_an_interrupted_renewal_goes_on_where_it_stopped(
    envelopes, shop, now, monkeypatch, killed_after
):
    real, done = rotation.rewrap, []

    def die_on_the_way(key, *, now):
        if len(done) == killed_after:
            raise KeyboardInterrupt
        done.append(key)
        return real(key, now=now)

    monkeypatch.setattr(rotation, "rewrap", die_on_the_way)
    if killed_after < 5:
        with pytest.raises(KeyboardInterrupt):
            rotation.rotate_organisation(shop.id, now=now)
        assert all_open(envelopes, shop)
    monkeypatch.setattr(rotation, "rewrap", real)
    rotation.rotate_organisation(shop.id, now=now)
    assert [pair.version for pair in OrganisationKey.objects.filter(organisation=shop)] == [2]
    assert all_open(envelopes, shop)


def test_a_renewed_root_key_opens_everything_and_then_the_old_one_may_go(
    own_keys, envelopes, shop, world, now
):
    new_envelope(kind="case", origin=world.police.organisation, now=now)
    assert rotation.rotate_root(now=now) == 2
    assert sorted(ring(Key.ROOT).versions) == [1, 2]
    assert rotation.forget_old_roots() == [1]
    assert all_open(envelopes, shop)


def test_an_old_root_key_is_kept_while_anything_needs_it(
    own_keys, envelopes, shop, now, monkeypatch
):
    monkeypatch.setattr(rotation, "_close_anew", lambda _: 0)
    rotation.rotate_root(now=now)
    with pytest.raises(Refused):
        rotation.forget_old_roots()
    assert all_open(envelopes, shop)


def test_without_its_root_key_nothing_opens(own_keys, envelopes, shop, now):
    """The control: the root key is really needed."""
    rotation.add_version(Key.ROOT)
    keep_only_newest(Key.ROOT)
    with pytest.raises(KeyMissing):
        open_envelope(envelopes[0].id, shop.id)
