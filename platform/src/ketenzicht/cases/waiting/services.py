# SPDX-License-Identifier: EUPL-1.2
"""Keeping count of waits, so that the regional table can learn from them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.rules import rule_for
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.payer.services import escalate_dispute
from ketenzicht.cases.payer.states import DISPUTE_RULES
from ketenzicht.cases.waiting.models import Stall
from ketenzicht.cases.waiting.notify import notify_waits
from ketenzicht.cases.waiting.rules import Wait
from ketenzicht.cases.waiting.selectors import waits_of

WHY = "counting waits"


@transaction.atomic
def note_stalls(*, now: datetime) -> int:
    """Store the waits that began and warn about them, end those that are over; returns how many."""
    open_cases = Case.objects.whole_table(why=WHY).filter(closed_at=None, decoy=False)
    found = {(wait.case_id, wait.rule): wait for wait in waits_of(open_cases, now)}
    rows = Stall.objects.whole_table(why=WHY).filter(ended_at=None)
    standing = {(row.case_id, row.rule): row for row in rows}
    over = [row.pk for key, row in standing.items() if key not in found]
    Stall.objects.whole_table(why=WHY).filter(pk__in=over).update(ended_at=now)
    begun = [wait for key, wait in found.items() if key not in standing]
    Stall.objects.bulk_create(map(_row, begun))
    notify_waits(begun, open_cases.in_bulk([wait.case_id for wait in begun]), now=now)
    _escalate_disputes(now, [wait for wait in found.values() if wait.rule in DISPUTE_RULES])
    return len(found)


def _row(wait: Wait) -> Stall:
    return Stall(
        case_id=wait.case_id,
        rule=wait.rule,
        reason=wait.reason,
        waits_on_id=wait.waits_on,
        since=wait.since,
        late_since=wait.late_since,
    )


def _escalate_disputes(now: datetime, late: list[Wait]) -> None:
    for wait in late:
        step = rule_for(wait.rule, wait.since).next_step
        rows = Dispute.objects.whole_table(why=WHY)
        dispute = rows.filter(case_id=wait.case_id, resolved_at=None).first()
        if dispute is not None and step is not None:
            escalate_dispute(dispute, step, now=now)
