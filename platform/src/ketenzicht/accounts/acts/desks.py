# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a desk and with a seat there: read by its page and by its services."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Desk, Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import Seat
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Refused


class Act(StrEnum):
    """What can be done with a desk, and with the seat of somebody there."""

    SEAT = "seat"
    UNSEAT = "unseat"


def acts_open_to(actor: Member, desk: Desk, seat: Seat | None) -> tuple[Act, ...]:
    """Return what this member can do with a desk, and with a seat there if one is meant."""
    return those_open(Act, partial(why_not, actor, desk, seat))


def require_act(actor: Member, desk: Desk, seat: Seat | None, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, desk, seat))


def why_not(actor: Member, desk: Desk, seat: Seat | None, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, whose desk it is, or that it would stand empty."""
    if AccountPermission.DESK_MANAGE not in actor.permissions:
        return NotAllowed()
    if desk.organisation_id != actor.organisation_id:
        return NotFound()
    if not desk.active:
        return Refused(_("This desk is closed."))
    return _not_to_leave(seat) if act is Act.UNSEAT else None


def _not_to_leave(seat: Seat | None) -> Refused | None:
    if seat is None:
        return Refused(_("This person does not answer at this desk."))
    if seat.alone:
        return Refused(_("Nobody would answer at this desk. Give it somebody else first."))
    return None
