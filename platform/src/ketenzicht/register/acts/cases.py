# SPDX-License-Identifier: EUPL-1.2
"""Who may enter the person of a case, and take the entry out: read by page and service."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.policies import reports_as

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member
    from ketenzicht.cases.handover import CaseForRegister


class Act(StrEnum):
    """What can be done about the registration of a case."""

    ENTER = "enter"
    WITHDRAW = "withdraw"


def acts_open_to(actor: Member, material: CaseForRegister, day: date) -> tuple[Act, ...]:
    """Return what this member can do about the registration of a case they hold."""
    return those_open(Act, partial(why_not, actor, material, day))


def require_act(actor: Member, material: CaseForRegister, act: Act, day: date) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, material, day))


def why_not(actor: Member, material: CaseForRegister, day: date, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, the kind of organisation, or what was done."""
    if RegisterPermission.REGISTER_ENTER not in actor.permissions:
        return NotAllowed()
    if act is Act.WITHDRAW:
        return None if material.registered else Refused(_("This case is not in the register."))
    if not reports_as(actor, day):
        return NotAllowed(_("Your kind of organisation does not register."))
    if material.registered:
        return Refused(_("This case is in the register already."))
    return None
