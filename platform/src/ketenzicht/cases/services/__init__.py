# SPDX-License-Identifier: EUPL-1.2
"""Writes of the care side: one function per act, one transaction, one audit row."""
