# SPDX-License-Identifier: MIT
"""How rare a value is: having a rare one in common says more than having a common one."""

from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Codes, Float64s


@dataclass(frozen=True, slots=True)
class TermFrequencies:
    """Every value of a column, in order, and the log of one over its share.

    Attributes
    ----------
    values : Codes
        Every value of a column, in ascending order, shape ``(values,)``.
    logs : Float64s
        Log of one over the share of records that have it, shape ``(values,)``.
    """

    values: Codes
    logs: Float64s

    def inverse(self, codes: Codes) -> Float64s:
        """The log inverse frequency of each of these; what was never met is as rare as can be.

        Parameters
        ----------
        codes : Codes
            Hashed values, shape ``(records,)``; 0 where nothing is known.

        Returns
        -------
        Float64s
            Natural logs, shape ``(records,)``.
        """
        if not len(self.values):
            return np.zeros(len(codes))
        at = np.minimum(np.searchsorted(self.values, codes), len(self.values) - 1)
        return np.where(self.values[at] == codes, self.logs[at], self.logs.max())


def term_frequencies(codes: Codes) -> TermFrequencies:
    """The term frequencies of a column: how many records have each value.

    Parameters
    ----------
    codes : Codes
        Hashed values, shape ``(records,)``; 0 where nothing is known.

    Returns
    -------
    TermFrequencies
        A table of all values.

    Examples
    --------
    >>> term_frequencies(np.array([7, 7, 8, 9], np.uint64)).logs.round(2).tolist()
    [0.69, 1.39, 1.39]
    """
    values, counts = np.unique(codes, return_counts=True)
    return TermFrequencies(values, np.log(counts.sum() / counts))


def inverse_frequency(left: Codes, right: Codes) -> Float64s:
    """The log inverse frequency of each value of ``left``, over the records of both files.

    Parameters
    ----------
    left : Codes
        Hashed values of the first file, shape ``(records,)``.
    right : Codes
        Hashed values of the second file, shape ``(records,)``.

    Returns
    -------
    Float64s
        Natural logs, one per record of the first file.

    References
    ----------
    W. E. Winkler, "Frequency-based matching in Fellegi-Sunter model of record linkage", US
        Bureau of the Census, 2000.

    Examples
    --------
    >>> left, right = np.array([7, 8], np.uint64), np.array([7, 7], np.uint64)
    >>> inverse_frequency(left, right).round(2).tolist()
    [0.29, 1.39]
    """
    return term_frequencies(np.append(left, right)).inverse(left)
