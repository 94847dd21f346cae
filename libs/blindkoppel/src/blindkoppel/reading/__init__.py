# SPDX-License-Identifier: MIT
"""Files in: tables, columns by their role, dates, and records as columns of numbers."""
