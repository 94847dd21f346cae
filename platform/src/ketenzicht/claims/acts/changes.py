# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a proposed change, as it stands now: read by its page and its services."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.claims.models import Change
from ketenzicht.claims.policies import why_not_change
from ketenzicht.claims.states import ChangeState
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused


class Act(StrEnum):
    """What can be decided about a change; whoever proposed it may take it back by refusing."""

    ACCEPT = "accept"
    REFUSE = "refuse"


def acts_open_to(actor: Member, change: Change) -> tuple[Act, ...]:
    """Return what this member can decide about a change."""
    return those_open(Act, partial(why_not, actor, change))


def require_act(actor: Member, change: Change, act: Act) -> None:
    """Refuse a decision that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, change))


def why_not(actor: Member, change: Change, act: Act) -> DomainError | None:
    """Return what stands in the way: the own hand, the role or region, a decision before.

    People count, not memberships: who proposed it elsewhere is no second person here.
    """
    if act is Act.ACCEPT and change.proposed_by.user_id == actor.user_id:
        return NotAllowed(_("You proposed this yourself. Somebody else has to look at it."))
    if refusal := why_not_change(actor, change.region):
        return refusal
    if change.state != ChangeState.PROPOSED:
        return Refused(_("Somebody decided about this before."))
    return None
