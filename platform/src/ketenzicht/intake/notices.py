# SPDX-License-Identifier: EUPL-1.2
"""What this app sends notices about."""

from __future__ import annotations

from ketenzicht.mail.states import Reason


class ReportNotice(Reason):
    """Why somebody hears that something waits about a report."""

    ANSWER_OVERDUE = "report-answer-overdue"
    REFERRED = "forwarded"
    WAITING = "report-waiting"
