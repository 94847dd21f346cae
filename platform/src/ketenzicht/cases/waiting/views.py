# SPDX-License-Identifier: EUPL-1.2
"""Who keeps whom waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import organisations_by_id
from ketenzicht.cases.file.codes import label, language
from ketenzicht.cases.file.rules import claim_of_wait, label_of, rule_for
from ketenzicht.cases.payer.selectors import named_disputes
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.waiting.selectors import codes_of, late_work, wait_of
from ketenzicht.cases.waiting.wording import Wait, days_waiting, reasons
from ketenzicht.core.clock import local_date
from ketenzicht.core.policy import members, open_to
from ketenzicht.reference import Claim
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import State
from ketenzicht.work.selectors import longest, waited_for

if TYPE_CHECKING:
    from ketenzicht.work.handover import Item

LONGEST_LINE = 30  # days; a longer wait fills the line
HARMFUL = 10  # days
AT_MOST = 25  # disagreements beside the list
Sum: TypeAlias = dict[str, Any]


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
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Waited:
    """One organisation, those who wait longest for it, and how many more wait."""

    name: str
    lines: list[Line]
    more: int


@open_to(members(CasePermission.BOARD_READ))
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """Show who keeps whom waiting; each line is as long as the wait."""
    choices = [(code, reason.label(language())) for code, reason in reasons().items()]
    finder = Finder(request.GET, filters=(Filter("reason", _("Why"), choices),))
    found = late_work(request.member, request.now, finder.value("reason"))
    page = ListPage(
        title=_("Who keeps whom waiting"),
        lead=_(
            "Each line is a wait that lasts too long. The longer the line, the longer somebody "
            "waits."
        ),
        empty=_("Nothing you can see waits too long"),
        empty_text=_("You see your own cases and your own region. Elsewhere somebody may wait."),
        nothing=_("No wait fits this"),
        nothing_text=_("Choose All to see every wait."),
    )

    def rows(sums: Sequence[Sum]) -> list[Waited]:
        return _rows(request, found, sums)

    return list_page(
        request,
        page,
        finder,
        waited_for(found),
        rows=rows,
        told=_told(found),
        template="cases/waiting/board.html",
        more={"disputes": named_disputes(request.member, request.now, most=AT_MOST)},
    )


def _told(found: QuerySet[Item]) -> str:
    """Say how many wait, and for how many organisations."""
    number, organisations = found.count(), waited_for(found).count()
    waits = ngettext("%(number)s wait", "%(number)s waits", number) % {"number": number}
    at = ngettext("at %(number)s organisation", "at %(number)s organisations", organisations) % {
        "number": organisations
    }
    return f"{waits} {at}"


def _rows(request: StaffRequest, found: QuerySet[Item], page: Sequence[Sum]) -> list[Waited]:
    """The organisations of this page, each with those who wait longest for it."""
    owners = [row["owner"] for row in page]
    items = longest(found, owners)
    names = organisations_by_id(owners)
    waits = {owner: [wait_of(item) for item in items[owner]] for owner in owners}
    shown = [wait for each in waits.values() for wait in each]
    codes = codes_of(request.member, shown, request.now)
    return [
        Waited(
            names[row["owner"]].name,
            [_line(wait, codes.get(wait.case_id, ""), request.now) for wait in waits[row["owner"]]],
            row["number"] - len(waits[row["owner"]]),
        )
        for row in page
    ]


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
        claim=claim_of_wait(wait),
    )
