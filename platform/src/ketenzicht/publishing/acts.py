# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a release, as it stands now: read by its page and by its services."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.selectors import may_decide
from ketenzicht.accounts.states import Power
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.permissions import ReleasePermission as May
from ketenzicht.publishing.states import NEXT, ReleaseState


class Act(StrEnum):
    """What can be done with a release."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"


LEADS_TO = {Act.APPROVE: ReleaseState.PUBLISHED, Act.WITHDRAW: ReleaseState.WITHDRAWN}


def acts_open_to(actor: Member, release: Release, now: datetime) -> tuple[Act, ...]:
    """Return what this member can do with a release they reached."""
    return those_open(Act, partial(why_not, actor, release, now))


def require_act(actor: Member, release: Release, act: Act, now: datetime) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, release, now))


def why_not(actor: Member, release: Release, now: datetime, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, the maker's own hand, the mandate, the state."""
    if May.RELEASE_APPROVE not in actor.permissions:
        return NotAllowed()
    if act is Act.APPROVE:
        if release.prepared_by.user_id == actor.user_id:
            return NotAllowed(_("You prepared this release; somebody else has to approve it."))
        if not may_decide(actor, Power.RELEASE, "", May.RELEASE_APPROVE, now):
            return Refused(_("A colleague has the mandate to decide this. The page says who."))
    if LEADS_TO[act] not in NEXT[ReleaseState(release.state)]:
        return Refused(_("This release cannot go there from where it stands."))
    return None
