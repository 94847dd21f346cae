# SPDX-License-Identifier: EUPL-1.2
"""Opaque names and moments for what is observed; neither tells the order of the people."""

from datetime import UTC, datetime, timedelta

import numpy as np


class Identifiers:
    """Hands out names by chance, so that a name says nothing about whom it is about."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def take(self, kind: str, count: int) -> list[str]:
        drawn = self._rng.integers(0, 2**62, count)
        return [f"{kind}-{number:016x}" for number in drawn.tolist()]


def moment(day: int, part: float) -> datetime:
    """A moment on a day, `part` being how much of the day has passed."""
    return datetime.fromordinal(day).replace(tzinfo=UTC) + timedelta(seconds=int(part * 86_399))


def office_hours(draw: float) -> float:
    """The part of the day for a draw between eight and six."""
    return (7 + 10 * draw) / 24
