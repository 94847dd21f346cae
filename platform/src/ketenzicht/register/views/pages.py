# SPDX-License-Identifier: EUPL-1.2
"""Registering from a case or by duty, and the desk that keeps the register."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.fields import told_in
from ketenzicht.cases.handover import CaseForRegister, Identity, case_for_register
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.core.policy import members, open_to
from ketenzicht.register import selectors, services
from ketenzicht.register.forms import DutyForm, OutcomeForm
from ketenzicht.register.models import Entry
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.states import OUTCOME_LABELS, SIMILARITY_LABELS, Outcome
from ketenzicht.register.views.counts import safe_tables
from ketenzicht.register.views.entries import age_label, changes_table, entry_facts
from ketenzicht.register.views.grounds import ground_said
from ketenzicht.web.listing import Filter, Finder
from ketenzicht.web.parts import Column, Table

ENTER = members(RegisterPermission.REGISTER_ENTER)
READ = members(RegisterPermission.REGISTER_READ)
MERGE = members(RegisterPermission.REGISTER_MERGE)
WHOLE = 2  # columns of a code and a month, which stay on one line


def _label(codes: str, code: str) -> str:
    return reference.code(codes, code).label(get_language() or "nl") if code else "–"


@open_to(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Register the person of a case, in one of four ways."""
    material = case_for_register(
        request.member, case_id, permission=RegisterPermission.REGISTER_ENTER, now=request.now
    )
    duty = services.has_duty(request.member, local_date(request.now))
    given = request.POST if request.method == "POST" else None
    known = {"signalled": month_of(material.first_signal), "dossier": material.dossier}
    form = OutcomeForm(given, duty=duty, initial=known)
    if given is not None and form.is_valid():
        answer = _enter(request, material, form)
        if answer is not None:
            return answer
    context = {
        "material": material,
        "form": form,
        "answer": _label("consent_states", material.answer),
        "ground": ground_said(request.member, local_date(request.now)),
        "forms": ", ".join(_label("exploitation_forms", code) for code in material.forms),
    }
    return render(request, "register/enter.html", context, status=422 if form.errors else 200)


def _enter(
    request: StaffRequest, material: CaseForRegister, form: OutcomeForm
) -> HttpResponse | None:
    outcome = Outcome(form.cleaned_data["outcome"])
    if outcome is Outcome.NOT_ASKED:
        messages.info(request, _("Nothing was registered. Plan when you ask."))
        return see_other("cases:plan", material.case_id)
    try:
        services.enter_from_case(
            actor=request.member,
            case_id=material.case_id,
            outcome=outcome,
            language=form.cleaned_data["language"],
            signalled=first_day_of(form.cleaned_data["signalled"]),
            dossier=form.cleaned_data["dossier"],
            now=request.now,
        )
    except Refused as refusal:
        form.add_error(
            refusal.field if refusal.field in form.fields else None, str(refusal.sentence)
        )
        return None
    said = {
        Outcome.NAMED: _("Registered. The register keeps no name."),
        Outcome.MINIMAL: _("Registered without a name."),
        Outcome.BY_DUTY: _("Registered by duty. The register keeps no name."),
        Outcome.REFUSED: _("Written down: the person does not want to be registered."),
    }
    messages.success(request, said[outcome])
    return see_other("cases:detail", material.case_id)


@open_to(ENTER)
@require_POST
def withdraw(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Take the entry of a case out, on the person's word."""
    services.withdraw_entry(actor=request.member, case_id=case_id, now=request.now)
    messages.success(request, _("The entry is withdrawn and no longer counts."))
    return see_other("register:enter", case_id)


@open_to(members(RegisterPermission.REGISTER_DUTY))
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: StaffRequest) -> HttpResponse:
    """Register by duty, without a case."""
    if not services.has_duty(request.member, local_date(request.now)):
        raise NotAllowed(_("Only police, border police and labour authority register by duty."))
    regions = services.regions_of(request.member)
    today = month_of(local_date(request.now))
    initial = {"signalled": today, "region": regions[0] if len(regions) == 1 else ""}
    form = DutyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        facts = services.Facts(
            forms=tuple(values["forms"]),
            region=values["region"],
            signalled=values["signalled"].first_day,
            identity=Identity(
                name=values["name"],
                birth_date=values["birth_date"],
                gender=values["gender"],
                nationality=values["nationality"],
                second_nationality=values["second_nationality"],
            ),
            told=told_in(values),
            dossier=values["dossier"],
        )
        if _registered(request, form, facts):
            return see_other("register:duty")
    return render(request, "register/duty.html", {"form": form}, status=422 if form.errors else 200)


def first_day_of(written: PartialDate | None) -> date | None:
    """The first day a written month can mean; nothing when none was written."""
    return written.first_day if written is not None else None


def month_of(day: date) -> PartialDate:
    """The month of a day, as a form shows it."""
    return PartialDate(day.year, day.month)


def _registered(request: StaffRequest, form: DutyForm, facts: services.Facts) -> bool:
    try:
        entry = services.enter_by_duty(actor=request.member, facts=facts, now=request.now)
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal.sentence))
        return False
    said = _("Registered as %(code)s. The name was not kept.") % {"code": entry.code}
    messages.success(request, said)
    return True


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
    listing = finder.page(found)
    selectors.record_access_to_entries(request.member, len(listing.rows), request.now)
    may_merge = RegisterPermission.REGISTER_MERGE in request.member.permissions
    context = {
        "listing": listing,
        "table": _table(listing.rows),
        "waiting": len(selectors.doubles(request.member)) if may_merge else 0,
        "may_merge": may_merge,
    }
    return render(request, "register/list.html", context)


def _filters() -> tuple[Filter, ...]:
    language = get_language() or "nl"
    roots = [code for code in reference.codes("exploitation_forms") if code.parent is None]
    return (
        Filter("year", _("Year"), [(str(y), str(y)) for y in selectors.years_present()]),
        Filter(
            "form", _("Kind of exploitation"), [(code.code, code.label(language)) for code in roots]
        ),
        Filter("reporter", _("Reporter"), _choices("reporter_types")),
        Filter("region", _("Region"), [(r.code, r.label(language)) for r in reference.regions()]),
    )


def _choices(name: str) -> list[tuple[str, str]]:
    language = get_language() or "nl"
    return [(code.code, code.label(language)) for code in reference.codes(name)]


def _table(rows: Any) -> Table:
    columns = [Column(head, whole=place < WHOLE) for place, head in enumerate(_headings())]
    entries = [_cells(row) for row in rows]
    return Table(_("Entries in the register"), columns, entries, stacks=True)


def _headings() -> tuple[str, ...]:
    return (
        _("Entry"),
        _("First signal"),
        _("Kind of exploitation"),
        _("Reporter"),
        _("Age"),
        _("How"),
    )


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        format_html('<a href="{}">{}</a>', reverse("register:entry", args=[entry.pk]), entry.code),
        date_format(date(entry.year, entry.month, 1), "F Y"),
        _label("exploitation_forms", entry.form),
        _label("reporter_types", entry.reporter),
        age_label(entry.age),
        str(OUTCOME_LABELS[Outcome(entry.outcome)]),
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
    """Show pairs that may be one person, and the decisions taken."""
    finder = Finder(request.GET)
    listing = finder.page(selectors.doubles(request.member))
    shown = 2 * len(listing.rows)
    selectors.record_access_to_entries(request.member, shown, request.now)
    context = {"listing": listing, "pairs": [_pair(pair) for pair in listing.rows]}
    return render(request, "register/doubles.html", context)


@open_to(MERGE)
@require_safe
def decisions(request: StaffRequest) -> HttpResponse:
    """List the decisions that stand, each with a way back."""
    finder = Finder(request.GET, filters=(_said(),), search=_("Search by entry code"))
    found = selectors.decided(
        request.member, code=finder.words, same=SAID.get(finder.value("said"))
    )
    listing = finder.page(found)
    shown = selectors.as_decided(listing.rows)
    selectors.record_access_to_entries(
        request.member, sum(len(one.codes) for one in shown), request.now
    )
    return render(request, "register/decisions.html", {"listing": listing, "decisions": shown})


SAID = {"one": True, "two": False}


def _said() -> Filter:
    return Filter("said", _("Decided"), [("one", _("One person")), ("two", _("Two persons"))])


def _pair(pair: selectors.Double) -> dict[str, Any]:
    first, second = pair.first, pair.second
    codes = f"{first.code}, {second.code}"
    rows = list(zip(_headings(), _cells(first), _cells(second), strict=True))[1:]
    columns = [Column(_("Entry")), Column(first.code), Column(second.code)]
    return {
        "pair": pair,
        "why": str(SIMILARITY_LABELS[pair.strongest]),
        "table": Table(_("Side by side: %(codes)s") % {"codes": codes}, columns, rows),
    }


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


@open_to(READ)
@require_safe
def counts(request: StaffRequest) -> HttpResponse:
    """Show how many people per year, form, kind of reporter and age, as they may go outside."""
    selectors.record_access_to_entries(request.member, 0, request.now)
    found = safe_tables(local_date(request.now))
    return render(request, "register/counts.html", {"counts": found, "tables": found.tables})
