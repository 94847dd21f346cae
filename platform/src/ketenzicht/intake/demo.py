# SPDX-License-Identifier: EUPL-1.2
"""What the practice world reads of reports it made itself, for no reader."""

from __future__ import annotations

from uuid import UUID

from ketenzicht.core import crypto
from ketenzicht.intake.models import Report

WHY = "the practice world is made by the installation itself"


def report_with(code: str) -> UUID:
    """The report that was received under a code."""
    rows = Report.objects.whole_table(why=WHY)
    return rows.get(code_key=crypto.code_lookup(code).hex()).pk


def holder_of(report_id: UUID) -> tuple[UUID, int]:
    """Who holds a report, and the version it is in."""
    report = Report.objects.whole_table(why=WHY).get(pk=report_id)
    return report.holder_id, report.version
