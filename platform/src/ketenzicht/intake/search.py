# SPDX-License-Identifier: EUPL-1.2
"""Finding a report by number or municipality, or by an exact address, plate or number."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from ketenzicht.accounts.handover import Member
from ketenzicht.intake import selectors
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.selectors.inbox import Filters, InboxRow, Which
from ketenzicht.intake.views import wording
from ketenzicht.search.results import AT_MOST, Found


def find(actor: Member, words: str, now: datetime) -> list[Found]:
    """The reports held here that these words name."""
    if ReportPermission.REPORT_READ not in actor.permissions:
        return []
    found = selectors.inbox(actor, Filters(which=Which.ALL, text=words), now=now)
    return [_found(row) for row in found.rows[:AT_MOST]]


def _found(row: InboxRow) -> Found:
    url = reverse("intake:report", kwargs={"report_id": row.id})
    return Found(wording.heading(row), url, f"{row.label} · {wording.state_label(row.state)[1]}")
