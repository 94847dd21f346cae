# SPDX-License-Identifier: MIT
"""Which cells to hide so that small ones cannot be worked back."""
