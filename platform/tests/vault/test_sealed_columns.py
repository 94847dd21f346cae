# SPDX-License-Identifier: EUPL-1.2
"""A sealed value opens in its own place and nowhere else."""

import dataclasses
from uuid import uuid4

import pytest

from ketenzicht.accounts.models import Organisation
from ketenzicht.core.crypto import sealing
from ketenzicht.vault.safes import SealBroken
from ketenzicht.vault.services import new_safe, open_safe
from tests.promises.canaries import canary, scan
from tests.vault.paper import Paper, PaperTwin


@pytest.fixture
def safe(world, now):
    return new_safe(kind="paper", origin=world.shop.organisation, now=now)


@pytest.fixture
def paper(safe):
    one = Paper(id=uuid4(), safe_id=safe.id)
    safe.write(one, "story", "What she told, in пълни изречения.")
    return one


def test_what_was_written_can_be_read_and_is_not_there_in_the_clear(safe):
    secret = canary("paper", "SHOP")
    one = Paper(id=uuid4(), safe_id=safe.id)
    assert scan(secret.encode()) >= {secret}
    safe.write(one, "story", secret)
    assert safe.read(one, "story") == secret
    assert scan(bytes(one.story), among=[secret]) == set()


def test_an_empty_column_reads_as_an_empty_text(safe):
    assert safe.read(Paper(id=uuid4()), "story") == ""


def test_moved_ciphertext_does_not_open(safe, paper, world, now):
    other = new_safe(kind="paper", origin=world.shop.organisation, now=now)
    elsewhere = dataclasses.replace(safe, origin_id=world.police.organisation.id)
    moves = {
        "row": (safe, Paper(id=uuid4(), story=paper.story), "story"),
        "field": (safe, Paper(id=paper.id, address=paper.story), "address"),
        "table": (safe, PaperTwin(id=paper.id, story=paper.story), "story"),
        "organisation": (elsewhere, paper, "story"),
        "safe": (other, paper, "story"),
    }
    assert safe.read(paper, "story") == "What she told, in пълни изречения."
    for opened, row, field in moves.values():
        with pytest.raises(SealBroken):
            opened.read(row, field)


def test_every_flipped_bit_shows(safe, paper):
    whole = bytes(paper.story)
    for position in range(len(whole)):
        for bit in (1, 128):
            changed = bytearray(whole)
            changed[position] ^= bit
            with pytest.raises(SealBroken):
                safe.read(Paper(id=paper.id, story=bytes(changed)), "story")


def test_the_key_version_is_part_of_the_seal(safe, paper):
    assert sealing.version_of(bytes(paper.story)) == safe.version
    newer = bytes(paper.story)[:1] + (2).to_bytes(4) + bytes(paper.story)[5:]
    with pytest.raises(SealBroken):
        safe.read(Paper(id=paper.id, story=newer), "story")


def test_a_plain_text_cannot_be_stored_in_a_sealed_column(safe):
    with pytest.raises(TypeError, match="takes ciphertext"):
        Paper._meta.get_field("story").get_prep_value("in the clear")
    with pytest.raises(TypeError, match="is not a SealedField"):
        safe.write(Organisation(), "name", "text")


def test_without_the_place_in_the_seal_moved_ciphertext_would_open(safe, monkeypatch):
    """The control: with the binding taken away, the check above turns red."""
    monkeypatch.setattr(sealing, "framed", lambda _: b"")
    one = Paper(id=uuid4())
    safe.write(one, "story", "moved")
    assert safe.read(Paper(id=uuid4(), story=one.story), "story") == "moved"


def test_a_sealed_key_does_not_open_for_another_safe(world, now):
    from ketenzicht.vault.models import SealedKey

    first, second = (
        new_safe(kind="paper", origin=world.shop.organisation, now=now) for _ in range(2)
    )
    stolen = SealedKey.objects.get(safe=first.id)
    SealedKey.objects.filter(safe=second.id).update(sealed=stolen.sealed)
    with pytest.raises(SealBroken):
        open_safe(second.id, world.shop.organisation.id)
