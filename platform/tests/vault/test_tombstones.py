# SPDX-License-Identifier: EUPL-1.2
"""What was shredded stays shredded, also after an older backup came back."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from ketenzicht import reference
from ketenzicht.core.crypto import new_code
from ketenzicht.core.rights import Process
from ketenzicht.surfaces.guarding import shred_again
from ketenzicht.vault import tombstones
from ketenzicht.vault.models import CodeKey, Tombstone, WrappedKey
from ketenzicht.vault.services import (
    EnvelopeClosed,
    new_envelope,
    open_by_code,
    open_envelope,
    seal_with_code,
    shred_envelope,
)
from ketenzicht.vault.tasks import sweep


@pytest.fixture
def shop(world):
    return world.shop.organisation


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.KETENZICHT_HOME = tmp_path
    return tmp_path


def shredded(shop, now, commit):
    """An envelope with all its keys, as a backup would hold them, and then shredded."""
    envelope, code = new_envelope(kind="report", origin=shop, now=now), new_code()
    seal_with_code(envelope, code)
    backup = [
        *WrappedKey.objects.filter(envelope=envelope.id),
        *CodeKey.objects.filter(envelope=envelope.id),
    ]
    with commit(execute=True):
        shred_envelope(envelope.id, now=now, reason="retention")
    return envelope, code, backup


def restore(backup):
    """Put a backup from before the shredding back, without its tombstone."""
    Tombstone.objects.all().delete()
    for row in backup:
        row.save(force_insert=True)


def test_an_older_backup_is_shredded_again_before_it_serves(
    shop, now, django_capture_on_commit_callbacks
):
    envelope, code, backup = shredded(shop, now, django_capture_on_commit_callbacks)
    restore(backup)
    # The control: without the replay the backup does bring the envelope back to life.
    assert open_envelope(envelope.id, shop.id).key == open_by_code(code).key == envelope.key
    call_command("vault_replay_tombstones")
    with pytest.raises(EnvelopeClosed):
        open_envelope(envelope.id, shop.id)
    with pytest.raises(EnvelopeClosed):
        open_by_code(code)
    assert Tombstone.objects.get().envelope_id == envelope.id


def test_replaying_twice_changes_nothing(shop, now, django_capture_on_commit_callbacks):
    other = new_envelope(kind="case", origin=shop, now=now)
    _, _, backup = shredded(shop, now, django_capture_on_commit_callbacks)
    restore(backup)
    assert [tombstones.replay(), tombstones.replay()] == [1, 0]
    assert open_envelope(other.id, shop.id).key == other.key
    assert len(tombstones.register_file().read_text().split()) > 0


def test_a_tombstone_that_missed_the_file_is_noted_at_the_next_start(shop, now):
    envelope = new_envelope(kind="case", origin=shop, now=now)
    shred_envelope(envelope.id, now=now, reason="retention")
    assert not tombstones.register_file().exists()
    tombstones.replay()
    rows = [
        json.loads(line) for line in tombstones.register_file().read_text().splitlines() if line
    ]
    assert [row["safe"] for row in rows] == [str(envelope.id)]


def test_a_line_cut_short_by_a_crash_does_not_hide_the_next(
    shop, now, django_capture_on_commit_callbacks, own_home
):
    first, _, one = shredded(shop, now, django_capture_on_commit_callbacks)
    with tombstones.register_file().open("a") as file:
        file.write('{"safe": "0000')
    second, _, two = shredded(shop, now, django_capture_on_commit_callbacks)
    restore([*one, *two])
    assert tombstones.replay() == 2
    for envelope in (first, second):
        with pytest.raises(EnvelopeClosed):
            open_envelope(envelope.id, shop.id)


def test_a_tombstone_that_missed_the_file_is_noted_by_the_next_sweep(shop, now):
    envelope = new_envelope(kind="case", origin=shop, now=now)
    shred_envelope(envelope.id, now=now, reason="retention")
    assert not tombstones.register_file().exists()
    sweep(now)
    assert str(envelope.id) in tombstones.register_file().read_text()


def test_more_than_usual_is_not_shredded_again_before_somebody_says_so(shop, now) -> None:
    """A file of tombstones that somebody wrote does not shred everything by itself."""
    usual = reference.threshold("shredded_again", now.date())
    envelopes = [new_envelope(kind="case", origin=shop, now=now) for _ in range(usual + 1)]
    lines = [
        json.dumps({"safe": str(each.id), "reason": "left", "buried": "2026-11-01"})
        for each in envelopes
    ]
    tombstones.register_file().write_text("\n".join(lines[:usual]) + "\n", "ascii")
    assert tombstones.replay() == usual
    rest = [new_envelope(kind="case", origin=shop, now=now) for _ in range(usual)]
    more = [
        line.replace(str(one.id), str(two.id))
        for line, one, two in zip(lines, envelopes, rest, strict=False)
    ]
    tombstones.register_file().write_text("\n".join([*lines, *more]) + "\n", "ascii")
    # The sweep stops, and so does whoever begins to serve; nothing was shredded or noted.
    for act in (tombstones.replay, lambda: sweep(now), lambda: shred_again(Process.STAFF)):
        with pytest.raises(ImproperlyConfigured, match=f"{usual + 1} envelopes"):
            act()
    assert open_envelope(rest[0].id, shop.id).key == rest[0].key
    assert Tombstone.objects.count() == usual
    with pytest.raises(CommandError, match=f"--expected {usual + 1}"):
        call_command("vault_replay_tombstones")
    with pytest.raises(CommandError):
        call_command("vault_replay_tombstones", expected=usual)
    call_command("vault_replay_tombstones", expected=usual + 1)
    with pytest.raises(EnvelopeClosed):
        open_envelope(rest[0].id, shop.id)
