# SPDX-License-Identifier: EUPL-1.2
"""Reading releases: those of my organisation, and the one everybody may read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.selectors import deciders
from ketenzicht.accounts.states import Power
from ketenzicht.core.errors import NotFound
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.publishing.states import ReleaseState
from ketenzicht.search.selectors import holding


def releases_for(
    actor: Member, *, now: datetime, words: str = "", state: str = ""
) -> QuerySet[Release]:
    """Return the releases of the actor's organisation, newest first."""
    found = Release.objects.for_reader(actor, now).select_related(
        "prepared_by__user", "approved_by__user"
    )
    if words:
        found = holding(found, words, "title")
    return found.filter(state=state) if state else found


def release_for(actor: Member, release_id: UUID, *, now: datetime) -> Release:
    """Return one release of the actor's organisation."""
    found = releases_for(actor, now=now).filter(pk=release_id).first()
    if found is None:
        raise NotFound
    return found


def deciders_of(actor: Member, now: datetime) -> list[str]:
    """Who at the actor's organisation has the mandate to release figures; empty when nobody has."""
    permission = ReleasePermission.RELEASE_APPROVE
    found = deciders(Power.RELEASE, "", permission, actor.organisation_id, now)
    return [member.user.name for member in found.select_related("user")]


def published_release() -> Release | None:
    """Return the newest release that is public; everything in it may be read by everybody."""
    rows = Release.objects.whole_table(why="published releases are public")
    return rows.filter(state=ReleaseState.PUBLISHED).order_by("-published_at").first()
