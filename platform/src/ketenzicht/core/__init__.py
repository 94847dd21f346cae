# SPDX-License-Identifier: EUPL-1.2
"""Errors, clock, crypto, permissions, limits: what every other part stands on."""
