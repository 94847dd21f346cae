# SPDX-License-Identifier: EUPL-1.2
"""Opening a case, directly or from a report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.forms.case import OpenForm
from ketenzicht.cases.file.services.details import set_label
from ketenzicht.cases.file.services.opening import open_case
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.policy import members, open_to
from ketenzicht.intake.handover import ReportForCase, case_opened, report_for_case
from ketenzicht.web.acting import refuse

if TYPE_CHECKING:
    from ketenzicht.cases.file.models import Case

NAMES = Identity.__dataclass_fields__


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
    return render(request, "cases/file/open.html", context, status=422 if form.errors else 200)


def _known(report: ReportForCase | None) -> dict[str, object]:
    if report is None:
        return {}
    known = {code.code: code.parent or code.code for code in reference.codes("exploitation_forms")}
    forms = {known[form] for form in report.forms if form in known}
    return {"region": report.region, "label": report.label, "forms": sorted(forms)}


@act()
def _opened(request: StaffRequest, form: OpenForm, report: ReportForCase | None) -> Case:
    values = form.cleaned_data
    case = open_case(
        actor=request.member,
        identity=Identity(**{name: values[name] for name in NAMES}),
        region=values["region"],
        risk=values["risk"],
        forms=tuple(values["forms"]),
        report_id=report.report_id if report else None,
        first_signal_on=report.received_on if report else None,
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
