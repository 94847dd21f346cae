# SPDX-License-Identifier: EUPL-1.2
"""The line that opens: what is seen against what is estimated."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class SeenLine:
    """People seen, people estimated, and between which bounds the estimate lies."""

    seen: int
    estimate: int
    low: int
    high: int
    #: Where the line ends; lines on one scale can be compared by eye.
    scale: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.seen <= self.high or not self.low <= self.estimate <= self.high:
            raise ValueError(
                "expected seen <= high and low <= estimate <= high, "
                f"got seen={self.seen}, low={self.low}, estimate={self.estimate}, high={self.high}"
            )

    def place(self, people: int) -> str:
        """Where a number of people lies on the line."""
        return f"{100 * people / max(self.scale, self.high, 1):.2f}%"

    @property
    def band(self) -> str:
        """Width of the band of uncertainty."""
        return self.place(self.high - self.low)

    @property
    def label(self) -> str:
        """The line in one sentence."""
        return _("Seen: %(seen)s. Estimated: %(estimate)s, between %(low)s and %(high)s.") % {
            "seen": number_format(self.seen, force_grouping=True),
            "estimate": number_format(self.estimate, force_grouping=True),
            "low": number_format(self.low, force_grouping=True),
            "high": number_format(self.high, force_grouping=True),
        }

    @property
    def interval(self) -> str:
        """The bounds in words."""
        return _("estimated, between %(low)s and %(high)s") % {
            "low": number_format(self.low, force_grouping=True),
            "high": number_format(self.high, force_grouping=True),
        }

    @property
    def marks(self) -> dict[str, str]:
        """Positions of everything that is drawn."""
        return {
            "low": self.place(self.low),
            "seen": self.place(self.seen),
            "estimate": self.place(self.estimate),
            "band": self.band,
        }
