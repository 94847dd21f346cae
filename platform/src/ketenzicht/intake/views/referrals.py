# SPDX-License-Identifier: EUPL-1.2
"""Offers of reports: reading one, and saying yes, no, or never mind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.core.errors import DomainError
from ketenzicht.core.policy import members, open_to
from ketenzicht.intake import selectors, services
from ketenzicht.intake.acts.referrals import acts_open_to
from ketenzicht.intake.forms.choices import label, municipality_name
from ketenzicht.intake.forms.staff import REFUSALS, RefuseForm, Versioned
from ketenzicht.intake.models import Referral
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.rules import claim_of_answer
from ketenzicht.intake.selectors.referrals import OfferView
from ketenzicht.intake.states import ReferralState, RefusalReason
from ketenzicht.intake.views import wording
from ketenzicht.intake.views.triage import SEE_OTHER
from ketenzicht.web.acting import NOT_HERE
from ketenzicht.web.parts import Fact

READ = members(ReportPermission.REPORT_READ)
TRIAGE = members(ReportPermission.REPORT_TRIAGE)


@open_to(READ)
@require_safe
def offer(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Show an offer to its sender or receiver; the report itself is not on this page."""
    return _page(request, referral_id)


@open_to(TRIAGE)
@require_POST
def accept(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Take the report on."""
    said = _("You hold this report now. Look how soon it needs somebody.")
    return _end(request, referral_id, services.accept_referral, said)


@open_to(TRIAGE)
@require_POST
def refuse(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Say no, with a reason and a better way."""
    form = RefuseForm(request.POST, auto_id="refuse_%s")
    if not form.is_valid():
        return _page(request, referral_id, form)
    try:
        services.refuse_referral(
            actor=request.member,
            referral_id=referral_id,
            version=form.cleaned_data["version"],
            reason=RefusalReason(form.cleaned_data["reason"]),
            proposal=form.cleaned_data["proposal"],
            now=request.now,
        )
    except NOT_HERE:
        raise
    except DomainError as refusal:
        form.add_error("proposal", str(refusal.sentence))
        return _page(request, referral_id, form, refusal.status)
    messages.success(request, _("You declined. The report stays with the sender."))
    return HttpResponseRedirect(reverse("intake:inbox"), status=SEE_OTHER)


@open_to(TRIAGE)
@require_POST
def withdraw(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Take the question back."""
    said = _("The question is taken back. You decide what happens next.")
    return _end(request, referral_id, services.withdraw_referral, said)


def _end(
    request: StaffRequest, referral_id: UUID, service: Callable[..., Referral], said: str
) -> HttpResponse:
    form = Versioned(request.POST)
    if not form.is_valid():
        return _page(request, referral_id, RefuseForm(auto_id="refuse_%s"))
    found = service(
        actor=request.member,
        referral_id=referral_id,
        version=form.cleaned_data["version"],
        now=request.now,
    )
    messages.success(request, said)
    url = reverse("intake:report", kwargs={"report_id": found.report_id})
    return HttpResponseRedirect(url, status=SEE_OTHER)


def _page(
    request: StaffRequest,
    referral_id: UUID,
    refused: RefuseForm | None = None,
    status: int = 422,
) -> HttpResponse:
    view = selectors.get_offer(request.member, referral_id, now=request.now)
    context: dict[str, Any] = {
        "offer": view,
        "asked": view.receiver_id == request.member.organisation_id,
        "claim": claim_of_answer(view.offered_at),
        "may": dict.fromkeys(acts_open_to(request.member, view), True),
        "facts": _facts(view),
        "open": view.state is ReferralState.OFFERED,
        "refusal": str(REFUSALS.get(RefusalReason(view.refusal), "")) if view.refusal else "",
        "form": refused or RefuseForm(initial={"version": view.version}, auto_id="refuse_%s"),
        "open_form": refused is not None,
        # An answer that came too late has no place on the page any more; its words come back.
        "too_late": refused if view.state is not ReferralState.OFFERED else None,
        "outcome": wording.OFFER_STATES[view.state],
    }
    return render(request, "intake/staff/offer.html", context, status=status if refused else 200)


def _facts(view: OfferView) -> list[Fact]:
    asked = [
        Fact(_("Asked by"), f"{view.offered_by}, {view.giver}"),
        Fact(_("Telephone"), view.giver_phone),
    ]
    rows = [*([] if view.closed else _about(view)), *asked]
    return [row for row in rows if row.value]


def _about(view: OfferView) -> list[Fact]:
    return [
        Fact(_("What it is about"), label("signal_subjects", view.subject)),
        Fact(
            _("Municipality"), municipality_name(view.municipality) or _("Municipality not known")
        ),
        Fact(_("Urgency"), label("urgency", view.urgency)),
        Fact(_("Under 18"), str(wording.AGES[view.age])),  # type: ignore[index]  # an Age as stored
    ]
