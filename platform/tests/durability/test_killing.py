# SPDX-License-Identifier: EUPL-1.2
"""Acknowledged means durable: writers are killed, nothing they acknowledged is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PLATFORM = Path(__file__).resolve().parents[2]
ROUNDS = 500 if os.environ.get("SOAK") else 5


def run(home: Path, rounds: int, *words: str) -> dict[str, object]:
    """Run the killing in a process of its own, on a database of its own."""
    environment = {
        **os.environ,
        "KETENZICHT_HOME": str(home),
        "KETENZICHT_DATABASE_URL": f"sqlite:///{home}/durability.db",
        "DJANGO_SETTINGS_MODULE": "ketenzicht.surfaces.testing",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.durability.killing", str(rounds), *words],
        cwd=PLATFORM,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_nothing_that_was_acknowledged_is_lost_when_writers_are_killed(tmp_path):
    result = run(tmp_path, ROUNDS)
    assert result["rounds"] == ROUNDS
    assert result["acknowledged"] > ROUNDS
    assert (result["lost"], result["half"], result["faults"]) == ([], [], [])


def test_a_writer_that_promises_before_the_commit_is_caught(tmp_path):
    """The control: the same killing finds what is lost when the order is wrong."""
    result = run(tmp_path, 3, "control")
    assert result["lost"] != []
    assert result["half"] != []
