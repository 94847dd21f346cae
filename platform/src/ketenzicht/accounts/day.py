# SPDX-License-Identifier: EUPL-1.2
"""Partners that wait to be let in, for whoever may let them in."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import organisations_proposed
from ketenzicht.core.day import DayItem, Harm


def items(actor: Member, now: datetime) -> list[DayItem]:
    """Return the partners somebody else proposed."""
    if AccountPermission.ORGANISATION_APPROVE not in actor.permissions:
        return []
    return [
        DayItem(
            harm=Harm.WEEK,
            sentence=_("%(name)s waits to be let in") % {"name": partner.name},
            due=None,
            action=_("Look at the partners"),
            url=reverse("accounts:partners"),
        )
        for partner in organisations_proposed(actor)
    ]
