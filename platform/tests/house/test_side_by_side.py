# SPDX-License-Identifier: EUPL-1.2
"""Checks that run side by side are told one after the other, and one that fails fails the whole."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "together.sh"


@pytest.fixture
def together(tmp_path):
    """The script, with a stand-in for make that says its target twice and fails at `broken`."""
    make = tmp_path / "make"
    make.write_text('#!/bin/sh\necho "$2 begins"; sleep 0.1; echo "$2 ends"; [ "$2" != broken ]\n')
    make.chmod(0o755)

    def run(*targets: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(SCRIPT), *targets],
            env={**os.environ, "MAKE": str(make)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_what_each_says_stays_together(together):
    done = together("one", "two")
    assert done.stdout.splitlines() == ["one begins", "one ends", "two begins", "two ends"]
    assert done.returncode == 0


@pytest.mark.parametrize("targets", [("broken", "two"), ("one", "broken")])
def test_one_that_fails_fails_the_whole_and_the_others_are_still_told(together, targets):
    done = together(*targets)
    assert done.returncode == 1
    assert done.stdout.count("ends") == 2
