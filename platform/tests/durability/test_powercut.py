# SPDX-License-Identifier: EUPL-1.2
"""No power cut loses an acknowledged act or breaks the database."""

from __future__ import annotations

import os

import pytest

apsw = pytest.importorskip("apsw", reason="needs apsw, which is among the development packages")

from tests.durability.powercut import cuts, damage, record  # noqa: E402  because of the skip above

pytestmark = pytest.mark.apart
IMAGES = 20_000 if os.environ.get("SOAK") else 2_000


def damaged(tmp_path, tape, images):
    place = tmp_path / "after"
    place.mkdir()
    return [
        fault
        for disk, told in cuts(tape, images, seed=20261118)
        for fault in damage(place, disk, told)
    ]


def test_no_power_cut_loses_what_was_acknowledged(tmp_path):
    tape = record(tmp_path, acts=60)
    kinds = {event.kind for event in tape.events}
    assert {"write", "sync", "told"} <= kinds
    assert damaged(tmp_path, tape, IMAGES) == []


@pytest.mark.parametrize("spoil", ["synchronous = NORMAL", "synchronous = OFF"])
def test_with_weaker_settings_power_cuts_do_lose_acts(tmp_path, spoil):
    """The control: the same cuts show the damage that the settings prevent."""
    tape = record(tmp_path, acts=60, spoil=spoil)
    assert [fault for fault in damaged(tmp_path, tape, 200) if "lost" in fault] != []
