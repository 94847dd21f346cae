# SPDX-License-Identifier: MIT
"""Counting people nobody sees."""

__version__ = "0.1.0"
