# SPDX-License-Identifier: MIT
"""The least and the most that a cell can be."""

from dataclasses import dataclass

from telwerk.sdc.tables.counts import whole_people


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a cell can be, given all that is published.

    Attributes
    ----------
    low
        The least number of people.
    high
        The largest number of people; may be infinite.

    Examples
    --------
    >>> Bounds(0, 34).width, Bounds(0, 34).at_least(3)
    (34, True)
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"These are no bounds: from {self.low} to {self.high}.")

    @property
    def width(self) -> float:
        """How far the bounds lie apart; 0 means the cell is not hidden at all."""
        return self.high - self.low

    def at_least(self, width: int) -> bool:
        """Whether the bounds certainly lie this far apart.

        Parameters
        ----------
        width
            A whole number of people.

        Returns
        -------
        bool
            False unless the distance is certain.

        Raises
        ------
        ValueError
            When the width is not a whole number of people.
        """
        return self.width >= whole_people(width, "width")
