# SPDX-License-Identifier: EUPL-1.2
"""Who keeps whom waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import organisations_by_id
from ketenzicht.cases.file.codes import label, language
from ketenzicht.cases.file.rules import label_of, rule_for
from ketenzicht.cases.payer.selectors import disputes_for
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.waiting.rules import Wait, days_waiting, reasons
from ketenzicht.cases.waiting.selectors import codes_of, waits_for
from ketenzicht.core.clock import local_date
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.listing import Filter, Finder
from ketenzicht.web.parts import State

LONGEST_LINE = 30  # days; a longer wait fills the line
HARMFUL = 10  # days


@dataclass(frozen=True, slots=True)
class Line:
    """One wait as drawn: what for, how long, how harmful, and the case if one may see it."""

    what: str
    acts: str
    told: str
    days: int
    said: str
    length: int
    state: State
    case_id: UUID
    code: str
    since: date
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Waited:
    """One organisation and everybody who waits for it."""

    name: str
    lines: list[Line]

    @property
    def longest(self) -> int:
        return max(line.days for line in self.lines)


@open_to(members(CasePermission.STALL_READ))
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """Show who keeps whom waiting; each line is as long as the wait."""
    choices = [(code, reason.label(language())) for code, reason in reasons().items()]
    finder = Finder(request.GET, filters=(Filter("reason", _("Why"), choices),))
    waits = waits_for(request.member, request.now)
    wanted = finder.value("reason")
    kept = [wait for wait in waits if not wanted or wait.reason == wanted]
    rows = _by_organisation(request, kept)
    context = {
        "listing": finder.page(rows, told=_told(rows)),
        "disputes": disputes_for(request.member, request.now),
    }
    return render(request, "cases/waiting/board.html", context)


def _told(rows: list[Waited]) -> str:
    """Say how many wait, and for how many organisations."""
    number = sum(len(row.lines) for row in rows)
    waits = ngettext("%(number)s wait", "%(number)s waits", number) % {"number": number}
    at = ngettext("at %(number)s organisation", "at %(number)s organisations", len(rows)) % {
        "number": len(rows)
    }
    return f"{waits} {at}"


def _by_organisation(request: StaffRequest, waits: list[Wait]) -> list[Waited]:
    names = organisations_by_id(wait.waits_on for wait in waits)
    codes = codes_of(request.member, waits, request.now)
    ordered = sorted(waits, key=lambda wait: (str(wait.waits_on), wait.since))
    rows = [
        Waited(
            names[organisation_id].name,
            [_line(wait, codes.get(wait.case_id, ""), request.now) for wait in group],
        )
        for organisation_id, group in groupby(ordered, key=lambda wait: wait.waits_on)
    ]
    return sorted(rows, key=lambda row: (-row.longest, row.name))


def _line(wait: Wait, code: str, now: datetime) -> Line:
    days, rule = days_waiting(wait, now), rule_for(wait.rule, wait.since)
    return Line(
        what=label_of(wait.rule, language()),
        acts=label("alarm_recipients", rule.acts),
        told=", ".join(label("alarm_recipients", code) for code in rule.also_told),
        days=days,
        said=_("ends")
        if wait.ends
        else ngettext("%(days)s day", "%(days)s days", days) % {"days": days},
        length=max(4, min(100, 100 * days // LONGEST_LINE)),
        state=State.LATE if days >= HARMFUL else State.WAITS,
        case_id=wait.case_id,
        code=code,
        since=local_date(wait.since),
        ends=wait.ends,
    )
