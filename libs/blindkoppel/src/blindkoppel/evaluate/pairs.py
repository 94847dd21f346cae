# SPDX-License-Identifier: MIT
"""Quality of scored pairs whose truth is known."""

from dataclasses import asdict, dataclass

import numpy as np

from blindkoppel.arrays import Booleans, Float64s

STRICT_PRECISION = 0.99


@dataclass(frozen=True, slots=True)
class PairScores:
    """Quality at the threshold with the best F1, and at 99 % precision.

    ``strict_threshold`` is infinite, and ``strict_recall`` 0, when no threshold reaches
    that precision.

    Attributes
    ----------
    pairs : int
        How many pairs were scored.
    true_pairs : int
        How many true pairs there are.
    precision : float
        Precision at the best threshold.
    recall : float
        Recall at the best threshold.
    f1 : float
        F1 at the best threshold.
    threshold : float
        The threshold with the best F1.
    strict_recall : float
        Recall at 99 % precision.
    strict_threshold : float
        The threshold with that precision.
    """

    pairs: int
    true_pairs: int
    precision: float
    recall: float
    f1: float
    threshold: float
    strict_recall: float
    strict_threshold: float

    def as_json(self) -> dict[str, float | None]:
        """Plain numbers; what does not exist is null, not infinity."""
        return {name: value if np.isfinite(value) else None for name, value in asdict(self).items()}


def score_pairs(
    scores: Float64s,
    same: Booleans,
    *,
    unseen_true_pairs: int = 0,
) -> PairScores:
    """The quality over all thresholds; equal scores stand or fall together.

    To accept nothing, at an infinite threshold, is one of the choices.

    ``unseen_true_pairs`` counts true pairs that were never scored: they lower recall.

    Parameters
    ----------
    scores : Float64s
        What each pair scored, shape ``(pairs,)``; higher is likelier.
    same : Booleans
        Whether each pair is truly one person, shape ``(pairs,)``.
    unseen_true_pairs : int
        True pairs that were never scored; they lower recall.

    Returns
    -------
    PairScores
        Quality at the best and at the strict threshold.

    Examples
    --------
    >>> score_pairs(np.array([0.9, 0.8, 0.3]), np.array([True, False, True])).recall
    1.0
    """
    order = np.argsort(-scores, kind="stable")
    ranked, truth = scores[order], same[order]
    last_of_equals = np.append(ranked[1:] != ranked[:-1], True)[: len(ranked)]
    accepted = np.append(0, np.flatnonzero(last_of_equals) + 1)
    threshold = np.append(np.inf, ranked[last_of_equals])
    found = np.append(0, np.cumsum(truth))[accepted]
    wanted = int(same.sum()) + unseen_true_pairs
    precision = np.where(accepted, found / np.maximum(accepted, 1), 1.0)
    recall = found / wanted if wanted else np.ones(len(found))
    f1 = np.where(accepted + wanted, 2 * found / np.maximum(accepted + wanted, 1), 1.0)
    best = int(f1.argmax())
    strictest = int(np.flatnonzero(precision >= STRICT_PRECISION)[-1])
    return PairScores(
        pairs=len(scores),
        true_pairs=wanted,
        precision=float(precision[best]),
        recall=float(recall[best]),
        f1=float(f1[best]),
        threshold=float(threshold[best]),
        strict_recall=float(recall[strictest]),
        strict_threshold=float(threshold[strictest]),
    )


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and F1 of one set of accepted pairs.

    Attributes
    ----------
    precision : float
        The share of accepted pairs that are true.
    recall : float
        The share of true pairs that are accepted.
    f1 : float
        The harmonic mean of both.
    """

    precision: float
    recall: float
    f1: float


def quality_of(found: int, accepted: int, wanted: int) -> Quality:
    """The quality from counts; nothing accepted is precise, nothing wanted is all found.

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
    Quality
        Precision, recall and F1.

    Examples
    --------
    >>> quality_of(found=8, accepted=10, wanted=16).recall
    0.5
    """
    return Quality(
        precision=found / accepted if accepted else 1.0,
        recall=found / wanted if wanted else 1.0,
        f1=2 * found / (accepted + wanted) if accepted + wanted else 1.0,
    )


def score_at(threshold: float, scores: Float64s, same: Booleans) -> Quality:
    """The quality when every pair scoring at least the threshold is accepted.

    Parameters
    ----------
    threshold : float
        The least score that is accepted.
    scores : Float64s
        What each pair scored, shape ``(pairs,)``; higher is likelier.
    same : Booleans
        Whether each pair is truly one person, shape ``(pairs,)``.

    Returns
    -------
    Quality
        Precision, recall and F1.

    Examples
    --------
    >>> score_at(0.5, np.array([0.9, 0.2]), np.array([True, True])).recall
    0.5
    """
    accepted = scores >= threshold
    return quality_of(int((accepted & same).sum()), int(accepted.sum()), int(same.sum()))
