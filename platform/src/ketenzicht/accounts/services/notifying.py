# SPDX-License-Identifier: EUPL-1.2
"""Telling people that something waits for them inside; never what or about whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import answering_for, permitted
from ketenzicht.core.permissions import Permission
from ketenzicht.mail.services import notify_member
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


def notify(members: Iterable[Member], reason: Reason, *, now: datetime) -> int:
    """Queue one notice to each of these members; who leaves before it is sent gets none."""
    keys = sorted({member.pk for member in members})
    for key in keys:
        notify_member(key, reason, now=now)
    return len(keys)
