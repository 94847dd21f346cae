# SPDX-License-Identifier: MIT
"""How sure we are of a share that was counted."""

from dataclasses import asdict, dataclass
from math import isfinite

from blindkoppel.arrays import Booleans, Float64s
from blindkoppel.evaluate.pairs import Quality, quality_of, score_pairs

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a share.

    Attributes
    ----------
    low : float
        Its lower end.
    high : float
        Its upper end.
    """

    low: float
    high: float


def share_interval(hits: int, tries: int) -> Interval:
    """The 95 % interval of a share (Wilson, 1927); it stays between 0 and 1, also near them.

    Assumes that the tries are independent. Pairs of one record are not quite, so for
    files full of duplicates the interval is a little narrow.

    Parameters
    ----------
    hits : int
        How many of the tries hit.
    tries : int
        How many there were.

    Returns
    -------
    Interval
        Both ends, rounded to four decimals.

    References
    ----------
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
        Journal of the American Statistical Association 22, 1927, 209-212.

    Examples
    --------
    >>> share_interval(0, 10)
    Interval(low=0.0, high=0.2775)
    """
    if tries == 0:
        return Interval(0.0, 1.0)
    share, square = hits / tries, _Z95**2 / tries
    middle = (share + square / 2) / (1 + square)
    half = (_Z95 / (1 + square)) * (share * (1 - share) / tries + square / (4 * tries)) ** 0.5
    return Interval(round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4))


def f1_interval(found: int, accepted: int, wanted: int) -> Interval:
    """The 95 % interval of F1, which grows with the share found of all pairs accepted or wanted.

    Parameters
    ----------
    found : int
        How many accepted pairs are true.
    accepted : int
        How many pairs are accepted.
    wanted : int
        How many true pairs there are.

    Returns
    -------
    Interval
        Both ends, rounded to four decimals.

    Examples
    --------
    >>> f1_interval(found=90, accepted=100, wanted=100)
    Interval(low=0.8478, high=0.9357)
    """
    share = share_interval(found, accepted + wanted - found)
    return Interval(
        round(2 * share.low / (1 + share.low), 4), round(2 * share.high / (1 + share.high), 4)
    )


@dataclass(frozen=True, slots=True)
class CountedQuality:
    """Quality of accepted pairs with 95 % intervals.

    Attributes
    ----------
    quality : Quality
        Precision, recall and F1.
    precision : Interval
        The interval of precision.
    recall : Interval
        The interval of recall.
    f1 : Interval
        The interval of F1.
    """

    quality: Quality
    precision: Interval
    recall: Interval
    f1: Interval

    def as_json(self) -> dict[str, object]:
        """Every share beside its interval."""
        return {
            "precision": round(self.quality.precision, 4),
            "recall": round(self.quality.recall, 4),
            "f1": round(self.quality.f1, 4),
            "precision_interval": asdict(self.precision),
            "recall_interval": asdict(self.recall),
            "f1_interval": asdict(self.f1),
        }


def counted_quality(found: int, accepted: int, wanted: int) -> CountedQuality:
    """The quality of accepted pairs with its intervals, from counts.

    Parameters
    ----------
    found : int
        How many accepted pairs are true.
    accepted : int
        How many pairs are accepted.
    wanted : int
        How many true pairs there are.

    Returns
    -------
    CountedQuality
        Shares and intervals.

    Examples
    --------
    >>> counted_quality(found=8, accepted=10, wanted=16).quality.precision
    0.8
    """
    return CountedQuality(
        quality_of(found, accepted, wanted),
        share_interval(found, accepted),
        share_interval(found, wanted),
        f1_interval(found, accepted, wanted),
    )


def quality_report(
    scores: Float64s, same: Booleans, *, threshold: float, unseen_true_pairs: int = 0
) -> dict[str, object]:
    """The quality at a threshold with intervals, at the best one, and at 99 % precision.

    What does not exist, such as a threshold at which nothing is accepted, is null.

    Parameters
    ----------
    scores : Float64s
        Probability of a match per pair, shape ``(pairs,)``.
    same : Booleans
        Whether each pair is truly one person, shape ``(pairs,)``.
    threshold : float
        The least probability at which a pair is accepted.
    unseen_true_pairs : int
        True pairs that were never scored; they lower recall.

    Returns
    -------
    dict[str, object]
        Plain values by name.

    Examples
    --------
    >>> import numpy as np
    >>> report = quality_report(np.array([0.9, 0.2]), np.array([True, False]), threshold=0.5)
    >>> report["precision"], report["recall"]
    (1.0, 1.0)
    """
    accepted = scores >= threshold
    wanted = int(same.sum()) + unseen_true_pairs
    counted = counted_quality(int((same & accepted).sum()), int(accepted.sum()), wanted)
    best = score_pairs(scores, same, unseen_true_pairs=unseen_true_pairs)
    return {
        "threshold": round(threshold, 4),
        **counted.as_json(),
        "best_f1": round(best.f1, 4),
        "best_threshold": _finite(best.threshold),
        "recall_at_99_precision": round(best.strict_recall, 4),
        "recall_at_99_precision_interval": asdict(
            share_interval(round(best.strict_recall * wanted), wanted)
        ),
        "threshold_at_99_precision": _finite(best.strict_threshold),
        "true_pairs": wanted,
    }


def _finite(value: float) -> float | None:
    return round(value, 4) if isfinite(value) else None
