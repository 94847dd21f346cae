# SPDX-License-Identifier: MIT
"""The methods as rows of a table, one module per family."""
