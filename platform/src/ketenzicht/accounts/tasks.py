# SPDX-License-Identifier: EUPL-1.2
"""Sweeps: mail that is due goes to who reads it now; old mail is forgotten."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.accounts.selectors import reader_of
from ketenzicht.mail import services


def sweep(now: datetime) -> dict[str, int]:
    """Send what is due, and forget what went long ago."""
    sent = services.send_due(reader_of=reader_of, now=now)
    services.sweep(now=now)
    return {"sent": sent}
