# SPDX-License-Identifier: EUPL-1.2
"""What time asks of the core: old counters and sessions are forgotten."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.core import limits
from ketenzicht.core.models import WebSession


def sweep(now: datetime) -> dict[str, int]:
    """Forget the counters of windows that are over, and sessions whose cookie counts no more."""
    ended, _ = WebSession.objects.filter(expire_date__lte=now).delete()
    return {"counters forgotten": limits.sweep(now=now), "sessions forgotten": ended}
