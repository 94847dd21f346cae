# SPDX-License-Identifier: EUPL-1.2
"""Break-glass, for those who review it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import members_with
from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.models import BreakGlass
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.guard import found_in
from ketenzicht.core.permissions import require
from ketenzicht.vault.services import open_envelopes

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@dataclass(frozen=True, slots=True)
class BreakGlassLine:
    """Who broke the glass on which case, why, and before when it is judged."""

    id: UUID
    code: str
    member: str
    organisation: str
    holder: str
    reason: str
    at: datetime
    review_due: datetime


def break_glass_lines(actor: Member, now: datetime) -> list[BreakGlassLine]:
    """What waits for a judgement; that the reasons were read is on record first."""
    rows = list(break_glass_to_review(actor, now))
    record_access(
        actor=actor,
        action=CasePermission.BREAK_GLASS_REVIEW,
        kind="break-glass-list",
        now=now,
        purpose="review",
        detail={"rows": len(rows)},
    )
    envelopes = open_envelopes([row.envelope_id for row in rows], actor.organisation_id)
    return [
        BreakGlassLine(
            id=row.pk,
            code=row.case.code,
            member=row.member.user.name,
            organisation=row.member.organisation.name,
            holder=row.case.holder.name,
            reason=envelopes[row.envelope_id].read(row, "reason")
            if row.envelope_id in envelopes
            else "",
            at=row.since,
            review_due=row.review_due,
        )
        for row in rows
    ]


def break_glass_of(actor: Member, break_glass_id: UUID, now: datetime) -> BreakGlass:
    """One broken glass the actor may judge; anybody else's is not there."""
    require(actor, CasePermission.BREAK_GLASS_REVIEW)
    return found_in(BreakGlass.objects.for_reader(actor, now), pk=break_glass_id)


def break_glass_without_reviewer(actor: Member, now: datetime) -> int:
    """How much broken glass waits while nobody of the actor's organisation may judge it."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    if members_with("privacy_officer", actor.organisation_id, now).exists():
        return 0
    return BreakGlass.objects.for_reader(actor, now).filter(reviewed_at=None).count()


def break_glass_to_review(actor: Member, now: datetime) -> QuerySet[BreakGlass]:
    """Broken glass that waits for a judgement, not one's own."""
    require(actor, CasePermission.BREAK_GLASS_REVIEW)
    rows = BreakGlass.objects.for_reader(actor, now).filter(reviewed_at=None)
    related = rows.select_related("case", "case__holder", "member__user", "member__organisation")
    return related.exclude(member=actor).order_by("review_due")
