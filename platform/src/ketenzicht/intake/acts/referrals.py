# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a referral, in which state: read by its page and by its services."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound
from ketenzicht.core.states import why_not_step
from ketenzicht.intake.permissions import ReportPermission as May
from ketenzicht.intake.states import REFERRAL_NEXT, ReferralState

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What can be done with a referral, in the order of its page."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Standing(Protocol):
    """A referral as far as its acts need it: a stored row, or what a page shows of one."""

    @property
    def state(self) -> ReferralState | str: ...
    @property
    def giver_id(self) -> UUID: ...
    @property
    def receiver_id(self) -> UUID: ...


LEADS_TO: Mapping[Act, ReferralState] = {
    Act.ACCEPT: ReferralState.ACCEPTED,
    Act.REFUSE: ReferralState.REFUSED,
    Act.WITHDRAW: ReferralState.WITHDRAWN,
}


def acts_open_to(actor: Member, referral: Standing) -> tuple[Act, ...]:
    """Return what this member can do with a referral they reached."""
    return those_open(Act, partial(why_not, actor, referral))


def require_act(actor: Member, referral: Standing, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, referral))


def why_not(actor: Member, referral: Standing, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, the side one is on, or the state."""
    if May.REPORT_TRIAGE not in actor.permissions:
        return NotAllowed()
    side = referral.giver_id if act is Act.WITHDRAW else referral.receiver_id
    if side != actor.organisation_id:
        return NotFound()
    return why_not_step(ReferralState(referral.state), LEADS_TO[act], REFERRAL_NEXT)
