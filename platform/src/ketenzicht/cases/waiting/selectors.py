# SPDX-License-Identifier: EUPL-1.2
"""What waits too long, as the board and the page of a case read it: from `work` alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.waiting.wording import Wait, counts_back
from ketenzicht.core.permissions import require
from ketenzicht.work.selectors import about, board

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member
    from ketenzicht.work.handover import Item


def late_work(actor: Member, now: datetime, reason: str = "") -> QuerySet[Item]:
    """What keeps somebody waiting too long and may be known of; that they look is on record.

    Of the cases in reach; of the actor's own organisation; and, for whoever directs the chain in a
    region, all of that region. Which case it is shows only where the case itself is in reach
    (`codes_of`). A case that is closed to this member is not there at all.
    """
    require(actor, CasePermission.BOARD_READ)
    record_access(
        actor=actor, action=CasePermission.BOARD_READ, kind="stall-list", now=now, purpose="stall"
    )
    return board(actor, now, thing=CASE, reason=reason)


def waits_about(case_id: UUID, now: datetime) -> list[Wait]:
    """Who keeps a case already in reach waiting too long, the longest first."""
    return [wait_of(item) for item in about(CASE, case_id, now) if item.rule]


def wait_of(item: Item) -> Wait:
    """One wait as pages say it; only of a warning of a date ahead the end is known."""
    ends = item.until if counts_back(item.rule, item.since) else None
    late = item.late_since or item.since
    return Wait(
        item.about_id,
        item.rule,
        item.reason,
        item.owner_id,
        item.since,
        late,
        ends,
        item.term,
        item.region,
    )


def codes_of(actor: Member, found: Iterable[Wait], now: datetime) -> dict[UUID, str]:
    """The codes of the cases that wait, for whoever may open a case at all.

    Who directs the chain at an organisation a case is shared with still reads no case.
    """
    if CasePermission.CASE_READ not in actor.permissions:
        return {}
    ids = {wait.case_id for wait in found}
    rows = Case.objects.for_reader(actor, now).filter(pk__in=ids)
    return dict(rows.values_list("pk", "code"))
