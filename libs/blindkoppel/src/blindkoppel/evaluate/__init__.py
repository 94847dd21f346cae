# SPDX-License-Identifier: MIT
"""How good a linkage was, with how sure we are of that."""

from blindkoppel.evaluate.pairs import PairScores, Quality, quality_of, score_at, score_pairs

__all__ = ["PairScores", "Quality", "quality_of", "score_at", "score_pairs"]
