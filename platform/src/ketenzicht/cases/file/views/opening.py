# SPDX-License-Identifier: EUPL-1.2
"""Opening a case, directly or from a report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ketenzicht import reference
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.forms.case import OpenForm
from ketenzicht.cases.file.services.details import set_label
from ketenzicht.cases.file.services.opening import open_case
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import today
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.policy import members, open_to
from ketenzicht.intake.handover import ReportForCase, case_opened, report_for_case
from ketenzicht.web.acting import ActPage, Values, act_page

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
    page = ActPage(
        title=_("Open a case"),
        lead=_(
            "From this moment your organisation holds the case. You are to act until another "
            "organisation says yes."
        ),
        button=_("Open this case"),
        done=_("The case is open and you hold it. What is the next step?"),
        back_url=reverse("cases:list"),
        back_label=_("Back to my cases"),
        template="cases/file/open.html",
        more={"report": report},
    )

    def do(values: Values) -> str:
        return reverse("cases:plan", args=[_opened(request, values, report).pk])

    return act_page(request, page, form=form, do=do)


def _known(report: ReportForCase | None) -> dict[str, object]:
    if report is None:
        return {}
    rows = reference.codes("exploitation_forms", by=today())
    known = {code.code: code.parent or code.code for code in rows}
    forms = {known[form] for form in report.forms if form in known}
    return {"region": report.region, "label": report.label, "forms": sorted(forms)}


@act()
def _opened(request: StaffRequest, values: Values, report: ReportForCase | None) -> Case:
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
