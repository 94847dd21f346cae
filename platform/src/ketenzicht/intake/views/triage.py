# SPDX-License-Identifier: EUPL-1.2
"""The inbox of a coordinator: the list, one report, and everything that can be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht.accounts import selectors as accounts
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused, StaleWrite
from ketenzicht.core.policy import may_visit, members, open_to
from ketenzicht.intake import selectors, services
from ketenzicht.intake.acts.reports import Act, acts_open_to
from ketenzicht.intake.forms import staff as own_forms
from ketenzicht.intake.forms.staff import renewed
from ketenzicht.intake.models import KIND
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.rules import claim_of_due
from ketenzicht.intake.selectors.inbox import Filters
from ketenzicht.intake.selectors.reports import ReportView
from ketenzicht.intake.urgency import came_in_today
from ketenzicht.intake.views import wording
from ketenzicht.intake.views.acts import ACTS, CONVERTED, RENAMED
from ketenzicht.web.acting import refuse

SEE_OTHER = 303
READ = members(ReportPermission.REPORT_READ)
TRIAGE = members(ReportPermission.REPORT_TRIAGE)
REVEAL = members(ReportPermission.REPORTER_REVEAL)


@open_to(READ)
@require_safe
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Show one report as it was told, and what can be done with it."""
    return _detail(request, report_id)


@open_to(TRIAGE)
@require_POST
def act(request: StaffRequest, report_id: UUID, name: str) -> HttpResponse:
    """Do one thing to a report; a form that is not right comes back on the same page."""
    doing = ACTS[name]
    row = selectors.report_row(request.member, report_id, request.now)
    form = _form(name, request, row.region)
    if not form.is_valid():
        return _detail(request, report_id, refused=(name, form))
    try:
        doing.service(
            actor=request.member, report_id=report_id, now=request.now, **_values(name, form)
        )
    except Refused as refusal:
        refuse(form, refusal)
        return _detail(request, report_id, refused=(name, form))
    except StaleWrite:
        changed = selectors.report_row(request.member, report_id, request.now)
        return _detail(request, report_id, refused=(name, renewed(form, changed.version)))
    messages.success(request, str(doing.done))
    return HttpResponseRedirect(_url(report_id), status=SEE_OTHER)


@open_to(REVEAL)
@require_http_methods(["GET", "HEAD", "POST"])
def reporter(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Ask why, then show who reported; the name is on no other page."""
    row = selectors.report_row(request.member, report_id, request.now)
    form = own_forms.RevealForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "label": row.label, "back_url": _url(report_id)}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            purpose = form.cleaned_data["purpose"]
            context["reporter"] = selectors.reveal_reporter(
                request.member, report_id, purpose=purpose, now=request.now
            )
        else:
            status = 422
    return render(request, "intake/staff/reporter.html", context, status=status)


def _values(name: str, form: forms.Form) -> dict[str, Any]:
    renamed = {RENAMED.get(key, key): value for key, value in form.cleaned_data.items()}
    if name == "other":
        renamed["reason"] = renamed.pop("text")
    return {key: CONVERTED.get(key, lambda value: value)(value) for key, value in renamed.items()}


def _form(
    name: str, request: StaffRequest, region: str, view: ReportView | None = None
) -> own_forms.Versioned:
    doing = ACTS[name]
    extra: dict[str, Any] = dict(doing.texts)
    if doing.form is own_forms.ReferralForm:
        extra["receivers"] = selectors.receivers_for(request.member, region, request.now)
    if view is None:
        return doing.form(request.POST, prefix=None, auto_id=f"{name}_%s", **extra)
    initial: dict[str, Any] = {"version": view.version}
    if not view.fresh:  # what was said before stands there; nothing is judged beforehand
        initial |= {"urgency": view.urgency, "age": view.age, "reason": view.reason}
    return doing.form(initial=initial, auto_id=f"{name}_%s", **extra)


def _detail(
    request: StaffRequest, report_id: UUID, refused: tuple[str, own_forms.Versioned] | None = None
) -> HttpResponse:
    actor, now = request.member, request.now
    services.key_waiting_reports(now=now, holder_id=actor.organisation_id)
    view = selectors.get_report(actor, report_id, purpose="triage", now=now)
    can = acts_open_to(actor, view)
    forms_by_name = {
        act.value: _form(act, request, view.region, view) for act in can if act in ACTS
    }
    if refused is not None:
        forms_by_name[refused[0]] = refused[1]
    context = {
        "report": view,
        "heading": wording.heading(view),
        "urgency": wording.urgency_label(view.urgency),
        "state": wording.state_label(view.state),
        "fresh": came_in_today(view.urgency, view.due_at, now),
        "late": view.due_at is not None and view.due_at <= now,
        "child_in_danger": wording.child_in_danger(view),
        "veilig_thuis": wording.number_of("veilig_thuis", local_date(now)),
        "facts": wording.facts(view),
        "due_claim": claim_of_due(view.state, view.urgency, now),
        "route": wording.route(view.municipality, view.region, view.received_on),
        "signs": wording.signs(view),
        "similar": _similar(view),
        "lines": wording.happenings(view.lines),
        "forms": forms_by_name,
        "open_form": refused[0] if refused else "",
        "assess_first": view.fresh or bool(refused and refused[0] == "assess"),
        "may_open_case": Act.OPEN_CASE in can and may_visit(actor, "cases:open"),
        "may_reveal": view.named and ReportPermission.REPORTER_REVEAL in actor.permissions,
        "list": _beside(request, report_id),
        "accesses": accounts.access_log_of(KIND, view.id)[:20],
    }
    return render(request, "intake/staff/report.html", context, status=status_of(refused))


def status_of(refused: tuple[str, own_forms.Versioned] | None) -> int:
    """A page is fine, holds a form that is not right, or one about an older version."""
    if refused is None:
        return 200
    return 409 if refused[1].outdated else 422


def _similar(view: ReportView) -> list[dict[str, Any]]:
    return [
        {
            "url": _url(each.id),
            "label": each.label,
            "day": each.received_on,
            "state": wording.state_label(each.state),
            "kinds": ", ".join(str(wording.KINDS[kind]) for kind in each.kinds),
            "id": each.id,
            "joined": each.joined,
        }
        for each in view.similar
    ]


def _beside(request: StaffRequest, report_id: UUID) -> list[dict[str, Any]]:
    """The list that stays in sight beside a report."""
    found = selectors.inbox(request.member, Filters(), now=request.now)
    return [
        {
            "url": _url(row.id),
            "sentence": wording.heading(row),
            "word": wording.urgency_label(row.urgency)[1],
            "day": date_format(row.received_on, "j F"),
            "label": row.label,
            "current": row.id == report_id,
        }
        for row in found.rows
    ]


def _url(report_id: UUID) -> str:
    return reverse("intake:report", kwargs={"report_id": report_id})
