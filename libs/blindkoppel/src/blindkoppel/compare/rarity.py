# SPDX-License-Identifier: MIT
"""How rare a value is: having a rare one in common says more than having a common one."""

import numpy as np
import numpy.typing as npt

from blindkoppel.records import Codes

Doubles = npt.NDArray[np.float64]


def rarity(left: Codes, right: Codes) -> Doubles:
    """Per row of ``left`` the log of one over the share of both files that has its value.

    >>> rarity(np.array([7, 8], np.uint64), np.array([7, 7], np.uint64)).round(2).tolist()
    [0.29, 1.39]
    """
    values, counts = np.unique(np.append(left, right), return_counts=True)
    found: Doubles = np.log(counts.sum() / counts)[np.searchsorted(values, left)]
    return found
