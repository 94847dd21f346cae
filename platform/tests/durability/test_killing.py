# SPDX-License-Identifier: EUPL-1.2
"""Acknowledged means durable: writers are killed, nothing they acknowledged is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.durability.engines import database_of_its_own

PLATFORM = Path(__file__).resolve().parents[2]
# Its processes write to a database of the engine under test.
pytestmark = [pytest.mark.engine, pytest.mark.apart]
ROUNDS = 500 if os.environ.get("SOAK") else 5


def run(home: Path, rounds: int, writers: str) -> dict[str, object]:
    """Run the killing in a process of its own, on a database of its own."""
    own = {
        "KETENZICHT_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "ketenzicht.surfaces.testing",
    }
    with database_of_its_own(home) as place:
        done = subprocess.run(
            [sys.executable, "-m", "tests.durability.killing", str(rounds), writers],
            cwd=PLATFORM,
            env={**os.environ, **own, **place},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(done.stdout)
    assert result["engine"] == connection.vendor
    return result


def test_nothing_that_was_acknowledged_is_lost_when_writers_are_killed(tmp_path):
    result = run(tmp_path, ROUNDS, "honest")
    assert result["rounds"] == ROUNDS
    assert result["acknowledged"] > ROUNDS
    assert (result["lost"], result["half"], result["faults"]) == ([], [], [])


@pytest.mark.parametrize(("writers", "told"), [("early", "lost"), ("halves", "half")])
def test_a_writer_that_promises_too_early_or_does_half_is_caught(tmp_path, writers, told):
    """The control: the same killing finds what is lost, or half done, when the order is wrong."""
    assert run(tmp_path, 5, writers)[told] != []
