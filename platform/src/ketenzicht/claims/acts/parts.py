# SPDX-License-Identifier: EUPL-1.2
"""Who may look after a part of what we claim: read by its page and by its services."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.claims.models import Part
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.claims.policies import why_not_change
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused


class Act(StrEnum):
    """What can be done with a part."""

    TAKE = "take"
    LEAVE = "leave"


def acts_open_to(actor: Member, part: Part) -> tuple[Act, ...]:
    """Return what this member can do with a part."""
    return those_open(Act, partial(why_not, actor, part))


def require_act(actor: Member, part: Part, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, part))


def why_not(actor: Member, part: Part, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, or who looks after the part now."""
    if ClaimPermission.CLAIM_CHANGE not in actor.permissions:
        return NotAllowed()
    mine = part.steward_id == actor.pk
    if act is Act.LEAVE:
        return None if mine else NotAllowed()
    if refusal := why_not_change(actor, ""):
        return refusal
    return Refused(_("You look after this already.")) if mine else None
