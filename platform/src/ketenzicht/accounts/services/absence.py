# SPDX-License-Identifier: EUPL-1.2
"""Being away: until when, and which colleague stands in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts.members import Act, permission_for, require_act
from ketenzicht.accounts.models import Absence, Member
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.policies import can_stand_in, is_live
from ketenzicht.accounts.selectors import absence_of, colleague
from ketenzicht.accounts.services.notifying import notify
from ketenzicht.accounts.services.tracing import trace
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act


@act()
def go_away(
    *,
    actor: Member,
    member_id: UUID,
    since: date,
    until: date,
    stand_in_id: UUID | None,
    now: datetime,
) -> Absence:
    """Say that somebody is away; this takes the place of what was said before."""
    member = colleague(actor, member_id)
    require_act(actor, member, Act.GO_AWAY, now)
    today = local_date(now)
    if until < since:
        raise Refused(_("The last day lies before the first day."), field="until")
    if until < today:
        raise Refused(_("These days are over."), field="until")
    stand_in = colleague(actor, stand_in_id) if stand_in_id else None
    if stand_in is not None:
        _check_stand_in(stand_in, member, (since, until), now)
    member.absences.filter(ended__isnull=True).update(ended=today)
    absence = Absence.objects.create(member=member, since=since, until=until, stand_in=stand_in)
    if stand_in is not None:
        notify([stand_in], AccountNotice.STANDS_IN, now=now)
    permission = permission_for(actor, member, Act.GO_AWAY)
    trace(actor, permission, member, outcome="away", now=now)
    return absence


@act()
def come_back(*, actor: Member, member_id: UUID, now: datetime) -> Member:
    """End an absence, or call off one that is to come."""
    member = colleague(actor, member_id)
    require_act(actor, member, Act.COME_BACK, now)
    member.absences.filter(ended__isnull=True).update(ended=local_date(now))
    permission = permission_for(actor, member, Act.COME_BACK)
    trace(actor, permission, member, outcome="back", now=now)
    return member


def _check_stand_in(
    stand_in: Member, member: Member, days: tuple[date, date], now: datetime
) -> None:
    if not is_live(stand_in, now) or not can_stand_in(stand_in, member):
        raise Refused(
            _("This colleague cannot do the same work. Choose another."), field="stand_in"
        )
    since, until = days
    other = absence_of(stand_in, now)
    if other is not None and other.since <= until and since <= other.until:
        raise Refused(_("This colleague is away as well then. Choose another."), field="stand_in")
