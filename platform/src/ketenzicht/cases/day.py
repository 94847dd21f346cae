# SPDX-License-Identifier: EUPL-1.2
"""What the care side says on *Mijn dag* beside its work: how many cases ask for nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.waiting.rules import AHEAD
from ketenzicht.cases.waiting.states import OVERSEERS, CaseWork
from ketenzicht.core.day import DayItem
from ketenzicht.core.obligations.states import Harm
from ketenzicht.work.selectors import late_besides, planned_after

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def items(actor: Member, now: datetime) -> list[DayItem]:
    """How many more cases stand still in the region of whoever directs the chain there."""
    if not OVERSEERS & actor.roles:
        return []
    others = late_besides(actor, now, thing=CASE, told=CaseWork.TOLD)
    if not others:
        return []
    sentence = ngettext(
        "%(number)s more case in your region stands still",
        "%(number)s more cases in your region stand still",
        others,
    ) % {"number": others}
    return [DayItem(Harm.WEEK, sentence, None, _("Look who waits"), reverse("cases:board"))]


def rest(actor: Member, now: datetime) -> str:
    """How many cases are held here that ask for nothing yet."""
    if CasePermission.CASE_WRITE not in actor.permissions:
        return ""
    quiet = planned_after(actor, now + AHEAD, kind=CaseWork.NEXT)
    if not quiet:
        return ""
    return ngettext(
        "%(number)s case goes on without you.", "%(number)s cases go on without you.", quiet
    ) % {"number": quiet}
