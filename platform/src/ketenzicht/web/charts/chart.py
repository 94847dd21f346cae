# SPDX-License-Identifier: EUPL-1.2
"""What a chart is once drawn, and the values it is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ketenzicht.web.parts import Table


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: wide and narrow pictures, what it says in words, and its figures."""

    svg: str
    narrow: str
    title: str
    description: str
    table: Table
    note: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What stands around a chart: the finding as title, and what was measured.

    `when_it_falls` is said under the chart as soon as one of its lines goes down.
    """

    title: str
    description: str
    unit: str
    when_it_falls: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a year, with the bounds it lies between where there are any."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Values over the years, under one name."""

    name: str
    points: Sequence[Point]

    @property
    def falls(self) -> bool:
        """Whether any value is lower than the one before it."""
        return any(later.value < point.value for point, later in pairwise(self.points))


@dataclass(frozen=True, slots=True)
class Opening:
    """People seen in a year against people estimated."""

    year: int
    seen: int
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Model:
    """One plausible model: how well it fits and how many people it finds."""

    name: str
    size: float
    bic: float
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Overlap:
    """People on exactly these lists together; without a count it is withheld."""

    lists: tuple[str, ...]
    count: int | None
