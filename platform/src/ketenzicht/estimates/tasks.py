# SPDX-License-Identifier: EUPL-1.2
"""Sweeps of the estimates: calculations that lost their worker."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.estimates import services


def sweep(now: datetime) -> dict[str, int]:
    """Take up what was lost; safe to repeat."""
    return {"calculations queued again": services.take_up_lost(now=now)}
