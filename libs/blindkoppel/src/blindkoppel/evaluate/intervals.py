# SPDX-License-Identifier: MIT
"""How sure we are of a share that was counted."""

from dataclasses import dataclass

from blindkoppel.evaluate.pairs import Quality, quality_of

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a share."""

    low: float
    high: float


def share_interval(hits: int, tries: int) -> Interval:
    """Interval of a share (Wilson, 1927); it stays between 0 and 1, also near them.

    Assumes that the tries are independent. Pairs of one record are not quite, so for
    files full of doubles the interval is a little narrow.

    >>> share_interval(0, 10)
    Interval(low=0.0, high=0.2775)
    """
    if tries == 0:
        return Interval(0.0, 1.0)
    share, square = hits / tries, _Z95**2 / tries
    middle = (share + square / 2) / (1 + square)
    half = (_Z95 / (1 + square)) * (share * (1 - share) / tries + square / (4 * tries)) ** 0.5
    return Interval(round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4))


@dataclass(frozen=True, slots=True)
class CountedQuality:
    """Quality of accepted pairs with 95 % intervals."""

    quality: Quality
    precision: Interval
    recall: Interval


def counted_quality(found: int, accepted: int, wanted: int) -> CountedQuality:
    """Quality and its intervals from counts of pairs."""
    return CountedQuality(
        quality_of(found, accepted, wanted),
        share_interval(found, accepted),
        share_interval(found, wanted),
    )
