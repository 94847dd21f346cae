# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with one offer of a bed, in which state: read by its page and its services."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.models import BedOffer
from ketenzicht.cases.shelter.states import BED_NEXT, BedState
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed
from ketenzicht.core.states import why_not_step
from ketenzicht.offers.rules import why_not_giver, why_not_receiver

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What can be done with an offer of a bed, in the order of its page."""

    YES = "yes"
    NO = "no"
    TAKE_BACK = "take_back"
    CHOOSE = "choose"


LEADS_TO: Mapping[Act, BedState] = {
    Act.YES: BedState.ACCEPTED,
    Act.NO: BedState.REFUSED,
    Act.TAKE_BACK: BedState.TAKEN_BACK,
    Act.CHOOSE: BedState.CHOSEN,
}


def acts_open_to(actor: Member, offer: BedOffer) -> tuple[Act, ...]:
    """Return what this member can do with an offer they reached."""
    return those_open(Act, partial(why_not, actor, offer))


def require_act(actor: Member, offer: BedOffer, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, offer))


def why_not(actor: Member, offer: BedOffer, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, the side one is on, or the state."""
    choosing = act is Act.CHOOSE
    needed = CasePermission.CASE_GRANT if choosing else CasePermission.BED_ANSWER
    if needed not in actor.permissions:
        return NotAllowed()
    side = why_not_giver if choosing else why_not_receiver
    return side(offer, actor) or why_not_step(BedState(offer.state), LEADS_TO[act], BED_NEXT)
