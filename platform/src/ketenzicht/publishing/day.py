# SPDX-License-Identifier: EUPL-1.2
"""Releases that wait for a second pair of eyes."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.day import DayItem, Harm
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.publishing.selectors import releases_for
from ketenzicht.publishing.states import ReleaseState


def items(actor: Member, now: datetime) -> list[DayItem]:
    """Return the releases this member may approve."""
    if ReleasePermission.RELEASE_APPROVE not in actor.permissions:
        return []
    waiting = releases_for(actor, now=now, state=ReleaseState.PREPARED).exclude(prepared_by=actor)
    return [
        DayItem(
            harm=Harm.WEEK,
            sentence=_("“%(title)s” waits for your approval.") % {"title": release.title},
            due=None,
            action=_("Look at the release"),
            url=reverse("publishing:release", args=[release.pk]),
        )
        for release in waiting
    ]
