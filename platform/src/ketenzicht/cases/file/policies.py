# SPDX-License-Identifier: EUPL-1.2
"""Who may see a case; the list side of this is `Case.reach`."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.accounts.handover import Member
from ketenzicht.cases.file.models import Block, BreakGlass, Case, Grant

WHY = "the grounds on one case that is already at hand"


def may_read(actor: Member, case: Case, now: datetime) -> bool:
    """A holder, a live grant or a broken glass opens a case; a block closes it to a person."""
    blocks = Block.objects.whole_table(why=WHY).filter(case=case).select_related("member")
    if any(one.member.user_id == actor.user_id and one.lifted_at is None for one in blocks):
        return False
    return case.holder_id == actor.organisation_id or _granted(actor, case, now)


def _granted(actor: Member, case: Case, now: datetime) -> bool:
    grants = Grant.objects.whole_table(why=WHY).filter(case=case)
    broken = BreakGlass.objects.whole_table(why=WHY).filter(case=case)
    return any(
        grant.organisation_id == actor.organisation_id
        and grant.revoked_at is None
        and grant.since <= now < grant.until
        for grant in grants
    ) or any(one.member_id == actor.pk and one.since <= now < one.until for one in broken)
