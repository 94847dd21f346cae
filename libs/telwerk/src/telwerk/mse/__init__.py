# SPDX-License-Identifier: MIT
"""Multiple systems estimation: how many people stand on none of the lists."""

from telwerk.mse.histories import CaptureHistories
from telwerk.mse.refusals import InvalidHistories
from telwerk.mse.result import Estimate, Interval, Part, Status

__all__ = ["CaptureHistories", "Estimate", "Interval", "InvalidHistories", "Part", "Status"]
