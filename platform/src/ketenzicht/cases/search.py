# SPDX-License-Identifier: EUPL-1.2
"""Finding a case by its code, or by what one's own organisation calls it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.cases.file.states import CaseState
from ketenzicht.cases.page.listing import CaseLine, lines, reached, search
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.search.results import AT_MOST, Found

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def find(actor: Member, words: str, now: datetime) -> list[Found]:
    """The cases in reach that these words name, closed ones too."""
    if CasePermission.CASE_READ not in actor.permissions:
        return []
    rows = search(actor, reached(actor, now).order_by("closed_at", "-opened_at"), words)[:AT_MOST]
    return [_found(line) for line in lines(actor, list(rows), now)]


def _found(line: CaseLine) -> Found:
    words = {"holder": line.holder}
    name = f"{line.code} · {line.label}" if line.label else line.code
    return Found(
        _("Case %(code)s") % {"code": name},
        reverse("cases:detail", args=[line.id]),
        _("closed") if line.state == CaseState.CLOSED else _("%(holder)s is to act") % words,
    )
