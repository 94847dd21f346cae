# SPDX-License-Identifier: EUPL-1.2
"""Writes of the file: one function per act, one transaction, one audit row."""
