# SPDX-License-Identifier: MIT
"""What one diagnostic found: rows of numbers, a verdict in a sentence, a grade."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telwerk.localised import LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.results.estimate import Estimate, Status

Row = dict[str, Any]  # JSON values

# A method with its options filled in.
Run = Callable[[CaptureHistories], Estimate]


class Grade(StrEnum):
    """How worried a reader should be."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class DiagnosticResult:
    """One diagnostic: its name, its rows (plain values), and what they mean."""

    name: str
    title: LocalisedText
    rows: tuple[Row, ...]
    verdict: LocalisedText
    grade: Grade

    def to_dict(self) -> dict[str, Any]:
        """Give plain values."""
        return {
            "name": self.name,
            "title": {"nl": self.title.nl, "en": self.title.en},
            "grade": str(self.grade),
            "verdict": {"nl": self.verdict.nl, "en": self.verdict.en},
            "rows": list(self.rows),
        }


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome on a changed table: a size, or the word that says why there is none."""

    size: float | None
    observed: int
    status: str


def attempt(run: Run, change: Callable[[], CaptureHistories]) -> Attempt:
    """Estimate from a changed table; a table that carries no estimate is no error."""
    try:
        histories = change()
        outcome = run(histories)
    except InvalidHistories:
        return Attempt(None, 0, "invalid_histories")
    return Attempt(outcome.estimate, histories.observed, str(outcome.status))


def ratio(value: float | None, base: float) -> float | None:
    """Give a value relative to a base, when there is one."""
    return None if value is None else value / base


def valid(status: str) -> bool:
    """Tell whether a status word goes with a number."""
    return status == Status.OK
