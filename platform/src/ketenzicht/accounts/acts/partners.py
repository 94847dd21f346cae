# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a partner, as it stands now: read by its page and by its services."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Member, Organisation
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.states import NEXT, Standing
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused


class Act(StrEnum):
    """What can be done with a partner."""

    APPROVE = "approve"
    SUSPEND = "suspend"
    CHECK = "check"


LEADS_TO = {Act.APPROVE: Standing.ACTIVE, Act.SUSPEND: Standing.SUSPENDED}


def acts_open_to(actor: Member, partner: Organisation) -> tuple[Act, ...]:
    """Return what this member can do with a partner."""
    return those_open(Act, partial(why_not, actor, partner))


def require_act(actor: Member, partner: Organisation, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, partner))


def why_not(actor: Member, partner: Organisation, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, one's own proposal or organisation, the state."""
    if AccountPermission.ORGANISATION_APPROVE not in actor.permissions:
        return NotAllowed()
    if act is Act.APPROVE and partner.proposed_by_id == actor.user_id:
        return NotAllowed(_("You proposed this organisation; somebody else has to approve it."))
    if act is Act.SUSPEND and partner.pk == actor.organisation_id:
        return Refused(_("You cannot stop your own organisation; you would lock yourself out."))
    if act in LEADS_TO and LEADS_TO[act] not in NEXT[Standing(partner.standing)]:
        return Refused(_("This organisation is not waiting for that."))
    return None
