# SPDX-License-Identifier: EUPL-1.2
"""What a simulated world is made from: a seed, a size, a span of years and a last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

BLOCK = 4096
WARM_UP_DAYS = 365


class Stream(IntEnum):
    """Independent sources of chance; a new one never disturbs the others."""

    PEOPLE = 1
    CAPTURE = 2
    RECORDING = 3
    REPORTS = 4
    COURSE = 5
    IDENTIFIERS = 6
    CIRCUMSTANCES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A reproducible world: the same four values always give the same people and events."""

    seed: int
    people: int
    years: int
    today: date

    def __post_init__(self) -> None:
        if self.people < 1:
            raise ValueError(f"people is {self.people}; a world needs at least one person")
        if not 1 <= self.years <= 50:
            raise ValueError(f"years is {self.years}; expected 1 to 50")
        if self.seed < 0:
            raise ValueError(f"seed is {self.seed}; expected zero or more")

    @property
    def first_day(self) -> date:
        """The first day on which anything is seen."""
        return date(self.today.year - self.years + 1, 1, 1)

    @property
    def calendar_years(self) -> range:
        return range(self.first_day.year, self.today.year + 1)

    @property
    def exposure_begins(self) -> int:
        """Exploitation starts before the first day, so that the first year is no empty one."""
        return self.first_day.toordinal() - WARM_UP_DAYS

    def blocks(self) -> Iterator[range]:
        """The numbers of the people, in blocks that do not depend on how they are consumed."""
        for first in range(0, self.people, BLOCK):
            yield range(first, min(first + BLOCK, self.people))

    def generator(self, stream: Stream, block: range) -> np.random.Generator:
        """The source of chance for one stream in one block."""
        key = (int(stream), block.start // BLOCK)
        return np.random.Generator(
            np.random.Philox(np.random.SeedSequence(self.seed, spawn_key=key))
        )

    def start_at(self, position: float) -> int:
        """The day on which the person at this position in the queue, 0 to 1, is first exploited."""
        span = self.today.toordinal() - self.exposure_begins
        return self.exposure_begins + int(position * span)
