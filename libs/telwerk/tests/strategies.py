# SPDX-License-Identifier: MIT
"""Random tables of capture histories."""

import numpy as np
from hypothesis import strategies as st

from telwerk.mse.lists.histories import CaptureHistories

NAMES = ("A", "B", "C", "D", "E")


@st.composite
def tables(draw: st.DrawFn, *, least: int = 2, most: int = 4, zeros: bool = True):
    """Tables in which each list has somebody; without zeros every history is seen."""
    t = draw(st.integers(least, most))
    cells = (1 << t) - 1
    low = 0 if zeros else 1
    counts = draw(st.lists(st.integers(low, 60), min_size=cells, max_size=cells))
    values = np.array([0, *counts], dtype=np.int64)
    for bit in range(t):
        if not values[np.arange(1 << t) & (1 << bit) > 0].any():
            values[1 << bit] = 1
    return CaptureHistories(NAMES[:t], values)
