# SPDX-License-Identifier: EUPL-1.2
"""What waits for who releases figures.

A release that was prepared, for somebody else than who prepared it; a yearly figure of others that
should exist by now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.selectors import organisations_having
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.kinds import (
    Kind,
    register,
    said_of_rows,
    single_thing,
    thing_of_rows,
)
from ketenzicht.core.obligations.states import Item, Said, Standing
from ketenzicht.publishing.figures import edition_due, missing_edition
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.publishing.services import RELEASE
from ketenzicht.publishing.states import ReleaseState

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

APPROVE, EDITION = "release.approve", "figures.edition"
#: The yearly figures of others that the platform shows beside its own, as one thing.
FIGURES, THE_FIGURES = "figures", UUID(int=0)
FOLLOWED = "registered_rapporteur"


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


def _editions(now: datetime) -> Iterator[Standing]:
    """A newer edition of the Rapporteur's figures should exist: somebody looks it up."""
    year = missing_edition(FOLLOWED, local_date(now))
    due = year and edition_due(FOLLOWED, year)
    if not due:
        return
    since = midnight(due)
    for owner in organisations_having(ReleasePermission.RELEASE_APPROVE):
        yield Standing(kind=EDITION, key=str(year), owner=owner.pk, since=since, shows_from=since)


def _say_edition(items: Sequence[Item], _actor: Member, _now: datetime) -> dict[UUID, Said]:
    said = _("The figures of %(year)s should exist by now; look them up.")
    action, url = _("Releases"), reverse("publishing:releases")
    return {item.pk: Said(said % {"year": item.key}, action, url, None) for item in items}


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
register(
    single_thing(FIGURES, THE_FIGURES, _editions),
    [
        Kind(
            code=EDITION,
            thing=FIGURES,
            permission=ReleasePermission.RELEASE_APPROVE,
            describe=_say_edition,
        )
    ],
)
