# SPDX-License-Identifier: EUPL-1.2
"""Who reads what is sent to a member: asked at sending, so who left gets nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors.able import carrying
from ketenzicht.accounts.selectors.absence import stood_in_for
from ketenzicht.accounts.selectors.people import live_members
from ketenzicht.mail import selectors as mail
from ketenzicht.mail.states import Reader


def reader_of(member_id: UUID, now: datetime) -> Reader | None:
    """Return who reads a notice for a member: a stand-in meanwhile, nobody once they left."""
    absences = stood_in_for(now).filter(member=member_id)
    reading = absences.values_list("stand_in", flat=True).first() or member_id
    found = live_members(now).filter(pk=reading).select_related("user").first()
    if found is None:
        return None
    return Reader(found.user_id, found.user.email, found.user.language)


def colleagues_without_mail(actor: Member, now: datetime) -> list[tuple[Member, datetime]]:
    """Live members of the own organisation whose mail is refused, and since when."""
    return _refused(live_members(now).filter(organisation_id=actor.organisation_id), now)


def members_without_mail_or_administrator(now: datetime) -> list[tuple[Member, datetime]]:
    """Live members whose mail is refused, at organisations where nobody can correct an address."""
    correcting = carrying(AccountPermission.MEMBER_MANAGE, now).values("organisation_id")
    return _refused(live_members(now).exclude(organisation_id__in=correcting), now)


def _refused(members: QuerySet[Member], now: datetime) -> list[tuple[Member, datetime]]:
    since = mail.refused_readers(now)
    found = members.filter(user__in=since).select_related("user", "organisation")
    return sorted(((each, since[each.user_id]) for each in found), key=lambda pair: pair[1])
