# SPDX-License-Identifier: EUPL-1.2
"""Who may change which claim, and who may decide about a change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.claims.models import Change
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.claims.states import ChangeState
from ketenzicht.core.errors import DomainError, NotAllowed, Refused

#: Who answers for what holds everywhere; others change the rows of their own region.
_EVERYWHERE = frozenset({"comensha_helpdesk", "platform_administrator"})


def why_not_change(actor: Member, region: str) -> DomainError | None:
    """Return what stands in the way of changing a claim of this region, or of everywhere."""
    if ClaimPermission.CLAIM_CHANGE not in actor.permissions:
        return NotAllowed()
    if actor.roles & _EVERYWHERE:
        return None
    if region and region in {area.region for area in actor.organisation.areas.all()}:
        return None
    return Refused(_("You can change what holds in your own region. Choose that region."))


def why_not_decide(actor: Member, change: Change) -> DomainError | None:
    """Return what stands in the way of deciding: the role, the own hand, or a decision before."""
    if refusal := why_not_change(actor, change.region):
        return refusal
    if change.state != ChangeState.PROPOSED:
        return Refused(_("Somebody decided about this before."))
    return None


def why_not_accept(actor: Member, change: Change) -> DomainError | None:
    """Return what stands in the way of taking a change over: also one's own proposal.

    People count, not memberships: who proposed it elsewhere is no second person here.
    """
    if change.proposed_by.user_id == actor.user_id:
        return NotAllowed(_("You proposed this yourself. Somebody else has to look at it."))
    return why_not_decide(actor, change)
