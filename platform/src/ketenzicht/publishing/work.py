# SPDX-License-Identifier: EUPL-1.2
"""A release that was prepared waits for the approval of somebody else than who prepared it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.core.obligations.kinds import Kind, register, said_of_rows, thing_of_rows
from ketenzicht.core.obligations.states import Said, Standing
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.publishing.services import RELEASE
from ketenzicht.publishing.states import ReleaseState

APPROVE = "release.approve"


def standing(release: Release) -> Iterator[Standing]:
    """Return what stands by the facts of a release."""
    if release.state == ReleaseState.PREPARED:
        yield Standing(
            kind=APPROVE,
            owner=release.organisation_id,
            since=release.prepared_at,
            shows_from=release.prepared_at,
            not_for=release.prepared_by_id,
        )


def _say(release: Release) -> Said:
    sentence = _("“%(title)s” waits for your approval.") % {"title": release.title}
    url = reverse("publishing:release", args=[release.pk])
    return Said(sentence, _("Look at the release"), url, None)


register(
    thing_of_rows(RELEASE, Release, standing),
    [
        Kind(
            code=APPROVE,
            thing=RELEASE,
            permission=ReleasePermission.RELEASE_APPROVE,
            describe=said_of_rows(Release, _say),
        )
    ],
)
