# SPDX-License-Identifier: EUPL-1.2
"""Searching: one folding for every list, codes by their letters and digits, sealed words by key."""
