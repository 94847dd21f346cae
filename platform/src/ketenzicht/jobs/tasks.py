# SPDX-License-Identifier: EUPL-1.2
"""Sweeps of the queue."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.jobs.services import forget_tasks


def sweep(now: datetime) -> dict[str, int]:
    """Forget old tasks; safe to repeat."""
    return {"old tasks forgotten": forget_tasks(now=now)}
