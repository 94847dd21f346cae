# SPDX-License-Identifier: EUPL-1.2
"""Who may decide about a request for access, as it stands now: another human than who asked."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import AccessRequest, Member
from ketenzicht.accounts.permissions import AccountPermission as May
from ketenzicht.accounts.selectors import confirmed_elsewhere, is_asked_live, reaches_request
from ketenzicht.accounts.states import AskedState
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Refused


class Act(StrEnum):
    """What can be done with a request for access."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


def acts_open_to(actor: Member, asked: AccessRequest, now: datetime) -> tuple[Act, ...]:
    """Return what this member can do with a request."""
    return those_open(Act, partial(why_not, actor, asked, now))


def require_act(actor: Member, asked: AccessRequest, act: Act, now: datetime) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, asked, now))


def why_not(actor: Member, asked: AccessRequest, now: datetime, act: Act) -> DomainError | None:
    """Return what stands in the way: the reach, the role, the state, or being one of the two."""
    if not reaches_request(actor, asked, now):
        return NotFound()
    if May.MEMBER_CONFIRM not in actor.permissions:
        return NotAllowed()
    if asked.state != AskedState.WAITING or asked.lapses_at <= now:
        return Refused(_("This does not wait any more."))
    if act is Act.WITHDRAW:
        return _why_not_withdraw(actor, asked)
    return _why_not_decide(actor, asked, now, act)


def _why_not_withdraw(actor: Member, asked: AccessRequest) -> DomainError | None:
    if actor.organisation_id != asked.member.organisation_id:
        return NotAllowed(_("Only the organisation that asked takes this back."))
    return None


def _why_not_decide(
    actor: Member, asked: AccessRequest, now: datetime, act: Act
) -> DomainError | None:
    if actor.user_id == asked.asked_by_id:
        return NotAllowed(_("You asked this; another person has to confirm it."))
    if actor.user_id == asked.member.user_id:
        return NotAllowed(_("This is about yourself; another person has to confirm it."))
    elsewhere = confirmed_elsewhere(asked, now)
    if not elsewhere and actor.organisation_id != asked.member.organisation_id:
        return NotAllowed(_("Another administrator of that organisation confirms this."))
    if elsewhere and May.ORGANISATION_APPROVE not in actor.permissions:
        return NotAllowed(_("The administrator of the platform confirms this."))
    if act is Act.CONFIRM and not is_asked_live(asked, now):
        return Refused(_("Who asked this is no administrator any more. It can be asked again."))
    return None
