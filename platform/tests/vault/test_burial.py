# SPDX-License-Identifier: EUPL-1.2
"""What was shredded stays shredded, also after an older backup came back."""

import json

import pytest
from django.core.management import call_command

from ketenzicht.core.crypto import new_code
from ketenzicht.vault import burial
from ketenzicht.vault.models import CodeKey, SealedKey, Tombstone
from ketenzicht.vault.services import (
    SafeClosed,
    new_safe,
    open_by_code,
    open_safe,
    seal_with_code,
    shred_safe,
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
    """A safe with all its keys, as a backup would hold them, and then shredded."""
    safe, code = new_safe(kind="report", origin=shop, now=now), new_code()
    seal_with_code(safe, code)
    backup = [*SealedKey.objects.filter(safe=safe.id), *CodeKey.objects.filter(safe=safe.id)]
    with commit(execute=True):
        shred_safe(safe.id, now=now, reason="retention")
    return safe, code, backup


def restore(backup):
    """Put a backup from before the shredding back, without its tombstone."""
    Tombstone.objects.all().delete()
    for row in backup:
        row.save(force_insert=True)


def test_an_older_backup_is_shredded_again_before_it_serves(
    shop, now, django_capture_on_commit_callbacks
):
    safe, code, backup = shredded(shop, now, django_capture_on_commit_callbacks)
    restore(backup)
    # The control: without the replay the backup does bring the safe back to life.
    assert open_safe(safe.id, shop.id).key == open_by_code(code).key == safe.key
    call_command("vault_replay_tombstones")
    with pytest.raises(SafeClosed):
        open_safe(safe.id, shop.id)
    with pytest.raises(SafeClosed):
        open_by_code(code)
    assert Tombstone.objects.get().safe_id == safe.id


def test_replaying_twice_changes_nothing(shop, now, django_capture_on_commit_callbacks):
    other = new_safe(kind="case", origin=shop, now=now)
    _, _, backup = shredded(shop, now, django_capture_on_commit_callbacks)
    restore(backup)
    assert [burial.replay(), burial.replay()] == [1, 0]
    assert open_safe(other.id, shop.id).key == other.key
    assert len(burial.register_file().read_text().split()) > 0


def test_a_tombstone_that_missed_the_file_is_noted_at_the_next_start(shop, now):
    safe = new_safe(kind="case", origin=shop, now=now)
    shred_safe(safe.id, now=now, reason="retention")
    assert not burial.register_file().exists()
    burial.replay()
    rows = [json.loads(line) for line in burial.register_file().read_text().splitlines() if line]
    assert [row["safe"] for row in rows] == [str(safe.id)]


def test_a_line_cut_short_by_a_crash_does_not_hide_the_next(
    shop, now, django_capture_on_commit_callbacks, own_home
):
    first, _, one = shredded(shop, now, django_capture_on_commit_callbacks)
    with burial.register_file().open("a") as file:
        file.write('{"safe": "0000')
    second, _, two = shredded(shop, now, django_capture_on_commit_callbacks)
    restore([*one, *two])
    assert burial.replay() == 2
    for safe in (first, second):
        with pytest.raises(SafeClosed):
            open_safe(safe.id, shop.id)


def test_a_tombstone_that_missed_the_file_is_noted_by_the_next_sweep(shop, now):
    safe = new_safe(kind="case", origin=shop, now=now)
    shred_safe(safe.id, now=now, reason="retention")
    assert not burial.register_file().exists()
    sweep(now)
    assert str(safe.id) in burial.register_file().read_text()
