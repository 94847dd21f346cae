# SPDX-License-Identifier: MIT
"""Kinds of arrays, by what they hold."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.int64]  # whole people
Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int32]  # positions, as kernels take them
