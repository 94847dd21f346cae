# SPDX-License-Identifier: EUPL-1.2
"""What time asks of the core: mail that is due goes out, counters and old mail are forgotten."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.core import limits, outbox


def sweep(now: datetime) -> dict[str, int]:
    """Send what is due, and forget what went long ago."""
    sent = outbox.send_due(now=now)
    outbox.sweep(now=now)
    limits.sweep(now=now)
    return {"sent": sent}
