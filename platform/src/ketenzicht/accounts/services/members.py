# SPDX-License-Identifier: EUPL-1.2
"""Roles, mandates and the end of a membership."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts.members import Act, require_act
from ketenzicht.accounts.models import Mandate, Member, User
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.policies import may_answer
from ketenzicht.accounts.selectors import colleague, with_two
from ketenzicht.accounts.services.access import ask, withdraw_for
from ketenzicht.accounts.services.desks import leave_seats
from ketenzicht.accounts.services.granting import (
    PLATFORM_ROLES,
    check_roles,
    give_exactly,
    giveable,
    grant,
)
from ketenzicht.accounts.services.tracing import end_sessions, trace
from ketenzicht.accounts.states import Asked
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require


@act()
def set_roles(*, actor: Member, member_id: UUID, roles: frozenset[str], now: datetime) -> Member:
    """Give a colleague exactly these roles; what they no longer carry ends today.

    A role that meets cases waits for a second human. Who cannot answer any more leaves their
    desks in the same act, unless one would stand empty.
    """
    require(actor, AccountPermission.MEMBER_MANAGE)
    check_roles(roles, actor)
    member = colleague(actor, member_id)
    require_act(actor, member, Act.SET_ROLES, now)
    answered, today = may_answer(member), local_date(now)
    untouched = PLATFORM_ROLES - giveable(actor)
    carried = member.role_grants.filter(ended__isnull=True)
    carried.exclude(role__in=roles | untouched).update(ended=today)
    held = set(carried.values_list("role", flat=True))
    gained = roles - held
    grant(member, gained - with_two(gained), actor=actor, today=today)
    if with_two(gained):
        ask(actor, member, Asked.ROLES, roles=with_two(gained), now=now)
    if answered and not may_answer(colleague(actor, member_id)):
        leave_seats(member, now)
    trace(
        actor,
        AccountPermission.MEMBER_MANAGE,
        member,
        outcome="roles-set",
        now=now,
        roles=len(roles),
    )
    return member


@act()
def end_membership(*, actor: Member, member_id: UUID, now: datetime) -> Member:
    """Stop a colleague's access at once: sessions, seats, codes and mandates."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    require_act(actor, member, Act.END, now)
    member.seats.all().delete()
    today = local_date(now)
    member.active, member.until = False, today
    member.save(update_fields=["active", "until"])
    # no term: the day before
    member.mandates.filter(until__gte=today).update(until=today - timedelta(days=1))
    member.invitations.filter(used__isnull=True).update(expires=now)
    withdraw_for(member, now)
    end_sessions(User.objects.filter(pk=member.user_id))
    trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="ended", now=now)
    return member


@act()
def restore_membership(
    *, actor: Member, member_id: UUID, roles: frozenset[str], now: datetime
) -> Member:
    """Let somebody back in who left, with exactly these roles; seats, sessions, mandates are gone.

    A role they had before and that is not among these ends, whoever once gave it. With a role
    that meets cases they are in once a second human confirmed it.
    """
    require(actor, AccountPermission.MEMBER_MANAGE)
    check_roles(roles, actor)
    member = colleague(actor, member_id)
    require_act(actor, member, Act.RESTORE, now)
    if with_two(roles):
        ask(actor, member, Asked.ACCESS, roles=roles, now=now)
    else:
        member.active, member.until = True, None
        member.save(update_fields=["active", "until"])
        give_exactly(member, roles, actor=actor, today=local_date(now))
    trace(
        actor,
        AccountPermission.MEMBER_MANAGE,
        member,
        outcome="restored",
        now=now,
        roles=len(roles),
    )
    return member


@act()
def give_mandate(
    *,
    actor: Member,
    member_id: UUID,
    kind: str,
    region: str,
    since: date,
    until: date,
    now: datetime,
) -> Mandate:
    """Give a colleague a power for a time; nobody gives one to themself."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    require_act(actor, member, Act.MANDATE, now)
    if until < since:
        raise Refused(_("The last day lies before the first day."), field="until")
    trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="mandated", now=now, kind=kind)
    return Mandate.objects.create(
        member=member, kind=kind, region=region, since=since, until=until, granted_by=actor
    )
