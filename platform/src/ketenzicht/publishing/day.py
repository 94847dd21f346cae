# SPDX-License-Identifier: EUPL-1.2
"""What publishing puts on *Mijn dag*: a yearly figure that should exist and is not here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.core.clock import local_date
from ketenzicht.core.day import DayItem
from ketenzicht.core.obligations.states import Harm
from ketenzicht.publishing.figures import missing_edition
from ketenzicht.publishing.permissions import ReleasePermission

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def items(actor: Member, now: datetime) -> list[DayItem]:
    """A newer edition of the Rapporteur's figures should exist: somebody looks it up."""
    if ReleasePermission.RELEASE_APPROVE not in actor.permissions:
        return []
    year = missing_edition("registered_rapporteur", local_date(now))
    if year is None:
        return []
    sentence = _("The figures of %(year)s should exist by now; look them up.") % {"year": year}
    return [DayItem(Harm.WEEK, sentence, None, _("Releases"), reverse("publishing:releases"))]
