# SPDX-License-Identifier: MIT
"""Statistical models of the lists: their fit, their existence, and the search among them."""
