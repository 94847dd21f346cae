# SPDX-License-Identifier: EUPL-1.2
"""Telling people that something waits for them inside; never what or about whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ketenzicht import reference
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import answering_for, permitted
from ketenzicht.core.clock import local_date
from ketenzicht.core.permissions import Permission
from ketenzicht.mail.services import notify_member, notify_member_undated
from ketenzicht.mail.states import Reason


def notify_desk(
    organisation_id: UUID, reason: Reason, *, permission: Permission, now: datetime
) -> int:
    """Queue a notice to everybody there who can act on it now; returns to how many."""
    return notify(answering_for(permission, organisation_id, now), reason, now=now)


def notify_permitted(
    organisation_id: UUID, reason: Reason, *, permission: Permission, now: datetime
) -> int:
    """Queue a notice to everybody there who carries a permission, at a desk or not."""
    return notify(permitted(permission, organisation_id, now), reason, now=now)


def notify_event(
    event: str,
    reasons: type[Reason],
    *,
    permission: Permission,
    now: datetime,
    by: UUID | None = None,
    **parties: UUID,
) -> int:
    """Queue a notice to whom the table of events names, who can act on it; returns to how many.

    Call it in the transaction of the act. `by` is the organisation that did it, which needs no
    mail about its own act.
    """
    cell = reference.event(event, local_date(now))
    asked = sorted({parties[party] for party in cell.tells} - {by})
    told = [one for each in asked for one in answering_for(permission, each, now)]
    if not told:
        return 0
    reason = reasons(str(cell.mail))
    if not cell.undated:
        return notify(told, reason, now=now)
    for key in sorted({member.pk for member in told}):
        notify_member_undated(key, reason, day=local_date(now))
    return len(told)


def notify(members: Iterable[Member], reason: Reason, *, now: datetime) -> int:
    """Queue one notice to each of these members; who leaves before it is sent gets none."""
    keys = sorted({member.pk for member in members})
    for key in keys:
        notify_member(key, reason, now=now)
    return len(keys)
