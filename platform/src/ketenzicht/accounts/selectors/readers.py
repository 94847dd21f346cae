# SPDX-License-Identifier: EUPL-1.2
"""Who reads what is sent to a member: asked at sending, so who left gets nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors.absence import stood_in_for
from ketenzicht.accounts.selectors.people import live_members
from ketenzicht.accounts.states import ORGANISATION
from ketenzicht.mail import selectors as mail
from ketenzicht.mail.states import Reader


def reader_of(member_id: UUID, now: datetime) -> Reader | None:
    """Return who reads a notice for a member: a stand-in meanwhile, nobody once they left."""
    absences = stood_in_for(now).filter(member=member_id)
    reading = absences.values_list("stand_in", flat=True).first() or member_id
    found = live_members(now).filter(pk=reading).select_related("user").first()
    if found is None:
        return None
    homes = found.user.memberships.order_by().values_list("organisation", flat=True)
    things = tuple((ORGANISATION, home) for home in sorted(homes))
    return Reader(found.user_id, found.user.email, found.user.language, things)


def refused_members(
    organisation_ids: Collection[UUID], now: datetime
) -> list[tuple[Member, datetime]]:
    """Live members of these organisations whose mail is refused, and since when."""
    since = mail.refused_readers(now)
    found = live_members(now).filter(organisation__in=organisation_ids, user__in=since)
    return sorted(((each, since[each.user_id]) for each in found), key=lambda pair: pair[1])
