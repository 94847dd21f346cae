# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a request for a bed, in which state: read by its page and its services."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.models import BedRequest
from ketenzicht.cases.shelter.states import LOOKING, RequestState
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What the holder can do with a request for a bed, in the order of its page."""

    ASK = "ask"
    INTERIM = "interim"
    END = "end"


def acts_open_to(actor: Member, request: BedRequest) -> tuple[Act, ...]:
    """Return what this member can do with a request they reached."""
    return those_open(Act, partial(why_not, actor, request))


def require_act(actor: Member, request: BedRequest, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, request))


def why_not(actor: Member, request: BedRequest, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, who holds the case, or the state."""
    if CasePermission.CASE_WRITE not in actor.permissions:
        return NotAllowed()
    if request.case.holder_id != actor.organisation_id:
        return NotAllowed(_("Only the organisation that holds the case can do this."))
    states = LOOKING if act is Act.END else (RequestState.OPEN,)
    if request.state not in states:
        return Refused(_("No bed is looked for here any more."))
    return None
