# SPDX-License-Identifier: MIT
"""Names for the kinds of NumPy arrays that travel between the steps."""

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Float32s = npt.NDArray[np.float32]
Float64s = npt.NDArray[np.float64]
Int8s = npt.NDArray[np.int8]
Int16s = npt.NDArray[np.int16]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
UInt64s = npt.NDArray[np.uint64]

# What whole numbers are, where they are not just numbers.
Rows = Int64s  # row numbers of a file, or places in an array
Keys = UInt64s  # hashed values of blocking keys
Codes = UInt64s  # hashed values of a field, 0 where nothing is known
Bits = UInt64s  # words of 64 bits
