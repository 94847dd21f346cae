# SPDX-License-Identifier: EUPL-1.2
"""What every act about people and partners leaves behind, and ending open sessions."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from ketenzicht.accounts.models import Desk, Member, Organisation, User
from ketenzicht.accounts.states import ORGANISATION
from ketenzicht.audit.services import record
from ketenzicht.core.obligations.acting import touch
from ketenzicht.core.permissions import Permission


def trace(
    actor: Member,
    permission: Permission,
    thing: Member | Desk | Organisation,
    *,
    outcome: str,
    now: datetime,
    **detail: str | int,
) -> None:
    """Leave one row about an act on a person, a desk or an organisation.

    Whatever is done to a part of an organisation may change what somebody must do about it.
    """
    record(
        actor=actor,
        action=permission,
        kind=type(thing).__name__.lower(),
        id=thing.pk,
        now=now,
        outcome=outcome,
        detail=detail,
    )
    home = thing.pk if isinstance(thing, Organisation) else thing.organisation_id
    touch(ORGANISATION, home, now=now, by=outcome)


def end_sessions(users: QuerySet[User]) -> None:
    """End every open session of these users."""
    # Through the keys: an update with a join would count a user once per membership.
    keys = list(users.values_list("pk", flat=True))
    User.objects.filter(pk__in=keys).update(sessions_ended=F("sessions_ended") + 1)
