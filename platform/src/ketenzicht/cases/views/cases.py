# SPDX-License-Identifier: EUPL-1.2
"""My cases, opening one, and the page of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import organisations_by_id
from ketenzicht.cases.forms.base import from_list, language
from ketenzicht.cases.forms.care import OpenForm
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.selectors import access_to, case_of, get_case
from ketenzicht.cases.selectors.detail import CaseFile, NeedLine, case_file
from ketenzicht.cases.selectors.listing import CaseLine, cases_for, lines, search
from ketenzicht.cases.selectors.person import address_of, identity_of, safe_rules_of
from ketenzicht.cases.services.care import set_label
from ketenzicht.cases.services.opening import open_case
from ketenzicht.cases.stalls import is_alarm
from ketenzicht.cases.states import NeedState, Section
from ketenzicht.cases.values import Identity
from ketenzicht.cases.views.acts import refuse
from ketenzicht.cases.views.drawing import tracks_of
from ketenzicht.cases.views.sentences import (
    case_state,
    happenings,
    label,
    lead_of,
    silence,
    transfer_state,
    wait_sentence,
)
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.intake.handover import ReportForCase, case_opened, report_for_case
from ketenzicht.web.dates import date_in_words
from ketenzicht.web.listing import Filter, Finder
from ketenzicht.web.parts import Fact, Row, SafeContact, State

if TYPE_CHECKING:
    from ketenzicht.cases.models import Case

NAMES = Identity.__dataclass_fields__


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
    listing = finder.page(search(actor, found, finder.words, now))
    rows = [_row(line, request) for line in lines(actor, listing.rows, now)]
    context = {
        "listing": listing,
        "rows": rows,
        "may_open": CasePermission.CASE_OPEN in actor.permissions,
        "may_break": CasePermission.CASE_BREAK_GLASS in actor.permissions,
    }
    return render(request, "cases/list.html", context)


def _filters() -> tuple[Filter, ...]:
    whose = [("held", _("We hold it")), ("mine", _("I do it")), ("shared", _("Shared with us"))]
    states = [(code, str(name)) for code, name in from_list("case_states")()]
    risks = [(code, str(name)) for code, name in from_list("risk_levels")()]
    return (
        Filter("whose", _("Whose"), whose),
        Filter("state", _("Where the care stands"), states),
        Filter("risk", _("Risk"), risks),
    )


def _row(line: CaseLine, request: StaffRequest) -> Row:
    name = f"{line.code} · {line.label}" if line.label else line.code
    if line.handing_to and line.mine:
        sentence = _("%(case)s: waiting for %(receiver)s to say yes; you are to act") % {
            "case": name,
            "receiver": line.handing_to,
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
        word=_("Late: %(state)s") % {"state": word} if late and line.mine else word,
        due=line.next_due,
        meta=silence(line.last_contact_at, request.now),
    )


@open_to(members(CasePermission.CASE_OPEN))
@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: StaffRequest) -> HttpResponse:
    """Open a case directly."""
    return _open(request, None)


@open_to(members(CasePermission.CASE_OPEN))
@require_http_methods(["GET", "HEAD", "POST"])
def open_from_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Open a case from a report one holds."""
    report = report_for_case(
        request.member, report_id, permission=CasePermission.CASE_OPEN, now=request.now
    )
    return _open(request, report)


def _open(request: StaffRequest, report: ReportForCase | None) -> HttpResponse:
    # The button on a report posts here without a form: show it then, with what is known.
    filled = request.method == "POST" and "region" in request.POST
    form = OpenForm(
        request.POST if filled else None,
        initial=_known(report),
        access=None,
        actor=request.member,
        now=request.now,
    )
    if filled and form.is_valid():
        try:
            case = _opened(request, form, report)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The case is open and you hold it. What is the next step?"))
            return see_other("cases:plan", case.pk)
    context = {"form": form, "report": report}
    return render(request, "cases/open.html", context, status=422 if form.errors else 200)


def _known(report: ReportForCase | None) -> dict[str, object]:
    if report is None:
        return {}
    known = {code.code: code.parent or code.code for code in reference.codes("exploitation_forms")}
    forms = {known[form] for form in report.forms if form in known}
    return {"region": report.region, "label": report.label, "forms": sorted(forms)}


@transaction.atomic
def _opened(request: StaffRequest, form: OpenForm, report: ReportForCase | None) -> Case:
    values = form.cleaned_data
    case = open_case(
        actor=request.member,
        identity=Identity(**{name: values[name] for name in NAMES}),
        region=values["region"],
        risk=values["risk"],
        forms=tuple(values["forms"]),
        report_id=report.report_id if report else None,
        now=request.now,
    )
    if values["label"]:
        set_label(actor=request.member, case_id=case.pk, words=values["label"], now=request.now)
    if report is not None:
        case_opened(
            actor=request.member,
            report_id=report.report_id,
            permission=CasePermission.CASE_OPEN,
            version=report.version,
            now=request.now,
        )
    return case


@open_to(members(CasePermission.CASE_READ))
@require_safe
def detail(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show a case: who is to act, what she wants, what is needed, what happened."""
    access = get_case(request.member, case_id, purpose="care", now=request.now)
    return _show(request, case_file(request.member, access, request.now), {})


@open_to(members(CasePermission.CASE_READ))
@require_POST
def show_contact(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the number, after the rules."""
    actor, now = request.member, request.now
    access = get_case(actor, case_id, purpose="contact", now=now)
    if not access.sees(Section.CONTACT):
        raise NotFound
    rules, _version = safe_rules_of(actor, access, now=now)
    number = rules.number if rules else ""
    return _show(request, case_file(actor, access, now), {"number": number})


@open_to(members(CasePermission.CASE_IDENTITY))
@require_POST
def show_identity(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show who the person is."""
    actor, now = request.member, request.now
    access = get_case(actor, case_id, purpose="identity", now=now)
    known, _version = identity_of(actor, access, now=now)
    return _show(request, case_file(actor, access, now), {"identity": _facts(known)})


@open_to(members(CasePermission.CASE_IDENTITY), fresh=True)
@require_POST
def show_address(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the address to the organisation that gives shelter."""
    actor, now = request.member, request.now
    access = access_to(case_of(actor, case_id, now), actor, now)
    _stay, address = address_of(actor, case_id, now=now)
    return _show(request, case_file(actor, access, now), {"address": address})


def _facts(known: Identity) -> list[Fact]:
    gender = label("genders", known.gender) if known.gender else ""
    countries = dict(from_list("nationalities")())
    told = (
        (_("Name"), known.name),
        (_("Other names"), known.other_names),
        (_("Date of birth"), date_in_words(known.birth_date)),
        (_("Gender"), gender),
        (_("Nationality"), str(countries.get(known.nationality.upper(), known.nationality))),
        (_("Languages"), known.languages),
    )
    return [Fact(term, value or _("Not known")) for term, value in told]


def _show(request: StaffRequest, file: CaseFile, opened: Mapping[str, object]) -> HttpResponse:
    names, own = organisation_names(file), request.member.organisation_id
    waits = [(wait, wait_sentence(wait, names, own, request.now)) for wait in file.waits]
    context = {
        "file": file,
        "case": file.access.case,
        "access": file.access,
        "lead": lead_of(file, request.now),
        "state": case_state(file.access.case.state),
        "risk": label("risk_levels", file.access.case.risk),
        "forms": ", ".join(label("exploitation_forms", code) for code in file.forms),
        "needs": [_need_row(need) for need in file.needs],
        "timeline": happenings(file.moments, names),
        "tracks": tracks_of(file, request.now),
        "alarms": [said for wait, said in waits if is_alarm(wait)],
        "waits": [said for wait, said in waits if not is_alarm(wait)],
        "contact": _contact(request, file, str(opened.get("number", ""))),
        "transfer_state": transfer_state(file.transfer.state) if file.transfer else "",
        "section": {section.name.lower(): file.access.sees(section) for section in Section},
        "may_write": file.access.via != "break-glass"
        and CasePermission.CASE_WRITE in request.member.permissions,
        "may": {_in_template(each): True for each in request.member.permissions},
        **opened,
    }
    return render(request, "cases/detail.html", context)


def _in_template(permission: str) -> str:
    """The name under which a template asks for a permission."""
    return permission.replace(":", "_").replace("-", "_")


def organisation_names(file: CaseFile) -> dict[str, str]:
    """The names of all organisations the page speaks of, in one query."""
    ids = {
        value
        for moment in file.moments
        for key, value in moment.detail.items()
        if key in {"to", "receiver", "giver", "holder"} and value
    }
    ids |= {str(wait.waits_on) for wait in file.waits}
    return {str(key): each.name for key, each in organisations_by_id(ids).items()}


def _need_row(need: NeedLine) -> dict[str, object]:
    kind, is_open = reference.code("service_types", need.service), need.state == NeedState.OPEN
    return {
        "need": need,
        "service": kind.label(language()),
        "open": is_open,
        "help": kind.attributes.get(f"help_{language()}", "") if is_open else "",
    }


def _contact(request: StaffRequest, file: CaseFile, number: str) -> SafeContact | None:
    known = file.safe_contact
    if known is None:
        return None
    never = [_("Never leave a message.")] if known.voicemail == "never" else []
    rules = [line for line in known.rules.splitlines() if line.strip()]
    if known.cover:
        rules.append(_("Call as: %(cover)s") % {"cover": known.cover})
    if known.voicemail == "neutral":
        rules.append(_("Leave only a neutral message."))
    reveal = reverse("cases:show-contact", args=[file.access.case.pk])
    return SafeContact(
        rules=rules,
        never=never,
        number=number,
        reveal_url=reveal if known.has_number and not number else "",
    )
