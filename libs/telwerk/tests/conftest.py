# SPDX-License-Identifier: MIT
"""Tables and results of other programs, when their folder is there."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from telwerk.mse import CaptureHistories

HERE = Path(__file__).resolve()

# a busy machine is no reason to fail
settings.register_profile("estimators", deadline=None)
settings.load_profile("estimators")


@pytest.fixture(scope="session")
def mse_folder() -> Path:
    """The folder of data sets, from KETENZICHT_DATA or beside the repository."""
    named = os.environ.get("KETENZICHT_DATA")
    root = Path(named) if named else HERE.parents[3].parent / "shared" / "data"
    if not (root / "mse").is_dir():
        pytest.skip("no reference data: set KETENZICHT_DATA to their folder")
    return root / "mse"


@pytest.fixture(scope="session")
def table(mse_folder: Path) -> Callable[[str], CaptureHistories]:
    """Read a data set by name, or skip."""

    def read(name: str) -> CaptureHistories:
        path = mse_folder / f"{name}.csv"
        if not path.exists():
            pytest.skip(f"no data: set KETENZICHT_DATA to read {name}.csv")
        return CaptureHistories.read(path)

    return read


@pytest.fixture(scope="session")
def reference(mse_folder: Path) -> Callable[[str], Any]:
    """Read a reference result by name, JSON unless the name has another ending, or skip."""

    def read(name: str) -> Any:
        path = mse_folder / "reference" / (name if "." in name else f"{name}.json")
        if not path.exists():
            pytest.skip(f"no reference results: set KETENZICHT_DATA to read {path.name}")
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else text

    return read


@pytest.fixture(scope="session")
def rows(mse_folder: Path) -> Callable[[str], list[dict[str, str]]]:
    """Read the raw rows of a data set by name."""

    def read(name: str) -> list[dict[str, str]]:
        with (mse_folder / f"{name}.csv").open(newline="") as stream:
            return list(csv.DictReader(stream))

    return read


@pytest.fixture(scope="session")
def uk() -> NDArray[np.int64]:
    """UK potential victims 2013 on five lists (Bales, Hesketh & Silverman 2015)."""
    seen = {
        "10000": 54, "01000": 463, "00100": 995, "00010": 695, "00001": 316,
        "11000": 15, "10100": 19, "10010": 3, "01100": 62, "01010": 19, "01001": 1,
        "00110": 76, "00101": 11, "00011": 8,
        "11100": 1, "11010": 1, "01110": 4,
        "11110": 1,
    }  # fmt: skip
    return CaptureHistories.from_counts(["LA", "NG", "PFNCA", "GO", "GP"], seen).counts
