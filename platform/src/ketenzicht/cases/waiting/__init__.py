# SPDX-License-Identifier: EUPL-1.2
"""Waiting: which cases stand still, who is waited for, who is told."""
