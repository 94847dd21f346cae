# SPDX-License-Identifier: MIT
"""Three answers: a match, no match, or a person has to look."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """What follows from a probability."""

    MATCH = "match"
    REVIEW = "review"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Bands:
    """The probabilities at which the bands begin. Telling two people they are one weighs heaviest.

    With the loss of a wrong match ``weight`` times that of a missed one, a match pays
    from probability ``weight / (1 + weight)``: 20 to 1 gives 0.952.

    Attributes
    ----------
    match : float
        From which probability a pair is a match.
    review : float
        From which probability somebody has to look.
    """

    match: float = 20 / 21
    review: float = 0.05

    def band(self, probability: float) -> Band:
        """The band of one probability.

        Parameters
        ----------
        probability : float
            A probability of a match.

        Returns
        -------
        Band
            What follows from it.

        Examples
        --------
        >>> Bands().band(0.5)
        <Band.REVIEW: 'review'>
        """
        if probability >= self.match:
            return Band.MATCH
        return Band.REVIEW if probability >= self.review else Band.NO
