# SPDX-License-Identifier: EUPL-1.2
"""Telling people outside that something waits for them inside; never what or about whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketenzicht.accounts import services as accounts
from ketenzicht.cases.notices import CaseNotice
from ketenzicht.cases.permissions import CasePermission


def notify(event: str, *, now: datetime, by: UUID | None = None, **parties: UUID) -> int:
    """Queue a notice to whom the table of events names; returns to how many."""
    return accounts.notify_event(
        event, CaseNotice, permission=CasePermission.CASE_READ, now=now, by=by, **parties
    )
