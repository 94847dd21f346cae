# SPDX-License-Identifier: EUPL-1.2
"""Whose reports somebody may read; the list side of this is `Report.reach`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.selectors import reachable_for
from ketenzicht.core.clock import local_date
from ketenzicht.intake.models import Report
from ketenzicht.intake.permissions import ReportPermission


def may_read(actor: Member, report: Report, now: datetime) -> bool:
    """Only the holder, and not after the report's term."""
    kept = report.delete_after is None or report.delete_after >= local_date(now)
    return kept and report.holder_id == actor.organisation_id


def may_receive(organisation_id: UUID, now: datetime) -> bool:
    """Whether somebody who may look at reports answers at a desk of this organisation."""
    return reachable_for(ReportPermission.REPORT_TRIAGE, organisation_id, now)
