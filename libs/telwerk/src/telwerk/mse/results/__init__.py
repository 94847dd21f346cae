# SPDX-License-Identifier: MIT
"""What a method returns: one estimate, its status, its assumptions, its text and its chart."""
