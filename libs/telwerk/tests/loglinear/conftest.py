# SPDX-License-Identifier: MIT
"""Where the reference results are, and tables for property tests."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from telwerk.mse.lists.histories import CaptureHistories

BESIDE = Path(__file__).resolve().parents[4].parent / "shared" / "data"


def folder() -> Path:
    """Give the folder with the tables and the reference results of other programs."""
    return Path(os.environ.get("KETENZICHT_DATA", BESIDE)) / "mse"


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Any]:
    """Read a reference result by its file name, or skip."""

    def read(name: str) -> Any:
        path = folder() / "reference" / name
        if not path.exists():
            pytest.skip(f"no reference results: set KETENZICHT_DATA to read {name}")
        if path.suffix == ".json":
            return json.loads(path.read_text(encoding="utf-8"))
        return path.read_text(encoding="utf-8")

    return read


@pytest.fixture(scope="session")
def table() -> Callable[[str], CaptureHistories]:
    """Read one of the tables that the reference results are about, or skip."""

    def read(name: str) -> CaptureHistories:
        path = folder() / f"{name}.csv"
        if not path.exists():
            pytest.skip(f"no data: set KETENZICHT_DATA to read {name}.csv")
        return CaptureHistories.read(path)

    return read
