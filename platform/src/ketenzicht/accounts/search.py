# SPDX-License-Identifier: EUPL-1.2
"""Finding somebody of one's own organisation by name."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import colleagues
from ketenzicht.search.results import AT_MOST, Found
from ketenzicht.search.selectors import holding


def find(actor: Member, words: str, _now: datetime) -> list[Found]:
    """The people of one's own organisation with these words in their name."""
    if AccountPermission.MEMBER_MANAGE not in actor.permissions:
        return []
    found = holding(colleagues(actor), words, "user__name").order_by("user__name")
    return [
        Found(one.user.name, reverse("accounts:member", args=[one.pk])) for one in found[:AT_MOST]
    ]
