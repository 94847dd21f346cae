# SPDX-License-Identifier: MIT
"""How rare a value is: having a rare one in common says more than having a common one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from blindkoppel.records import Codes

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RarityTable:
    """Every value of a column, in order, and the log of one over its share."""

    values: Codes
    logs: Doubles

    def of(self, codes: Codes) -> Doubles:
        """How rare each of these is; what was never met is as rare as can be."""
        if not len(self.values):
            return np.zeros(len(codes))
        at = np.minimum(np.searchsorted(self.values, codes), len(self.values) - 1)
        return np.where(self.values[at] == codes, self.logs[at], self.logs.max())


def rarity_table(codes: Codes) -> RarityTable:
    """Count the values of a column."""
    values, counts = np.unique(codes, return_counts=True)
    return RarityTable(values, np.log(counts.sum() / counts))


def rarity(left: Codes, right: Codes) -> Doubles:
    """Per row of ``left`` the log of one over the share of both files that has its value.

    >>> rarity(np.array([7, 8], np.uint64), np.array([7, 7], np.uint64)).round(2).tolist()
    [0.29, 1.39]
    """
    return rarity_table(np.append(left, right)).of(left)
