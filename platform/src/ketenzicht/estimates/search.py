# SPDX-License-Identifier: EUPL-1.2
"""Finding an estimate by its lists or its method."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.estimates.permissions import EstimatePermission
from ketenzicht.estimates.selectors import runs_for
from ketenzicht.estimates.views.charts import method_title
from ketenzicht.search.results import AT_MOST, Found


def find(actor: Member, words: str, now: datetime) -> list[Found]:
    """The estimates of one's own organisation that these words name."""
    if EstimatePermission.ESTIMATE_READ not in actor.permissions:
        return []
    return [
        Found(
            _("Estimate %(title)s") % {"title": run.input.title},
            reverse("estimates:run", args=[run.pk]),
            method_title(run),
        )
        for run in runs_for(actor, now=now, words=words)[:AT_MOST]
    ]
