# SPDX-License-Identifier: MIT
"""What two records have in common, as numbers that a decision can weigh."""
