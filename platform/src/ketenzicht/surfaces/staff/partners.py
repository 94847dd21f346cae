# SPDX-License-Identifier: EUPL-1.2
"""Letting a partner in and stopping one: acts whose consequences reach several applications.

Accounts decide who takes part; the vault makes the keys that reports are sealed to; the cases and
reports of a partner that is stopped go to somebody who answers, in the same transaction.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts import services as accounts
from ketenzicht.accounts.acts.partners import Act, require_act
from ketenzicht.accounts.forms import AdministratorsForm
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import any_organisation, has_administrator
from ketenzicht.cases.handover import leave_unreachable
from ketenzicht.core.policy import members, open_to
from ketenzicht.intake import services as intake
from ketenzicht.vault.services import make_missing_pairs
from ketenzicht.web.acting import ActPage, Values, act_page, posted

approvers = members(AccountPermission.ORGANISATION_APPROVE)


@open_to(approvers, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: StaffRequest, partner_id: UUID) -> HttpResponse:
    """Ask for the first administrators, then let a partner take part."""
    partner = any_organisation(partner_id)
    if request.method != "POST":
        require_act(request.member, partner, Act.APPROVE)
    settled = has_administrator(partner_id)
    form = Form(posted(request)) if settled else AdministratorsForm(posted(request))
    page = ActPage(
        title=_("Give %(name)s access?") % {"name": partner},
        lead=""
        if settled
        else _(
            "Its first administrator lets the others in. Somebody else of the platform confirms "
            "this person, and gives them the code to come in with."
        ),
        button=_("Give access"),
        back_url=reverse("accounts:partners"),
        back_label=_("Partners"),
    )
    return act_page(
        request, page, form=form, do=lambda values: _let_in(request, partner_id, values)
    )


def _let_in(request: StaffRequest, partner_id: UUID, values: Values) -> None:
    """Let a partner in, with the keys that make it reachable for reports."""
    given = (
        accounts.FirstAdministrator(values.get(name, ""), values.get(email, ""))
        for name, email in (("name", "email"), ("second_name", "second_email"))
    )
    with transaction.atomic():
        found = accounts.approve_organisation(
            actor=request.member,
            organisation_id=partner_id,
            administrators=[one for one in given if one.email],
            now=request.now,
        )
        make_missing_pairs(now=request.now)
    messages.success(request, _("%(name)s takes part now.") % {"name": found})


@open_to(approvers, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: StaffRequest, partner_id: UUID) -> HttpResponse:
    """Ask, then stop all access of a partner at once; the cases it held go to who answers."""
    partner = any_organisation(partner_id)
    if request.method != "POST":
        require_act(request.member, partner, Act.SUSPEND)
    page = ActPage(
        title=_("Stop all access of %(name)s?") % {"name": partner},
        lead=_(
            "All its people are signed out at once and cannot sign in. Its cases and reports stay "
            "where they are. You can let it in again."
        ),
        button=_("Stop all access now"),
        kind="grave",
        back_url=reverse("accounts:partners"),
        back_label=_("Partners"),
    )
    return act_page(
        request, page, form=Form(posted(request)), do=lambda _values: _stop(request, partner_id)
    )


def _stop(request: StaffRequest, partner_id: UUID) -> None:
    with transaction.atomic():
        found = accounts.suspend_organisation(
            actor=request.member, organisation_id=partner_id, now=request.now
        )
        moved = leave_unreachable(found.pk, now=request.now)
        reports = intake.leave_unreachable(found.pk, now=request.now)
    messages.success(
        request,
        _(
            "All access of %(name)s has stopped. Cases that found another holder: %(moved)s,"
            " reports: %(reports)s."
        )
        % {"name": found, "moved": moved, "reports": reports},
    )
