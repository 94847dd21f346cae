# SPDX-License-Identifier: EUPL-1.2
"""What time asks of the core: old counters are forgotten."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.core import limits


def sweep(now: datetime) -> dict[str, int]:
    """Forget the counters of windows that are over."""
    return {"counters forgotten": limits.sweep(now=now)}
