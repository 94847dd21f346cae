# SPDX-License-Identifier: EUPL-1.2
"""Finding an entry by its code; nothing else of an entry can be looked for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.selectors import entries_for, record_access_to_entries
from ketenzicht.search.results import AT_MOST, Found

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def find(actor: Member, words: str, now: datetime) -> list[Found]:
    """The entries whose code holds these words, each shown in the list of the register."""
    if RegisterPermission.REGISTER_READ not in actor.permissions:
        return []
    codes = list(entries_for(actor, code=words).values_list("code", flat=True)[:AT_MOST])
    record_access_to_entries(actor, len(codes), now)
    page = reverse("register:list")
    return [
        Found(_("Entry %(code)s") % {"code": code}, f"{page}?{urlencode({'q': code})}")
        for code in codes
    ]
