# SPDX-License-Identifier: EUPL-1.2
"""What may be done with reports and reporters."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class ReportPermission(Permission):
    """One act on one kind of thing."""

    REPORT_READ = "report:read"
    REPORT_TRIAGE = "report:triage"
    REPORTER_REVEAL = "reporter:reveal"
