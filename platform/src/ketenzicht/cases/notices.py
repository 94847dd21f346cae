# SPDX-License-Identifier: EUPL-1.2
"""What this app sends notices about."""

from __future__ import annotations

from ketenzicht.mail.states import Reason


class CaseNotice(Reason):
    """Why somebody hears that something waits about a case."""

    ACCESS_REVIEWED = "access-reviewed"
    ANSWER_OVERDUE = "answer-overdue"
    TRANSFER_ANSWERED = "hand-over-answered"
    TRANSFER_OFFERED = "hand-over-offered"
    WAITING = "waiting"
