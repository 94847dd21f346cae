# SPDX-License-Identifier: EUPL-1.2
"""The list of partner organisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.acts import acts_open_to
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import (
    organisations_called,
)
from ketenzicht.accounts.states import Standing
from ketenzicht.accounts.views.common import (
    GET_POST,
)
from ketenzicht.core.errors import Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.listing import Filter, Finder, Listing


def _partners_found(request: StaffRequest) -> Listing:
    standings = [
        (Standing.PROPOSED, _("waits for approval")),
        (Standing.ACTIVE, _("takes part")),
        (Standing.SUSPENDED, _("stopped")),
        (Standing.NAMED, _("without access")),
    ]
    by_standing = Filter("standing", _("State"), standings)
    finder = Finder(request.GET, (by_standing,), search=_("Search by name"))
    found = organisations_called(finder.words)
    if standing := finder.value("standing"):
        found = found.filter(standing=standing)
    return finder.page(found.order_by("-standing", "name"))


def _added(request: StaffRequest, clean: Mapping[str, Any]) -> str:
    party = services.Party(
        name=clean["name"],
        kind=clean["kind"],
        phone=clean["phone"],
        regions=tuple(clean["regions"]),
        languages=tuple(clean["languages"]),
    )
    if clean["access"] == "no":
        services.name_organisation(actor=request.member, party=party, now=request.now)
        return _("Saved. This organisation can be named; it has no access.")
    services.propose_organisation(actor=request.member, party=party, now=request.now)
    return _("Proposed. Somebody else has to approve it.")


@open_to(members(AccountPermission.ORGANISATION_APPROVE))
@require_POST
def checked(request: StaffRequest, partner_id: UUID) -> HttpResponse:
    """Say that what is known of a partner is right as of today."""
    services.check_organisation(actor=request.member, organisation_id=partner_id, now=request.now)
    messages.success(request, _("Saved: checked today."))
    return see_other("accounts:partners")


@open_to(members(AccountPermission.ORGANISATION_APPROVE))
@GET_POST
def partners(request: StaffRequest) -> HttpResponse:
    """List partner organisations and propose a new one."""
    form = forms.PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _added(request, form.cleaned_data))
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            return see_other("accounts:partners")
    listing = _partners_found(request)
    can = [{act.value for act in acts_open_to(request.member, one)} for one in listing.rows]
    rows = list(zip(listing.rows, can, strict=True))
    context = {"form": form, "listing": listing, "rows": rows}
    return render(request, "accounts/partners.html", context, status=422 if form.errors else 200)
