# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a transfer, in which state: read by its page and by its services.

Whether somebody answers at the other side that very moment, the service says when it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.states import TRANSFER_NEXT, TransferState
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused
from ketenzicht.core.states import why_not_step
from ketenzicht.offers.rules import why_not_giver, why_not_receiver

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What can be done with a transfer, in the order of its page."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK = "ask"
    OFFER = "offer"
    WITHDRAW = "withdraw"
    CONFIRM_WARM = "confirm_warm"
    COMPLETE = "complete"


#: Asking is no step: it is open to every party while the answer is awaited.
LEADS_TO: Mapping[Act, TransferState] = {
    Act.ACCEPT: TransferState.ACCEPTED,
    Act.REFUSE: TransferState.REFUSED,
    Act.OFFER: TransferState.OFFERED,
    Act.WITHDRAW: TransferState.WITHDRAWN,
    Act.CONFIRM_WARM: TransferState.HANDED_OVER,
    Act.COMPLETE: TransferState.COMPLETED,
}
OF_GIVER = frozenset({Act.OFFER, Act.WITHDRAW})


def acts_open_to(actor: Member, transfer: Transfer) -> tuple[Act, ...]:
    """Return what this member can do with a transfer they reached."""
    return those_open(Act, partial(why_not, actor, transfer))


def require_act(actor: Member, transfer: Transfer, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, transfer))


def why_not(actor: Member, transfer: Transfer, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, the side one is on, or the state."""
    if CasePermission.CASE_TRANSFER not in actor.permissions:
        return NotAllowed()
    state = TransferState(transfer.state)
    if act is Act.ASK:
        if state is TransferState.OFFERED:
            return None
        return Refused(_("This proposal has been answered already."))
    side = why_not_giver if act in OF_GIVER else why_not_receiver
    return side(transfer, actor) or why_not_step(state, LEADS_TO[act], TRANSFER_NEXT)
