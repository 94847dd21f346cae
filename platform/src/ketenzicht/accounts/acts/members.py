# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a member, as it stands now: read by pages, forms and services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission as May
from ketenzicht.accounts.policies import has_entered, may_manage
from ketenzicht.accounts.selectors import absence_of, desk_left_alone, waiting_for
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Refused, Sentence


class Act(StrEnum):
    """What can be done with a member."""

    SET_ROLES = "set-roles"
    END = "end"
    RESTORE = "restore"
    INVITE_AGAIN = "invite-again"
    RESET = "reset"
    CORRECT_ADDRESS = "correct-address"
    MANDATE = "mandate"
    GO_AWAY = "away"
    COME_BACK = "back"


Obstacle = Callable[[Member, datetime], Refused | None]


def _nothing(_member: Member, _now: datetime) -> None:
    return None


def without_answer(member: Member, now: datetime) -> Refused | None:
    """Return a desk where nobody would answer without this member, as a refusal."""
    desk = desk_left_alone(member, now)
    if desk is None:
        return None
    said = _("Nobody else answers at the desk “%(desk)s”. Give it somebody first.")
    return Refused(said % {"desk": desk.name})


def _has_been_in(member: Member, now: datetime) -> Refused | None:
    if has_entered(member.user):
        return Refused(_("This person has been in already and signs in without a code."))
    return _nothing_waits(member, now)


def _has_not_been_in(member: Member, now: datetime) -> Refused | None:
    if has_entered(member.user):
        return _nothing_waits(member, now)
    return Refused(_("This person has not been in yet. Make a new code."))


def _nothing_waits(member: Member, now: datetime) -> Refused | None:
    if waiting_for(member, now) is None:
        return None
    return Refused(_("Something waits to be confirmed for this person already."))


def _address_of_their_own(member: Member, now: datetime) -> Refused | None:
    if has_entered(member.user):
        return Refused(_("This person has been in already and changes their own address."))
    # Another organisation may know this person under this address: its invitation is not ours.
    if member.user.memberships.exclude(pk=member.pk).exists():
        said = _("Another organisation invited this person as well. Invite the new address.")
        return Refused(said)
    return _nothing_waits(member, now)


def _is_here(member: Member, now: datetime) -> Refused | None:
    if absence_of(member, now) is not None:
        return None
    return Refused(_("No days of absence are written down here."))


@dataclass(frozen=True, slots=True)
class Rule:
    """What one act asks of who does it and of the member."""

    #: What somebody hears who does it to themself; empty where that is fine.
    not_oneself: Sentence = ""
    #: What one may always do for oneself needs no power over others.
    of_oneself: bool = False
    active: bool = True
    obstacle: Obstacle = _nothing


RULES: Mapping[Act, Rule] = {
    Act.SET_ROLES: Rule(_("You cannot change your own roles. Ask another administrator.")),
    Act.END: Rule(
        _("You cannot end your own membership. Ask another administrator."),
        obstacle=without_answer,
    ),
    Act.RESTORE: Rule(active=False, obstacle=_nothing_waits),
    Act.INVITE_AGAIN: Rule(obstacle=_has_been_in),
    Act.RESET: Rule(
        _("Nobody resets their own sign-in. Ask another administrator."),
        obstacle=_has_not_been_in,
    ),
    Act.CORRECT_ADDRESS: Rule(obstacle=_address_of_their_own),
    Act.MANDATE: Rule(_("Nobody gives a mandate to themself.")),
    Act.GO_AWAY: Rule(of_oneself=True),
    Act.COME_BACK: Rule(of_oneself=True, obstacle=_is_here),
}


def acts_open_to(actor: Member, member: Member, now: datetime) -> tuple[Act, ...]:
    """Return what this member can do with a member of the same organisation."""
    return those_open(Act, partial(why_not, actor, member, now))


def require_act(actor: Member, member: Member, act: Act, now: datetime) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, member, now))


def why_not(actor: Member, member: Member, now: datetime, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, oneself, the access, or what else must be first."""
    rule = RULES[act]
    if not may_manage(actor, member):
        return NotFound()
    if permission_for(actor, member, act) not in actor.permissions:
        return NotAllowed()
    if rule.not_oneself and member.pk == actor.pk:
        return Refused(rule.not_oneself)
    if rule.active and not member.active:
        return Refused(_("This person has no access."))
    if member.active and not rule.active:
        return Refused(_("This person has access already."))
    return rule.obstacle(member, now)


def permission_for(actor: Member, member: Member, act: Act) -> May:
    """Return the permission an act needs, on oneself or on a colleague."""
    own = RULES[act].of_oneself and member.pk == actor.pk
    return May.ACCOUNT_OWN if own else May.MEMBER_MANAGE
