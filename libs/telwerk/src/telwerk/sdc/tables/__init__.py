# SPDX-License-Identifier: MIT
"""Tables of counts: cells by key, and the sums between them."""
