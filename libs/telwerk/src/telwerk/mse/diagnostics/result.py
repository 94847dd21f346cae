# SPDX-License-Identifier: MIT
"""What one diagnostic found: rows of numbers, a verdict in a sentence, a grade."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telwerk.localised import LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.status import Status

Row = dict[str, Any]  # JSON values

# A method with its options filled in.
Run = Callable[[CaptureHistories], Estimate]


class Grade(StrEnum):
    """The grade of a diagnostic: how far the estimate can be trusted."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"

    def unless(self, unknown: bool) -> "Grade":  # noqa: FBT001  because it reads as a sentence
        """Give this grade, but never good when part of the answer is unknown.

        Parameters
        ----------
        unknown
            Whether part of the answer is unknown.

        Returns
        -------
        Grade
            The grade, or caution.
        """
        return Grade.CAUTION if unknown and self is Grade.GOOD else self


@dataclass(frozen=True, slots=True)
class DiagnosticResult:
    """What one diagnostic found: rows of numbers, a verdict in a sentence, a grade.

    Attributes
    ----------
    name
        Word for machines.
    title
        Name for people.
    rows
        Numbers, as JSON values.
    verdict
        What they mean, in a sentence.
    grade
        How worried a reader should be.
    """

    name: str
    title: LocalisedText
    rows: tuple[Row, ...]
    verdict: LocalisedText
    grade: Grade

    def to_dict(self) -> dict[str, Any]:
        """Give plain values.

        Returns
        -------
        dict[str, Any]
            JSON values.
        """
        return {
            "name": self.name,
            "title": {"nl": self.title.nl, "en": self.title.en},
            "grade": str(self.grade),
            "verdict": {"nl": self.verdict.nl, "en": self.verdict.en},
            "rows": list(self.rows),
        }


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome on a changed table: a size, or the word that says why there is none.

    Attributes
    ----------
    size
        Estimated number of people; None when there is none.
    observed
        Number of different people seen.
    status
        Word of the status.
    """

    size: float | None
    observed: int
    status: str

    def beside(self, base: float, about: Row) -> Row:
        """Make the row of a table that compares this outcome with a number of people.

        Parameters
        ----------
        base
            What the size is compared with, in people.
        about
            What was changed: the first columns.

        Returns
        -------
        Row
            With the size, its ratio to the base, and the status.
        """
        size = {"estimate": self.size, "ratio": ratio(self.size, base)}
        return {**about, **size, "status": self.status}


def attempt(run: Run, change: Callable[[], CaptureHistories]) -> Attempt:
    """Estimate from a changed table; a table that carries no estimate is no error.

    Parameters
    ----------
    run
        From capture histories to an estimate: a method with its options.
    change
        Makes the table; it may refuse.

    Returns
    -------
    Attempt
        The estimate, or why there is none.
    """
    try:
        histories = change()
        outcome = run(histories)
    except InvalidHistories:
        return Attempt(None, 0, "invalid_histories")
    return Attempt(outcome.estimate, histories.observed, str(outcome.status))


def ratio(value: float | None, base: float) -> float | None:
    """Give a value relative to a base, when there is one.

    Parameters
    ----------
    value
        A number of people, or None.
    base
        What it is compared with.

    Returns
    -------
    float | None
        None when there is no value.
    """
    return None if value is None else value / base


def valid(status: str) -> bool:
    """Tell whether a status word goes with a number.

    Parameters
    ----------
    status
        Word of a status.

    Returns
    -------
    bool
        True when there is an estimate.
    """
    return status == Status.OK
