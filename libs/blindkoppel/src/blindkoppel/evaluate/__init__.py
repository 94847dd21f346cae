# SPDX-License-Identifier: MIT
"""How good a linkage was, with how sure we are of that."""

from blindkoppel.evaluate.intervals import (
    CountedQuality,
    Interval,
    counted_quality,
    quality_report,
    share_interval,
)
from blindkoppel.evaluate.pairs import PairScores, Quality, quality_of, score_at, score_pairs

__all__ = [
    "CountedQuality",
    "Interval",
    "PairScores",
    "Quality",
    "counted_quality",
    "quality_of",
    "quality_report",
    "score_at",
    "score_pairs",
    "share_interval",
]
