# SPDX-License-Identifier: EUPL-1.2
"""Pages about desks and who answers there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import (
    answering_colleagues,
    away_at_desks,
    desks_of,
)
from ketenzicht.accounts.views.common import (
    GET_POST,
    manage_desks,
)
from ketenzicht.core.errors import NotFound
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import open_to


@open_to(manage_desks)
@GET_POST
def desks(request: StaffRequest) -> HttpResponse:
    """Show the desks, who answers there, and open a new one."""
    staff = answering_colleagues(request.member, request.now)
    form = forms.DeskForm(request.POST or None, people=staff)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        member_id = UUID(clean.pop("member"))
        services.open_desk(actor=request.member, member_id=member_id, now=request.now, **clean)
        messages.success(request, _("The desk is open."))
        return see_other("accounts:desks")
    found = list(desks_of(request.member.organisation_id).prefetch_related("seats__member__user"))
    rows = [(desk, forms.SeatForm(people=staff, auto_id=f"{desk.pk}-%s")) for desk in found]
    away = away_at_desks(request.member.organisation_id, request.now)
    context = {"desks": rows, "form": form, "staff": staff, "away": away}
    return render(request, "accounts/desks.html", context, status=422 if form.errors else 200)


@open_to(manage_desks)
@require_POST
def take_seat(request: StaffRequest, desk_id: UUID) -> HttpResponse:
    """Seat a colleague at a desk."""
    staff = answering_colleagues(request.member, request.now)
    form = forms.SeatForm(request.POST, people=staff)
    if not form.is_valid():
        raise NotFound
    services.seat(
        actor=request.member,
        desk_id=desk_id,
        member_id=UUID(form.cleaned_data["member"]),
        deputy=form.cleaned_data["deputy"],
        now=request.now,
    )
    messages.success(request, _("The seat is taken."))
    return see_other("accounts:desks")


@open_to(manage_desks)
@require_POST
def leave_seat(request: StaffRequest, desk_id: UUID) -> HttpResponse:
    """Take a colleague from a desk."""
    try:
        member_id = UUID(request.POST.get("member", ""))
    except ValueError:
        raise NotFound from None
    services.unseat(actor=request.member, desk_id=desk_id, member_id=member_id, now=request.now)
    messages.success(request, _("This person no longer answers at the desk."))
    return see_other("accounts:desks")
