# SPDX-License-Identifier: EUPL-1.2
"""A fresh checkout speaks Dutch from its first test, and an installed platform from its start."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.apart
PLATFORM = Path(__file__).resolve().parents[2]
WHEN = """
from ketenzicht.web import compiling
from django.utils.translation import trans_real
compiling.compile_all = lambda: print("compiled, read before:", list(trans_real._translations))
import ketenzicht.surfaces.testing
"""


def run(*words: str) -> str:
    return subprocess.run(
        [sys.executable, *words], cwd=PLATFORM, check=True, capture_output=True, text=True
    ).stdout


def test_translations_are_compiled_before_a_test_run_reads_one() -> None:
    assert run("-c", WHEN) == "compiled, read before: []\n"


def test_a_wheel_holds_every_translation_compiled(tmp_path: Path) -> None:
    run("-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path))
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        inside = {Path(name) for name in file.namelist()}
    sources = (PLATFORM / "src").glob("ketenzicht/*/locale/*/LC_MESSAGES/django.po")
    wanted = {source.relative_to(PLATFORM / "src").with_suffix(".mo") for source in sources}
    assert len(wanted) > 5
    assert {path for path in inside if path.suffix in {".mo", ".po"}} == wanted
