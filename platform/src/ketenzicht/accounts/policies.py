# SPDX-License-Identifier: EUPL-1.2
"""Whom somebody may manage and who may act; the list sides are in `selectors`."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from ketenzicht.accounts.models import Member, User
from ketenzicht.accounts.roles import housekeeping
from ketenzicht.core.clock import local_date


def may_manage(actor: Member, member: Member) -> bool:
    """Tell whether this is a member of the actor's own organisation, ended or not."""
    return member.organisation_id == actor.organisation_id


def is_live(member: Member, now: datetime) -> bool:
    """Tell whether a member may act at this moment; the list side is `live_members`."""
    today = local_date(now)
    return (
        member.active
        and member.since <= today
        and (member.until is None or member.until >= today)
        and member.user.is_active
        and (settings.KETENZICHT_DEMO or not member.user.demo)
        and member.organisation.active
    )


def has_entered(user: User) -> bool:
    """Tell whether somebody has set up their own way to sign in."""
    return user.has_usable_password() or bool(user.factors)


def may_answer(member: Member) -> bool:
    """Tell whether one of somebody's roles does something with what arrives at a desk."""
    return bool(member.permissions - housekeeping())


def can_stand_in(colleague: Member, member: Member) -> bool:
    """Tell whether a colleague may do all the work of somebody who is away."""
    own = colleague.organisation_id == member.organisation_id and colleague.pk != member.pk
    return own and member.permissions - housekeeping() <= colleague.permissions
