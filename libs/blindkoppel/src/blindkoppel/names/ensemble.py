# SPDX-License-Identifier: MIT
"""Decision trees that vote, evaluated for many rows at once without a learning library."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]

# Rows at a time: what one step touches should fit a processor's cache.
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Boosted trees as flat arrays; each node of tree *t* sits in row *t*.

    A leaf points at itself and its threshold is infinite, so that a fixed number of
    steps brings every row to its leaf.
    """

    feature: Numbers
    threshold: Floats
    left: Numbers
    right: Numbers
    value: Floats
    depth: int

    def log_odds(self, rows: Floats) -> npt.NDArray[np.float64]:
        """The sum of the leaves each row ends in."""
        parts = [self._some(rows[at : at + _CHUNK]) for at in range(0, len(rows), _CHUNK)]
        return np.concatenate(parts) if parts else np.empty(0)

    def _some(self, rows: Floats) -> npt.NDArray[np.float64]:
        trees, nodes = self.feature.shape
        base = np.arange(trees, dtype=np.int32)[:, None] * nodes
        feature, threshold = self.feature.ravel() * len(rows), self.threshold.ravel()
        children = np.stack([self.right + base, self.left + base], axis=-1).ravel()
        here = np.repeat(base, len(rows), axis=1)
        columns = np.ascontiguousarray(rows.T).ravel()
        row = np.arange(len(rows), dtype=np.int32)[None, :]
        for _ in range(self.depth):
            seen = columns.take(feature.take(here) + row)
            here = children.take(2 * here + (seen <= threshold.take(here)))
        total: npt.NDArray[np.float64] = self.value.take(here).sum(axis=0, dtype=np.float64)
        return total
