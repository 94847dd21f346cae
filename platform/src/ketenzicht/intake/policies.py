# SPDX-License-Identifier: EUPL-1.2
"""Whose reports somebody may read; the list side of this is `Report.reach`."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.accounts.handover import Member
from ketenzicht.core.clock import local_date
from ketenzicht.intake.models import Report


def may_read(actor: Member, report: Report, now: datetime) -> bool:
    """Only the holder, and not after the report's term."""
    kept = report.delete_after is None or report.delete_after >= local_date(now)
    return kept and report.holder_id == actor.organisation_id
