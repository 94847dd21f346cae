# SPDX-License-Identifier: MIT
"""Decision trees that vote, evaluated for many rows at once without a learning library."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]


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
        trees, nodes = self.feature.shape
        base = np.arange(trees, dtype=np.int32)[:, None] * nodes
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        children = np.stack([self.right + base, self.left + base], axis=-1).ravel()
        here = np.repeat(base, len(rows), axis=1)
        columns = np.ascontiguousarray(rows.T).ravel()
        offset = np.arange(len(rows), dtype=np.int64)[None, :]
        for _ in range(self.depth):
            seen = columns[feature[here].astype(np.int64) * len(rows) + offset]
            here = children[2 * here + (seen <= threshold[here])]
        total: npt.NDArray[np.float64] = self.value.ravel()[here].sum(axis=0, dtype=np.float64)
        return total
