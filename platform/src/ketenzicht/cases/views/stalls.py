# SPDX-License-Identifier: EUPL-1.2
"""Who keeps whom waiting, and who pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import organisations_by_id
from ketenzicht.cases.forms.base import language
from ketenzicht.cases.forms.handing import DisputeForm, SettleForm
from ketenzicht.cases.models import Dispute
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.selectors.funding import (
    disputes_for,
    get_dispute,
    payers_for,
)
from ketenzicht.cases.selectors.stalls import codes_of, waits_for
from ketenzicht.cases.services.funding import open_dispute, settle_dispute
from ketenzicht.cases.stalls import (
    DISPUTE_RULES,
    Wait,
    days_waiting,
    label_of,
    late_since,
    reasons,
    rule_for,
)
from ketenzicht.cases.views.acts import Act, Values, page, refuse
from ketenzicht.cases.views.sentences import label
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.http import posted_version, see_other
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
    return render(request, "cases/board.html", context)


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


def _open_dispute(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    open_dispute(
        actor=request.member,
        case_id=case_id,
        staying_id=UUID(values["staying"]),
        other_id=UUID(values["other"]),
        now=request.now,
    )


new_dispute = page(
    Act(
        title=gettext_lazy("The municipalities disagree"),
        lead=gettext_lazy("The care goes on. The municipality of the stay pays for now."),
        button=gettext_lazy("Put this on the clock"),
        form=DisputeForm,
        save=_open_dispute,
        done=gettext_lazy("The disagreement is on the clock. The care goes on."),
        holder_only=False,
    )
)


@open_to(members(CasePermission.CASE_READ))
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: StaffRequest, dispute_id: UUID) -> HttpResponse:
    """Show a disagreement about money to both municipalities and the holder, and settle it."""
    found = get_dispute(request.member, dispute_id, request.now)
    given = request.POST if request.method == "POST" else None
    form = SettleForm(given, access=None, actor=request.member, now=request.now)
    form.offer([(str(payer.pk), payer.name) for payer in payers_for(request.member, found)])
    if given is not None and form.is_valid():
        try:
            settle_dispute(
                actor=request.member,
                dispute_id=dispute_id,
                payer_id=UUID(form.cleaned_data["payer"]),
                version=posted_version(request),
                now=request.now,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("It is settled who pays."))
            return see_other("cases:board")
    context = {
        "dispute": found,
        "form": form,
        "step": label("municipal_track", found.step),
        "clock": _clock(found),
    }
    return render(request, "cases/dispute.html", context, status=422 if form.errors else 200)


def _clock(found: Dispute) -> list[tuple[str, datetime]]:
    """The steps of the ladder and when each is reached, unless it is settled before."""
    return [
        (label_of(rule, language()), late_since(rule, found.opened_at)) for rule in DISPUTE_RULES
    ]
