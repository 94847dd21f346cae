# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a report, one function per use case."""

from ketenzicht.intake.services.escalation import escalate_waiting
from ketenzicht.intake.services.joining import join_report, split_report
from ketenzicht.intake.services.messages import Messages, open_messages, write_on
from ketenzicht.intake.services.moving import leave_unreachable, rescue_reports
from ketenzicht.intake.services.receiving import Receipt, find_receipt, receive_report
from ketenzicht.intake.services.referral import (
    accept_referral,
    expire_referrals,
    offer_referral,
    refuse_referral,
    withdraw_referral,
)
from ketenzicht.intake.services.retention import shred_identities, shred_reports
from ketenzicht.intake.services.similarity import key_waiting_reports
from ketenzicht.intake.services.triage import (
    add_note,
    advise_reporter,
    ask_reporter,
    assess_report,
    close_report,
    feed_back,
    hand_to_investigation,
    mark_case_opened,
    mark_not_trafficking,
    reopen_report,
)

__all__ = [
    "Messages",
    "Receipt",
    "accept_referral",
    "add_note",
    "advise_reporter",
    "ask_reporter",
    "assess_report",
    "close_report",
    "escalate_waiting",
    "expire_referrals",
    "feed_back",
    "find_receipt",
    "hand_to_investigation",
    "join_report",
    "key_waiting_reports",
    "leave_unreachable",
    "mark_case_opened",
    "mark_not_trafficking",
    "offer_referral",
    "open_messages",
    "receive_report",
    "refuse_referral",
    "reopen_report",
    "rescue_reports",
    "shred_identities",
    "shred_reports",
    "split_report",
    "withdraw_referral",
    "write_on",
]
