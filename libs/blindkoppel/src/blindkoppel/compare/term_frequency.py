# SPDX-License-Identifier: MIT
"""How rare a value is: having a rare one in common says more than having a common one."""

from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Codes, Float64s


@dataclass(frozen=True, slots=True)
class TermFrequencies:
    """Every value of a column, in order, and the log of one over its share."""

    values: Codes
    logs: Float64s

    def inverse(self, codes: Codes) -> Float64s:
        """How rare each of these is; what was never met is as rare as can be."""
        if not len(self.values):
            return np.zeros(len(codes))
        at = np.minimum(np.searchsorted(self.values, codes), len(self.values) - 1)
        return np.where(self.values[at] == codes, self.logs[at], self.logs.max())


def term_frequencies(codes: Codes) -> TermFrequencies:
    """Count the values of a column."""
    values, counts = np.unique(codes, return_counts=True)
    return TermFrequencies(values, np.log(counts.sum() / counts))


def inverse_frequency(left: Codes, right: Codes) -> Float64s:
    """Per row of ``left`` the log of one over the share of both files that has its value.

    >>> left, right = np.array([7, 8], np.uint64), np.array([7, 7], np.uint64)
    >>> inverse_frequency(left, right).round(2).tolist()
    [0.29, 1.39]
    """
    return term_frequencies(np.append(left, right)).inverse(left)
