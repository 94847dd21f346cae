# SPDX-License-Identifier: EUPL-1.2
"""Telling people outside that something waits for them inside; never what or about whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketenzicht.accounts import services as accounts
from ketenzicht.cases.notices import CaseNotice
from ketenzicht.cases.permissions import CasePermission


def notify_desk(organisation_id: UUID, subject: str, *, now: datetime) -> int:
    """Queue a notice to everybody at a desk there who can act on cases; returns to how many."""
    return accounts.notify_desk(
        organisation_id, CaseNotice(subject), permission=CasePermission.CASE_READ, now=now
    )
