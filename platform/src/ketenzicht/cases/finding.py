# SPDX-License-Identifier: EUPL-1.2
"""Finding a case by its code, or by what one's own organisation calls it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.cases.page.listing import CaseLine, cases_for, lines, search
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.finding import AT_MOST, Found

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def find(actor: Member, words: str, now: datetime) -> list[Found]:
    """The open cases in reach that these words name."""
    if CasePermission.CASE_READ not in actor.permissions:
        return []
    rows = search(actor, cases_for(actor, now), words, now)[:AT_MOST]
    return [_found(line) for line in lines(actor, list(rows), now)]


def _found(line: CaseLine) -> Found:
    name = f"{line.code} · {line.label}" if line.label else line.code
    return Found(
        _("Case %(code)s") % {"code": name},
        reverse("cases:detail", args=[line.id]),
        _("%(holder)s is to act") % {"holder": line.holder},
    )
