# SPDX-License-Identifier: EUPL-1.2
"""Writes of sharing."""
