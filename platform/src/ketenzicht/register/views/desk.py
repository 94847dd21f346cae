# SPDX-License-Identifier: EUPL-1.2
"""The desk that keeps the register: entries, who may be one person, what was decided, counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as plain
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.core.clock import local_date, today
from ketenzicht.core.http import see_other, uuids
from ketenzicht.core.policy import members, open_to
from ketenzicht.register import selectors, services
from ketenzicht.register.acts.decisions import Act, acts_open_to, why_not
from ketenzicht.register.models import Decision, Entry
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.selectors import Double
from ketenzicht.register.states import SIMILARITY_LABELS
from ketenzicht.register.views import wording
from ketenzicht.register.views.counts import safe_tables
from ketenzicht.register.views.entries import changes_table, entry_facts
from ketenzicht.web.acting import ActPage, posted
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Column, Row, Table
from ketenzicht.web.together import Together, together_page

READ = members(RegisterPermission.REGISTER_READ)
MERGE = members(RegisterPermission.REGISTER_MERGE)
WHOLE = 2  # columns of a code and a month, which stay on one line


@open_to(READ)
@require_safe
def entries(request: StaffRequest) -> HttpResponse:
    """List the entries, by year, form, kind of reporter and region."""
    finder = Finder(request.GET, filters=_filters(), search=_("Search by entry code"))
    found = selectors.entries_for(
        request.member,
        year=finder.value("year"),
        form=finder.value("form"),
        reporter=finder.value("reporter"),
        region=finder.value("region"),
        code=finder.words,
    )
    may_merge = RegisterPermission.REGISTER_MERGE in request.member.permissions
    page = ListPage(
        title=_("Register"),
        lead=_(
            "Entries are reports. People are counted after you decided which entries belong "
            "together."
        ),
        empty=_("The register is empty"),
        empty_text=_("Entries come from cases and from services that register by duty."),
        nothing=_("No entry fits this"),
        nothing_text=_("Choose All in one of the boxes."),
    )

    def rows(things: Sequence[Entry]) -> Table:
        selectors.record_access_to_entries(request.member, len(things), request.now)
        columns = [Column(head, whole=at < WHOLE) for at, head in enumerate(wording.headings())]
        said = [wording.cells(entry) for entry in things]
        return Table(_("Entries in the register"), columns, said, stacks=True)

    more = {
        "waiting": len(selectors.doubles(request.member)) if may_merge else 0,
        "may_merge": may_merge,
    }
    return list_page(
        request, page, finder, found, rows=rows, template="register/list.html", more=more
    )


def _filters() -> tuple[Filter, ...]:
    language = get_language() or "nl"
    roots = [
        code for code in reference.codes("exploitation_forms", by=today()) if code.parent is None
    ]
    kinds = [(code.code, code.label(language)) for code in roots]
    return (
        Filter("year", _("Year"), [(str(y), str(y)) for y in selectors.years_present()]),
        Filter("form", _("Kind of exploitation"), kinds),
        Filter("reporter", _("Reporter"), wording.choices("reporter_types")),
        Filter(
            "region", _("Region"), [(r.code, r.label(language)) for r in reference.regions(today())]
        ),
    )


@open_to(READ)
@require_safe
def entry(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Show one entry: what it says, and what it said before."""
    found = selectors.entry_for(request.member, entry_id)
    selectors.record_access_to_entries(request.member, 1, request.now)
    context = {
        "entry": found,
        "facts": entry_facts(found),
        "changes": changes_table(selectors.changes_of(found)),
    }
    return render(request, "register/entry.html", context)


@open_to(MERGE)
@require_safe
def doubles(request: StaffRequest) -> HttpResponse:
    """Show pairs that may be one person."""
    page = ListPage(
        title=_("One person or two"),
        lead=_("You see codes, never a name. The codes tell what is equal; you decide."),
        together=(Action(_("These are two persons"), reverse("register:apart-together")),),
        empty=_("Nothing to compare"),
        empty_text=_("No two entries look alike without a decision about them."),
        back_url=reverse("register:list"),
        back_label=_("Back to the register"),
    )

    def rows(things: Sequence[Double]) -> list[dict[str, Any]]:
        selectors.record_access_to_entries(request.member, 2 * len(things), request.now)
        return [_pair(request, pair) for pair in things]

    template, found = "register/doubles.html", selectors.doubles(request.member)
    return list_page(request, page, Finder(request.GET), found, rows=rows, template=template)


def _pair(request: StaffRequest, pair: Double) -> dict[str, Any]:
    first, second = pair.first, pair.second
    codes = f"{first.code}, {second.code}"
    rows = list(zip(wording.headings(), wording.cells(first), wording.cells(second), strict=True))[
        1:
    ]
    columns = [Column(_("Entry")), Column(first.code), Column(second.code)]
    return {
        "pair": pair,
        "key": key_of(pair),
        "codes": codes,
        "why": str(SIMILARITY_LABELS[pair.strongest]),
        "can": {act.value for act in acts_open_to(request.member, pair)},
        "table": Table(_("Side by side: %(codes)s") % {"codes": codes}, columns, rows),
    }


def key_of(pair: Double) -> str:
    """How a pair is called in a form."""
    return f"{pair.first.pk}.{pair.second.pk}"


def _chosen(keys: Sequence[str]) -> list[Double]:
    """The pairs of these keys, as they stand now; what is no pair of entries is left out."""
    asked = [uuids(key.split(".")) for key in keys]
    known = selectors.known_entries(one for pair in asked for one in pair)
    return [
        selectors.pair_of(*pair)
        for pair in asked
        if len(set(pair)) == len(pair) == 2 and set(pair) <= known
    ]


@open_to(MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def apart_together(request: StaffRequest) -> HttpResponse:
    """Decide about several pairs that each are two persons."""
    actor, now = request.member, request.now
    page = ActPage(
        title=_("Are these two persons each time?"),
        lead=_("They are not proposed again. You can take each decision back."),
        button=_("These are two persons"),
        back_url=reverse("register:doubles"),
        back_label=_("Back to the pairs"),
    )
    act: Together[Double] = Together(
        page=page,
        find=_chosen,
        key=key_of,
        say=lambda pair: f"{pair.first.code} / {pair.second.code}",
        why_not=lambda pair: why_not(actor, pair, Act.KEEP_APART),
        do=lambda pair, _values, _version: services.keep_apart(
            actor=actor, first_id=pair.first.pk, second_id=pair.second.pk, now=now
        ),
    )
    selectors.record_access_to_entries(actor, 2 * len(request.GET.getlist("chosen")), now)
    return together_page(request, act, plain.Form(posted(request)))


@open_to(MERGE)
@require_POST
def decide(request: StaffRequest, entry_id: UUID, other_id: UUID) -> HttpResponse:
    """Decide about one pair: one person, or two."""
    ground: dict[str, Any] = {
        "actor": request.member,
        "first_id": entry_id,
        "second_id": other_id,
        "now": request.now,
    }
    if request.POST.get("same") == "yes":
        services.join_entries(**ground)
        messages.success(request, _("These entries count as one person. You can undo this."))
    else:
        services.keep_apart(**ground)
        messages.success(request, _("These entries stay two persons."))
    return see_other("register:doubles")


@open_to(MERGE)
@require_safe
def decisions(request: StaffRequest) -> HttpResponse:
    """List the decisions that stand, each with a way back."""
    finder = Finder(request.GET, filters=(_said(),), search=_("Search by entry code"))
    found = selectors.decided(
        request.member, code=finder.words, same=SAID.get(finder.value("said"))
    )
    page = ListPage(
        title=_("Decided before"),
        lead=_("Which entries are one person, and which are two. Each decision can be taken back."),
        empty=_("Nothing was decided yet"),
        empty_text=_("Decisions about pairs of entries come here."),
        nothing=_("No decision fits this"),
        nothing_text=_("Choose All, or search for another code."),
        together=(Action(_("Undo"), reverse("register:undo-together")),),
        back_url=reverse("register:doubles"),
        back_label=_("Back to the pairs"),
    )

    def rows(things: Sequence[Decision]) -> list[Row]:
        shown = selectors.as_decided(things)
        number = sum(len(one.codes) for one in shown)
        selectors.record_access_to_entries(request.member, number, request.now)
        can = [acts_open_to(request.member, thing) for thing in things]
        return [_decision(one, acts) for one, acts in zip(shown, can, strict=True)]

    return list_page(request, page, finder, found, rows=rows)


def _decision(one: selectors.Decided, acts: Sequence[Act]) -> Row:
    codes, may_undo = ", ".join(one.codes), Act.UNDO in acts
    undo = Action(
        _("Undo"), reverse("register:undo", args=[one.id]), post=True, kind="quiet", about=codes
    )
    return Row(
        _said_of(one),
        action=undo if may_undo else None,
        due=one.at,
        meta=one.by,
        key=str(one.id) if may_undo else "",
    )


def _said_of(one: selectors.Decided) -> str:
    told = _("%(codes)s: one person") if one.same else _("%(codes)s: two persons")
    return told % {"codes": ", ".join(one.codes)}


SAID = {"one": True, "two": False}


def _said() -> Filter:
    return Filter("said", _("Decided"), [("one", _("One person")), ("two", _("Two persons"))])


@open_to(MERGE)
@require_POST
def undo(request: StaffRequest, decision_id: UUID) -> HttpResponse:
    """Take a decision back."""
    decision = services.undo_decision(
        actor=request.member, decision_id=decision_id, now=request.now
    )
    if decision.same:
        messages.success(request, _("Undone. Nobody says any more that these two are one person."))
    else:
        messages.success(request, _("Undone. These two can be proposed as one person again."))
    return see_other("register:decisions")


@open_to(MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_together(request: StaffRequest) -> HttpResponse:
    """Take several decisions back."""
    actor, now = request.member, request.now
    page = ActPage(
        title=_("Take these decisions back?"),
        button=_("Undo"),
        back_url=reverse("register:decisions"),
        back_label=_("Decided before"),
    )
    act: Together[Decision] = Together(
        page=page,
        find=lambda keys: selectors.decisions_of(actor, uuids(keys)),
        key=lambda one: str(one.pk),
        say=lambda one: _said_of(selectors.as_decided([one])[0]),
        why_not=lambda one: why_not(actor, one, Act.UNDO),
        do=lambda one, _values, _version: services.undo_decision(
            actor=actor, decision_id=one.pk, now=now
        ),
    )
    selectors.record_access_to_entries(actor, 2 * len(request.GET.getlist("chosen")), now)
    return together_page(request, act, plain.Form(posted(request)))


@open_to(READ)
@require_safe
def counts(request: StaffRequest) -> HttpResponse:
    """Show how many people per year, form, kind of reporter and age, as they may go outside."""
    selectors.record_access_to_entries(request.member, 0, request.now)
    found = safe_tables(local_date(request.now))
    return render(request, "register/counts.html", {"counts": found, "tables": found.tables})
