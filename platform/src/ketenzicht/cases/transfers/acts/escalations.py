# SPDX-License-Identifier: EUPL-1.2
"""Who may decide what about a stuck case: read by its page and by its services.

Whether somebody answers at the holder that very moment, the service says when it is asked.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.selectors import may_decide
from ketenzicht.accounts.states import Power
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.models import Escalation
from ketenzicht.cases.transfers.states import Level
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Refused

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What can be decided about a stuck case, in the order of its page."""

    TAKE = "take"
    ASK = "ask"
    KEEP = "keep"


def acts_open_to(actor: Member, escalation: Escalation, now: datetime) -> tuple[Act, ...]:
    """Return what this member can decide about a stuck case."""
    return those_open(Act, partial(why_not, actor, escalation, now))


def require_act(actor: Member, escalation: Escalation, act: Act, now: datetime) -> None:
    """Refuse a decision that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, escalation, now))


def why_not(actor: Member, escalation: Escalation, now: datetime, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, who decides now, the mandate, the level."""
    if CasePermission.CASE_TRANSFER not in actor.permissions:
        return NotAllowed()
    if escalation.resolved_at is not None:
        return NotFound()
    if escalation.organisation_id != actor.organisation_id:
        return NotAllowed(_("Somebody else decides about this now."))
    if escalation.level != Level.FALLBACK:
        return _not_the_fallback(act)
    return _not_as_fallback(actor, escalation, now, act)


def _not_as_fallback(
    actor: Member, escalation: Escalation, now: datetime, act: Act
) -> DomainError | None:
    region = escalation.case.region
    if not may_decide(actor, Power.FALLBACK, region, CasePermission.CASE_TRANSFER, now):
        return Refused(_("A colleague has the mandate to decide this. The page says who."))
    if act is Act.ASK and escalation.transfer_id is None:
        return NotAllowed(_("There are no words yet that another organisation could read."))
    return None


def _not_the_fallback(act: Act) -> DomainError | None:
    if act is Act.KEEP:
        return None
    if act is Act.TAKE:
        return NotAllowed(_("Only the fallback coordinator can take the case over."))
    return NotAllowed(_("Only the national coordination can do this."))
