# SPDX-License-Identifier: EUPL-1.2
"""No plaintext at rest: the bytes on the disk hold no word of a reporter or a victim."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ketenzicht.accounts.models import User
from tests.factories.accounts import make_world
from tests.kinds import all_kinds
from tests.promises.canaries import MARK, canary, scan

pytestmark = pytest.mark.django_db(transaction=True)
#: Kinds whose canaries are somebody's own words, name, place or reason.
TOLD = ("case_id", "transfer_id", "break_glass_id", "report_id", "referral_id")


def stored() -> bytes:
    """Everything this process has put on a disk, as bytes."""
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        files = [*database.parent.glob(f"{database.name}*"), *_files(settings.KETENZICHT_HOME)]
        return b"\n".join(path.read_bytes() for path in files if path.is_file())
    return _rows()


def _files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file() and "static" not in path.parts]


def _rows() -> bytes:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found).encode()


def words() -> list[str]:
    """Build one of everything in which words are told; returns those words."""
    world, kinds = make_world(), all_kinds()
    made = [kinds[name].own(world) for name in TOLD] + [kinds[n].foreign(world) for n in TOLD]
    return [text for one in made for text in one.canaries if text.startswith(MARK)]


def test_no_word_that_was_told_is_on_the_disk_in_the_clear():
    told = words()
    assert len(told) > 10
    # First show that such a word would be found: a member's name is stored in the open.
    open_name = canary("name", "SHOP")
    User.objects.create(email="open@oefenwereld.example", name=open_name)
    disk = stored()
    assert scan(disk, among=[open_name]) == {open_name}
    assert scan(disk, among=told) == set()


def test_a_value_stored_unsealed_would_be_found(monkeypatch):
    """The control: with sealing taken away, the same scan turns red."""
    from ketenzicht.vault import envelopes

    monkeypatch.setattr(envelopes, "seal", lambda key, text, **_: text)
    monkeypatch.setattr(envelopes, "open_sealed", lambda key, text, **_: text)
    told = words()
    assert scan(stored(), among=told) != set()
