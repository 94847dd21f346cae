# SPDX-License-Identifier: EUPL-1.2
"""What time asks of the core: old counters, sessions and small values are forgotten."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.core import limits
from ketenzicht.core.clock import system_clock
from ketenzicht.core.models import Remembered, WebSession


def sweep(now: datetime) -> dict[str, int]:
    """Forget the counters of windows that are over, and sessions whose cookie counts no more."""
    ended, _ = WebSession.objects.filter(expire_date__lte=now).delete()
    # Small values count in seconds of the machine's clock; see `core.cache`.
    Remembered.objects.filter(expires__lte=system_clock()).delete()
    return {"counters forgotten": limits.sweep(now=now), "sessions forgotten": ended}
