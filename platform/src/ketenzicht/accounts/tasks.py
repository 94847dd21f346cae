# SPDX-License-Identifier: EUPL-1.2
"""Sweeps: access nobody confirmed lapses; mail that is due goes to who reads it now."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.accounts.selectors import reader_of
from ketenzicht.accounts.services import lapse_requests
from ketenzicht.mail import services


def sweep(now: datetime) -> dict[str, int]:
    """Let requests lapse, send what is due, and forget what went long ago."""
    lapsed = lapse_requests(now=now)
    sent = services.send_due(reader_of=reader_of, now=now)
    services.sweep(now=now)
    return {"lapsed": lapsed, "sent": sent}
