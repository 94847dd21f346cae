# SPDX-License-Identifier: EUPL-1.2
"""What the register puts on *Mijn dag*."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ketenzicht.core.day import DayItem
from ketenzicht.core.obligations.states import Harm
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.selectors import doubles

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def items(actor: Member, now: datetime) -> list[DayItem]:
    """Possible doubles that wait for somebody's decision."""
    if RegisterPermission.REGISTER_MERGE not in actor.permissions:
        return []
    waiting = len(doubles(actor))
    if not waiting:
        return []
    sentence = ngettext(
        "%(number)s pair of entries may be one person",
        "%(number)s pairs of entries may be one person",
        waiting,
    ) % {"number": waiting}
    return [DayItem(Harm.WEEK, sentence, None, _("Compare"), reverse("register:doubles"))]
