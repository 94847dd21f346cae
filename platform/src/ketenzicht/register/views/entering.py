# SPDX-License-Identifier: EUPL-1.2
"""Registering from a case or by duty, and taking an entry out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms as plain
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.fields import told_in
from ketenzicht.cases.handover import CaseForRegister, Identity, case_for_register
from ketenzicht.core.clock import local_date
from ketenzicht.core.http import see_other
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.core.policy import members, open_to
from ketenzicht.register import services
from ketenzicht.register.acts.cases import Act, acts_open_to, require_act
from ketenzicht.register.forms import DutyForm, OutcomeForm
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.policies import has_duty
from ketenzicht.register.states import Outcome
from ketenzicht.register.views.grounds import ground_said
from ketenzicht.register.views.wording import label
from ketenzicht.web.acting import ActPage, Values, act_page, posted

ENTER = members(RegisterPermission.REGISTER_ENTER)
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@open_to(ENTER)
@GET_POST
def enter(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Register the person of a case, in one of four ways."""
    material, today = _material(request, case_id), local_date(request.now)
    if request.method != "POST":
        if Act.WITHDRAW in acts_open_to(request.member, material, today):
            return see_other("register:withdraw", case_id)
        require_act(request.member, material, Act.ENTER, today)
    page = _page(
        request,
        material,
        lead=_("Registration shows how many people there are. It changes nothing about the help."),
        button=_("Record this choice"),
    )
    known = {"signalled": month_of(material.first_signal), "dossier": material.dossier}
    form = OutcomeForm(
        posted(request),
        duty=has_duty(request.member, today),
        given_by=material.may_answer if services.asked_who(material.may_answer) else (),
        initial=known,
    )
    return act_page(request, page, form=form, do=lambda values: _entered(request, material, values))


def _entered(request: StaffRequest, material: CaseForRegister, values: Values) -> str | None:
    outcome = Outcome(values["outcome"])
    if outcome is Outcome.NOT_ASKED:
        messages.info(request, _("Nothing was registered. Plan when you ask."))
        return reverse("cases:plan", args=[material.case_id])
    services.enter_from_case(
        actor=request.member,
        case_id=material.case_id,
        outcome=outcome,
        language=values["language"],
        signalled=first_day_of(values["signalled"]),
        dossier=values["dossier"],
        given_by=values.get("given_by", ""),
        now=request.now,
    )
    said = {
        Outcome.NAMED: _("Registered. The register keeps no name."),
        Outcome.MINIMAL: _("Registered without a name."),
        Outcome.BY_DUTY: _("Registered under the duty to report. The register keeps no name."),
        Outcome.REFUSED: _("Written down: the person does not want to be registered."),
    }
    messages.success(request, said[outcome])
    return None


@open_to(ENTER)
@GET_POST
def withdraw(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Take the entry of a case out, on the person's word."""
    material = _material(request, case_id)
    if request.method != "POST":
        require_act(request.member, material, Act.WITHDRAW, local_date(request.now))
    page = _page(
        request,
        material,
        lead=_("This person is counted in the national register."),
        button=_("Withdraw the registration"),
        kind="grave",
        done=_("The entry is withdrawn and no longer counts."),
    )

    def do(_values: Values) -> str:
        services.withdraw_entry(actor=request.member, case_id=case_id, now=request.now)
        return reverse("register:enter", args=[case_id])

    return act_page(request, page, form=plain.Form(posted(request)), do=do)


def _material(request: StaffRequest, case_id: UUID) -> CaseForRegister:
    permission = RegisterPermission.REGISTER_ENTER
    return case_for_register(request.member, case_id, permission=permission, now=request.now)


def _page(
    request: StaffRequest,
    material: CaseForRegister,
    *,
    lead: str,
    button: str,
    kind: str = "primary",
    done: str = "",
) -> ActPage:
    """The page about the registration of a case, with what goes to the register beside it."""
    return ActPage(
        title=_("Registration at CoMensha"),
        lead=lead,
        button=button,
        kind=kind,
        done=done,
        back_url=reverse("cases:detail", args=[material.case_id]),
        back_label=_("Back to %(code)s") % {"code": material.code},
        template="register/enter.html",
        more={
            "material": material,
            "ground": ground_said(request.member, local_date(request.now)),
            "answer": label("consent_states", material.answer),
            "forms": ", ".join(label("exploitation_forms", code) for code in material.forms),
        },
    )


@open_to(members(RegisterPermission.REGISTER_DUTY))
@GET_POST
def duty(request: StaffRequest) -> HttpResponse:
    """Register by duty, without a case."""
    services.require_duty(request.member, local_date(request.now))
    regions = services.regions_of(request.member)
    today = month_of(local_date(request.now))
    initial = {"signalled": today, "region": regions[0] if len(regions) == 1 else ""}
    page = ActPage(
        title=_("Register a possible victim (duty to report)"),
        lead=_(
            "Registration is your duty and needs no consent. If the person also wants help, ask "
            "for consent and call the care coordinator."
        ),
        button=_("Register (duty to report)"),
    )
    form = DutyForm(posted(request), initial=initial)
    return act_page(request, page, form=form, do=lambda values: _by_duty(request, values))


def _by_duty(request: StaffRequest, values: Values) -> str:
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
    entry = services.enter_by_duty(actor=request.member, facts=facts, now=request.now)
    said = _("Registered as %(code)s. The name was not kept.") % {"code": entry.code}
    messages.success(request, said)
    return reverse("register:duty")


def first_day_of(written: PartialDate | None) -> date | None:
    """The first day a written month can mean; nothing when none was written."""
    return written.first_day if written is not None else None


def month_of(day: date) -> PartialDate:
    """The month of a day, as a form shows it."""
    return PartialDate(day.year, day.month)
