# SPDX-License-Identifier: EUPL-1.2
"""Telling people outside that something waits for them inside; never what or about whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.selectors import seated_at
from ketenzicht.core.outbox import enqueue


def notify_desk(organisation_id: UUID, subject: str, *, now: datetime) -> int:
    """Queue a mail to everybody who sits at a desk of an organisation; returns how many."""
    addresses = seated_at(organisation_id, now).values_list("user__email", flat=True)
    for address in addresses:
        enqueue("hand-over", address, subject, now=now)
    return len(addresses)
