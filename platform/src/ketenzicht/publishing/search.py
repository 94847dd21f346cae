# SPDX-License-Identifier: EUPL-1.2
"""Finding a release by its title."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.publishing.selectors import releases_for
from ketenzicht.search.results import AT_MOST, Found


def find(actor: Member, words: str, now: datetime) -> list[Found]:
    """The releases of one's own organisation with these words in their title."""
    if ReleasePermission.RELEASE_PREPARE not in actor.permissions:
        return []
    return [
        Found(
            _("Release %(title)s") % {"title": release.title},
            reverse("publishing:release", args=[release.pk]),
            release.prepared_by.user.name,
        )
        for release in releases_for(actor, now=now, words=words)[:AT_MOST]
    ]
