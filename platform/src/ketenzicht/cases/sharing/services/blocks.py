# SPDX-License-Identifier: EUPL-1.2
"""Closing a case to a colleague, and opening it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.selectors import colleague
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Block
from ketenzicht.cases.file.services.journal import case_for, log
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "sharing of one locked case"


@act()
def block_member(*, actor: Member, case_id: UUID, member_id: UUID, now: datetime) -> Block:
    """Close a case to a colleague, for instance one who knows the person."""
    case = case_for(actor, case_id, Act.BLOCK, now=now).case
    member = colleague(actor, member_id)
    if member.user_id == actor.user_id:
        raise Refused(_("You cannot close the case to yourself. Ask a colleague."), field="member")
    block, made = Block.objects.whole_table(why=WHY).get_or_create(
        case=case, member=member, lifted_at=None, defaults={"by": actor, "at": now}
    )
    if made:
        log(case, "blocked", actor=actor, now=now, action=CasePermission.CASE_GRANT)
    return block


@act()
def lift_block(*, actor: Member, case_id: UUID, block_id: UUID, now: datetime) -> None:
    """Open a case again to a colleague."""
    case = case_for(actor, case_id, Act.UNBLOCK, now=now).case
    rows = Block.objects.for_reader(actor, now).filter(case=case, pk=block_id, lifted_at=None)
    if not rows.update(lifted_at=now):
        raise NotFound
    log(case, "unblocked", actor=actor, now=now, action=CasePermission.CASE_GRANT)
