# SPDX-License-Identifier: EUPL-1.2
"""A sealed value opens in its own place and nowhere else."""

import dataclasses
from uuid import uuid4

import pytest

from ketenzicht.accounts.models import Organisation
from ketenzicht.core.crypto import sealing
from ketenzicht.vault.envelopes import SealBroken
from ketenzicht.vault.services import new_envelope, open_envelope
from tests.promises.canaries import canary, scan
from tests.vault.paper import Paper, PaperTwin


@pytest.fixture
def envelope(world, now):
    return new_envelope(kind="paper", origin=world.shop.organisation, now=now)


@pytest.fixture
def paper(envelope):
    one = Paper(id=uuid4(), envelope_id=envelope.id)
    envelope.write(one, "story", "What she told, in пълни изречения.")
    return one


def test_what_was_written_can_be_read_and_is_not_there_in_the_clear(envelope):
    secret = canary("paper", "SHOP")
    one = Paper(id=uuid4(), envelope_id=envelope.id)
    assert scan(secret.encode()) >= {secret}
    envelope.write(one, "story", secret)
    assert envelope.read(one, "story") == secret
    assert scan(bytes(one.story), among=[secret]) == set()


def test_an_empty_column_reads_as_an_empty_text(envelope):
    assert envelope.read(Paper(id=uuid4()), "story") == ""


def test_moved_ciphertext_does_not_open(envelope, paper, world, now):
    other = new_envelope(kind="paper", origin=world.shop.organisation, now=now)
    elsewhere = dataclasses.replace(envelope, origin_id=world.police.organisation.id)
    moves = {
        "row": (envelope, Paper(id=uuid4(), story=paper.story), "story"),
        "field": (envelope, Paper(id=paper.id, address=paper.story), "address"),
        "table": (envelope, PaperTwin(id=paper.id, story=paper.story), "story"),
        "organisation": (elsewhere, paper, "story"),
        "safe": (other, paper, "story"),
    }
    assert envelope.read(paper, "story") == "What she told, in пълни изречения."
    for opened, row, field in moves.values():
        with pytest.raises(SealBroken):
            opened.read(row, field)


def test_every_flipped_bit_shows(envelope, paper):
    whole = bytes(paper.story)
    for position in range(len(whole)):
        for bit in (1, 128):
            changed = bytearray(whole)
            changed[position] ^= bit
            with pytest.raises(SealBroken):
                envelope.read(Paper(id=paper.id, story=bytes(changed)), "story")


def test_the_key_version_is_part_of_the_seal(envelope, paper):
    assert sealing.version_of(bytes(paper.story)) == envelope.version
    newer = bytes(paper.story)[:1] + (2).to_bytes(4) + bytes(paper.story)[5:]
    with pytest.raises(SealBroken):
        envelope.read(Paper(id=paper.id, story=newer), "story")


def test_a_plain_text_cannot_be_stored_in_a_sealed_column(envelope):
    with pytest.raises(TypeError, match="takes ciphertext"):
        Paper._meta.get_field("story").get_prep_value("in the clear")
    with pytest.raises(TypeError, match="is not a SealedField"):
        envelope.write(Organisation(), "name", "text")


def test_without_the_place_in_the_seal_moved_ciphertext_would_open(envelope, monkeypatch):
    """The control: with the binding taken away, the check above turns red."""
    monkeypatch.setattr(sealing, "framed", lambda _: b"")
    one = Paper(id=uuid4())
    envelope.write(one, "story", "moved")
    assert envelope.read(Paper(id=uuid4(), story=one.story), "story") == "moved"


def test_a_sealed_key_does_not_open_for_another_safe(world, now):
    from ketenzicht.vault.models import WrappedKey

    first, second = (
        new_envelope(kind="paper", origin=world.shop.organisation, now=now) for _ in range(2)
    )
    stolen = WrappedKey.objects.get(envelope=first.id)
    WrappedKey.objects.filter(envelope=second.id).update(sealed=stolen.sealed)
    with pytest.raises(SealBroken):
        open_envelope(second.id, world.shop.organisation.id)
