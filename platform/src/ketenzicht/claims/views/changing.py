# SPDX-License-Identifier: EUPL-1.2
"""Proposing a change, looking at one of somebody else, and taking rows to another installation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.claims import selectors, services
from ketenzicht.claims.acts.changes import Act, acts_open_to, why_not
from ketenzicht.claims.acts.parts import Act as PartAct
from ketenzicht.claims.acts.parts import acts_open_to as part_acts_open_to
from ketenzicht.claims.forms import LookForm, TakeInForm, VersionForm
from ketenzicht.claims.models import Change, Part
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.claims.states import ChangeState
from ketenzicht.claims.wording import label, language
from ketenzicht.claims.words import called
from ketenzicht.core.clock import local_date, today
from ketenzicht.core.errors import NotFound
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.reference import Entry
from ketenzicht.reference.writing import read_rows, row_of, write_rows
from ketenzicht.web.acting import ActPage, Values, act_page
from ketenzicht.web.listing import Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Column, Row, State, Table

readers = members(ClaimPermission.CLAIM_READ)
stewards = members(ClaimPermission.CLAIM_CHANGE)
GET_AND_POST = ["GET", "HEAD", "POST"]


@open_to(stewards)
@require_http_methods(GET_AND_POST)
def propose(request: StaffRequest, claim_section: str, claim_code: str) -> HttpResponse:
    """Propose another version of a claim."""
    found = selectors.versions_of(claim_section, claim_code)[0]
    form = VersionForm(request.POST or None, section=claim_section, row=row_of(found))
    lead = _("A second person looks at it. What began before this day keeps the rule of then.")
    return _proposed(request, found, form, _("Change this claim"), lead)


@open_to(stewards)
@require_http_methods(GET_AND_POST)
def add(request: StaffRequest, claim_section: str, claim_code: str) -> HttpResponse:
    """Propose one more row of the same list."""
    found = selectors.versions_of(claim_section, claim_code)[0]
    row = row_of(found)
    form = VersionForm(request.POST or None, section=claim_section, row=row, adds=True)
    lead = _("A second person looks at it. From its day on it can be chosen.")
    return _proposed(request, found, form, _("Add one to this list"), lead)


def _proposed(
    request: StaffRequest, found: Entry, form: VersionForm, title: str, lead: str
) -> HttpResponse:
    def do(values: Values) -> str:
        made = services.propose_version(
            actor=request.member,
            part=found.part,
            section=found.section,
            row=form.new_row(local_date(request.now)),
            why=values["why"],
            now=request.now,
        )
        return reverse("claims:change", args=[made.pk])

    return act_page(request, _page(found, title, lead), form=form, do=do)


@open_to(stewards)
@require_http_methods(GET_AND_POST)
def look(
    request: StaffRequest, claim_section: str, claim_code: str, begins: str, region: str
) -> HttpResponse:
    """Say that somebody looked again, and perhaps who stands for it."""
    found = _exactly(claim_section, claim_code, begins, region)
    form = LookForm(request.POST or None)
    lead = _("Nothing changes for a case. A second person looks at what you write here.")

    def do(values: Values) -> str:
        of = {"code" if "code" in row_of(found) else "id": claim_code}
        where = {"in_region": found.claim.region} if found.claim.region else {}
        made = services.propose_look(
            actor=request.member,
            part=found.part,
            section=found.section,
            look_at=row_of(found).get("valid_from"),
            row={**of, **where, **form.changes(local_date(request.now))},
            why=values["why"],
            now=request.now,
        )
        return reverse("claims:change", args=[made.pk])

    return act_page(request, _page(found, _("I looked again"), lead), form=form, do=do)


def _page(found: Entry, title: str, lead: str) -> ActPage:
    return ActPage(
        title=f"{title}: {label(found.fact)}",
        lead=lead,
        button=_("Propose this"),
        done=_("Proposed. Somebody else has to look at it."),
        back_url=reverse("claims:claim", args=[found.section, found.fact.code]),
        back_label=label(found.fact),
    )


def _exactly(section: str, code: str, begins: str, region: str) -> Entry:
    for each in selectors.versions_of(section, code):
        day = each.claim.valid_from.isoformat() if each.claim.valid_from else "-"
        if (day, each.claim.region or "-") == (begins, region):
            return each
    raise NotFound


@open_to(readers)
@require_safe
def changes(request: StaffRequest) -> HttpResponse:
    """List what was proposed, what waits first."""
    acts = (
        Action(_("Take in a file of another installation"), reverse("claims:take-in")),
        Action(_("Give our changes to another installation"), reverse("claims:export")),
    )
    page = ListPage(
        title=_("Proposed changes"),
        lead=_("One proposes, another looks. Only then something changes, from its day on."),
        actions=acts if ClaimPermission.CLAIM_CHANGE in request.member.permissions else (),
        empty=_("Nothing was proposed here"),
        empty_text=_("Open a claim to propose a change."),
    )
    found = selectors.changes(request.member, request.now)
    return list_page(request, page, Finder(request.GET), found, row=_change_row)


def _change_row(change: Change) -> Row:
    marks = {
        ChangeState.PROPOSED: (State.WAITS, _("waits for a second person")),
        ChangeState.ACCEPTED: (State.SETTLED, _("taken over")),
        ChangeState.REFUSED: (State.NEUTRAL, _("not taken over")),
    }
    state, word = marks[ChangeState(change.state)]
    return Row(
        f"{_title(change)}: {change.why}",
        url=reverse("claims:change", args=[change.pk]),
        state=state,
        word=word,
        due=change.proposed_at,
        meta=change.proposed_by.user.name,
    )


def _title(change: Change) -> str:
    (own,) = read_rows(change.written)
    said = own.row.get("nl" if language() == "nl" else "en")
    if said:
        return str(said)
    return label(selectors.versions_of(change.section, change.code)[0].fact)


@open_to(readers)
@require_safe
def change(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Show what a change would make different, and let a second person decide."""
    found = selectors.change_for(request.member, change_id, request.now)
    state, word = _change_row(found).state, _change_row(found).word
    context = {
        "title": _title(found),
        "change": found,
        "state": state,
        "word": word,
        "difference": _difference(found),
        "may": dict.fromkeys(acts_open_to(request.member, found), True),
        "why_not": why_not(request.member, found, Act.ACCEPT),
    }
    return render(request, "claims/change.html", context)


def _difference(change: Change) -> Table:
    """What stands there now beside what would stand there."""
    (own,) = read_rows(change.written)
    before = _standing_row(change)
    after: Mapping[str, Any] = {**before, **own.row} if change.is_look else own.row
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    rows = [(called(key), _said(before.get(key)), _said(after.get(key))) for key in keys]
    columns = (Column(_("What")), Column(_("Now")), Column(_("Then")))
    return Table(_("What changes"), columns, rows)


def _standing_row(change: Change) -> Mapping[str, Any]:
    try:
        found = selectors.versions_of(change.section, change.code)
    except NotFound:
        return {}
    same = [each for each in found if (each.claim.region or "") == change.region] or found
    return row_of(same[0])


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(each) for each in value.values())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)


@open_to(stewards)
@require_POST
def accept(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Take over what somebody else proposed."""
    services.accept_change(actor=request.member, change_id=change_id, now=request.now)
    messages.success(request, _("Taken over. It holds from its day on."))
    return see_other("claims:change", change_id)


@open_to(stewards)
@require_POST
def refuse(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Leave it as it is."""
    services.refuse_change(actor=request.member, change_id=change_id, now=request.now)
    messages.success(request, _("Not taken over. Everything stays as it was."))
    return see_other("claims:change", change_id)


@open_to(stewards)
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """Give the rows of this installation as a text for another one."""
    answer = HttpResponse(
        write_rows(selectors.taken_rows()), content_type="application/yaml; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="claims.yaml"'
    return answer


@open_to(stewards)
@require_http_methods(GET_AND_POST)
def take_in(request: StaffRequest) -> HttpResponse:
    """Take in the rows of another installation as proposals."""
    page = ActPage(
        title=_("Take in a file of another installation"),
        lead=_("Each row becomes a proposal that shows what changes. They are decided one by one."),
        button=_("Make proposals of it"),
        done=_("The proposals stand on this list."),
        back_url=reverse("claims:changes"),
        back_label=_("Proposed changes"),
    )

    def do(values: Values) -> None:
        services.propose_from_elsewhere(
            actor=request.member, written=values["written"], now=request.now
        )

    return act_page(request, page, form=TakeInForm(request.POST or None), do=do)


@open_to(readers)
@require_safe
def parts(request: StaffRequest) -> HttpResponse:
    """List who looks after which part."""
    page = ListPage(
        title=_("Who looks after what"),
        lead=_("What has to be looked at again stands on the day of whoever looks after it."),
        empty=_("Not counted yet"),
        empty_text=_("The first sweep after the start makes this list."),
    )

    def row(part: Part) -> Row:
        return _part_row(part, request)

    found = selectors.parts(request.member, request.now)
    return list_page(request, page, Finder(request.GET), found, row=row)


def _part_row(part: Part, request: StaffRequest) -> Row:
    name = reference.code("claim_parts", part.code, by=today()).label(language())
    words = {PartAct.TAKE: _("I look after this"), PartAct.LEAVE: _("No longer mine")}
    offered = [
        Action(words[act], reverse(f"claims:{act}", args=[part.code]), post=True, about=name)
        for act in part_acts_open_to(request.member, part)
    ]
    due = part.due_on is not None and part.due_on < local_date(request.now)
    return Row(
        name,
        next(iter(offered), None),
        url=f"{reverse('claims:list')}?part={part.code}",
        state=State.WAITS if due else None,
        word=_("look again") if due else "",
        meta=part.steward.user.name if part.steward else part.owner.name,
    )


@open_to(stewards)
@require_POST
def take(request: StaffRequest, claim_part: str) -> HttpResponse:
    """Look after a part."""
    services.take_part(actor=request.member, code=claim_part, now=request.now)
    return see_other("claims:parts")


@open_to(stewards)
@require_POST
def leave(request: StaffRequest, claim_part: str) -> HttpResponse:
    """No longer look after a part."""
    services.leave_part(actor=request.member, code=claim_part, now=request.now)
    return see_other("claims:parts")
