# SPDX-License-Identifier: EUPL-1.2
"""The list of cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.codes import from_list, label
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.page.listing import CaseLine, cases_for, lines, search
from ketenzicht.cases.page.views.sentences import case_state, silence
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import local_date
from ketenzicht.core.policy import members, open_to
from ketenzicht.core.spoofing import shown_name
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Row, State


@open_to(members(CasePermission.CASE_READ))
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: StaffRequest) -> HttpResponse:
    """List the cases I can see; search words travel in the body, never in the address."""
    actor, now = request.member, request.now
    finder = Finder(
        request.POST, filters=_filters(), search=_("Search by code or own name"), post=True
    )
    found = cases_for(
        actor,
        now,
        state=finder.value("state"),
        whose=finder.value("whose"),
        risk=finder.value("risk"),
    )

    def rows(things: Sequence[Case]) -> list[Row]:
        return [_row(line, request) for line in lines(actor, things, now)]

    may_open = CasePermission.CASE_OPEN in actor.permissions
    more = {
        "may_open": may_open,
        "may_break": CasePermission.CASE_BREAK_GLASS in actor.permissions,
    }
    return list_page(
        request,
        _page(may_open=may_open),
        finder,
        search(actor, found, finder.words),
        rows=rows,
        template="cases/page/list.html",
        more=more,
    )


def _page(*, may_open: bool) -> ListPage:
    told = (
        _("A case begins with a report, with a hand-over you accept, or here.")
        if may_open
        else _(
            "You see a case as soon as your organisation holds it or somebody shares it with you."
        )
    )
    return ListPage(
        title=_("My cases"),
        empty=_("You have no open cases now"),
        empty_text=told,
        nothing=_("No case fits this"),
        begin=Action(_("Open a case"), reverse("cases:open")) if may_open else None,
    )


def _filters() -> tuple[Filter, ...]:
    whose = [("held", _("We hold it")), ("mine", _("I do it")), ("shared", _("Shared with us"))]
    states = [(code, str(name)) for code, name in from_list("case_states")()]
    risks = [(code, str(name)) for code, name in from_list("risk_levels")()]
    return (
        Filter("whose", _("Which cases"), whose),
        Filter("state", _("Stage of the care"), states),
        Filter("risk", _("Risk"), risks),
    )


def _row(line: CaseLine, request: StaffRequest) -> Row:
    name = f"{line.code} · {shown_name(line.label)}" if line.label else line.code
    if line.closed_at is not None:
        return _closed_row(line, name, line.closed_at)
    if line.offered_to and line.mine:
        sentence = _("%(case)s: waiting for %(receiver)s to say yes; you are to act") % {
            "case": name,
            "receiver": line.offered_to,
        }
    elif line.mine and line.next_due is None:
        sentence = _("%(case)s: no next step") % {"case": name}
    elif line.mine:
        sentence = _("%(case)s: you are to act") % {"case": name}
    else:
        sentence = _("%(case)s: %(holder)s is to act") % {"case": name, "holder": line.holder}
    late = line.next_due is None or line.next_due <= request.now
    kind, word = case_state(line.state)
    return Row(
        sentence=sentence,
        url=reverse("cases:detail", args=[line.id]),
        state=State.LATE if late and line.mine else kind,
        word=_stalled(line, word) if late and line.mine else word,
        due=line.next_due,
        meta=silence(line.last_contact_at, request.now),
    )


def _stalled(line: CaseLine, stage: str) -> str:
    """It is the step that is late, never the stage."""
    text = (
        _("Stands still · %(state)s")
        if line.next_due is None
        else _("Late: the next step · %(state)s")
    )
    return text % {"state": stage}


def _closed_row(line: CaseLine, name: str, closed_at: datetime) -> Row:
    """A closed case says why and since which day; nothing about it can be late."""
    kind, word = case_state(line.state)
    words = {"case": name, "reason": label("closure_reasons", line.closure_reason).lower()}
    return Row(
        sentence=_("%(case)s: %(reason)s") % words,
        url=reverse("cases:detail", args=[line.id]),
        state=kind,
        word=word,
        due=None,
        meta=_("Closed on %(day)s") % {"day": date_format(local_date(closed_at), "j F Y")},
    )
