# SPDX-License-Identifier: EUPL-1.2
"""One comparison per row, and how far apart is still the same."""

import csv
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telwerk.mse.lists.histories import CaptureHistories

EXACT = 1e-6  # what the files carry; such numbers are printed in full


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
    used: set[str] = field(default_factory=set)

    @property
    def unused(self) -> list[str]:
        """The reference files that no section read."""
        there = {path.name for path in (self.folder / "reference").iterdir()}
        return sorted(there - self.used)

    def table(self, name: str) -> CaptureHistories:
        """Read a table by name."""
        return CaptureHistories.read(self.folder / f"{name}.csv")

    def results(self, pattern: str) -> Iterator[tuple[str, Any]]:  # JSON
        """Read every reference result of a kind, with its name."""
        for path in sorted((self.folder / "reference").glob(pattern)):
            self.used.add(path.name)
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
    digits = 12 if tolerance <= EXACT else 6
    return Row(data, what, f"{ours:,.{digits}g}", f"{theirs:,.{digits}g}", difference, tolerance)


def largest(
    data: str, what: str, ours: Sequence[float], theirs: Sequence[float], *, tolerance: float
) -> Row:
    """Compare many numbers at once by the largest difference, relative to theirs beyond one."""
    pairs = zip(ours, theirs, strict=True)
    away = max((abs(a - b) / max(1.0, abs(b)) for a, b in pairs), default=0.0)
    return Row(data, what, f"{len(theirs):,} numbers", f"{len(theirs):,}", away, tolerance)


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
