# SPDX-License-Identifier: EUPL-1.2
"""Filling an empty installation with the practice world, through the platform's own services."""
