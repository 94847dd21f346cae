# SPDX-License-Identifier: EUPL-1.2
"""One comparison per row, and how far apart is still the same."""

import csv
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telwerk.mse.histories import CaptureHistories


@dataclass(frozen=True, slots=True)
class Row:
    """Ours beside theirs; the difference is on the scale of the tolerance."""

    data: str
    what: str
    ours: str
    theirs: str
    difference: float
    tolerance: float

    @property
    def verdict(self) -> str:
        """Say whether the difference is within the tolerance; an endless one only shows."""
        if math.isinf(self.tolerance):
            return "shown"
        return "same" if self.difference <= self.tolerance else "**differs**"


@dataclass(frozen=True, slots=True)
class Source:
    """The folder with tables and reference results."""

    folder: Path

    def table(self, name: str) -> CaptureHistories:
        """Read a table by name."""
        return CaptureHistories.read(self.folder / f"{name}.csv")

    def results(self, pattern: str) -> Iterator[tuple[str, Any]]:  # JSON
        """Read every reference result of a kind, with its name."""
        for path in sorted((self.folder / "reference").glob(pattern)):
            if path.suffix == ".json":
                yield path.stem, json.loads(path.read_text(encoding="utf-8"))
            else:
                with path.open(encoding="utf-8", newline="") as file:
                    yield path.stem, list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of result: who made it, what is compared, and the comparison."""

    title: str
    about: str
    rows: Callable[[Source], Iterator[Row]]


def number(data: str, what: str, ours: float, theirs: float, *, tolerance: float) -> Row:
    """Compare two numbers, relative to theirs."""
    difference = abs(ours - theirs) / max(abs(theirs), 1e-300)
    return Row(data, what, f"{ours:,.6g}", f"{theirs:,.6g}", difference, tolerance)


def words(data: str, what: str, ours: str, theirs: str) -> Row:
    """Compare two names or codes, which must be equal."""
    return Row(data, what, ours, theirs, float(ours != theirs), 0.0)


def share(data: str, what: str, equal: int, total: int) -> Row:
    """Compare many results at once; all must be equal."""
    text = f"{equal:,} of {total:,}"
    return Row(data, what, text, f"{total:,}", float(total - equal), 0.0)


def shown(data: str, what: str, ours: str, theirs: str) -> Row:
    """Set two outcomes beside each other that need not be equal."""
    return Row(data, what, ours, theirs, 0.0, math.inf)
