# SPDX-License-Identifier: MIT
"""Which pairs are worth comparing."""

from blindkoppel.block.join import ALL_PAIRS, Candidates, all_pairs, candidates, join

__all__ = ["ALL_PAIRS", "Candidates", "all_pairs", "candidates", "join"]
