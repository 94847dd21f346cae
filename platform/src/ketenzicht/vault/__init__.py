# SPDX-License-Identifier: EUPL-1.2
"""Safes: one data key per case, report or identity, sealed once per organisation that may read."""
