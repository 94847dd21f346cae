# SPDX-License-Identifier: MIT
"""Which pairs are worth comparing."""

from blindkoppel.block.join import Candidates, candidates, join

__all__ = ["Candidates", "candidates", "join"]
