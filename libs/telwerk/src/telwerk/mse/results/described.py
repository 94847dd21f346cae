# SPDX-License-Identifier: MIT
"""What a text or a chart can be made of."""

from typing import Protocol

from telwerk.localised import LocalisedText
from telwerk.mse.results.interval import Interval, Part
from telwerk.mse.results.status import Status


class Described(Protocol):
    """A result that can be told and drawn: an estimate, whatever made it."""

    @property
    def method(self) -> str:
        """Name of the method."""

    @property
    def lists(self) -> tuple[str, ...]:
        """Names of the lists."""

    @property
    def observed(self) -> int:
        """Number of different people seen."""

    @property
    def estimate(self) -> float | None:
        """Estimated number of people; None when there is none."""

    @property
    def interval(self) -> Interval | None:
        """Interval of the estimate, when there is one."""

    @property
    def status(self) -> Status:
        """Whether there is an estimate, and if not, why not."""

    @property
    def model(self) -> str | None:
        """Name of the model."""

    @property
    def bic(self) -> float | None:
        """Schwarz's criterion."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Estimates of subgroups."""

    @property
    def remarks(self) -> tuple[LocalisedText, ...]:
        """What a reader should know beside the number."""
