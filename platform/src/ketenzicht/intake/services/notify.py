# SPDX-License-Identifier: EUPL-1.2
"""Telling who handles reports that something waits for them inside; never what or about whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketenzicht.accounts import services as accounts
from ketenzicht.intake.notices import ReportNotice
from ketenzicht.intake.permissions import ReportPermission


def notify(event: str, *, now: datetime, **parties: UUID) -> int:
    """Queue a notice to whom the table of events names; returns to how many."""
    permission = ReportPermission.REPORT_TRIAGE
    return accounts.notify_event(event, ReportNotice, permission=permission, now=now, **parties)
