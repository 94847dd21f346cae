# SPDX-License-Identifier: EUPL-1.2
"""What follows when a wait became too long: a disagreement goes one step up its ladder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ketenzicht.cases.file.rules import rule_for
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.payer.services import escalate_dispute
from ketenzicht.core.obligations.states import Item


def escalate_disputes(items: Sequence[Item], now: datetime) -> None:
    """Take the disagreements among these late items up to the step their rule names."""
    steps = {item.about_id: rule_for(item.rule, item.since).next_step for item in items}
    wanted = {case_id: step for case_id, step in steps.items() if step is not None}
    rows = Dispute.objects.whole_table(why="disagreements whose clock ran")
    for dispute in rows.filter(case__in=list(wanted), resolved_at=None):
        escalate_dispute(dispute, wanted[dispute.case_id], now=now)
