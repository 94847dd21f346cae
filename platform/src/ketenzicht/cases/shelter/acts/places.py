# SPDX-License-Identifier: EUPL-1.2
"""Who may say how many beds a shelter has: read by its page and by its service."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

SHELTER = "shelter"


class Act(StrEnum):
    """What can be done with the places of a shelter."""

    STATE = "state"


def acts_open_to(actor: Member) -> tuple[Act, ...]:
    """Return what this member can do with the places of the own organisation."""
    return those_open(Act, partial(why_not, actor))


def require_act(actor: Member, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor))


def why_not(actor: Member, _act: Act) -> DomainError | None:
    """Return what stands in the way: the role, or that the organisation is no shelter."""
    if CasePermission.BED_ANSWER not in actor.permissions:
        return NotAllowed()
    if actor.organisation.kind != SHELTER:
        return NotAllowed(_("Only a shelter says how many beds it has."))
    return None
