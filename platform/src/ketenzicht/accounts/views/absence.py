# SPDX-License-Identifier: EUPL-1.2
"""Pages about being away and who stands in: of oneself, and of a colleague one manages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import colleague, possible_stand_ins
from ketenzicht.accounts.views.common import GET_POST, manage_people, own_account
from ketenzicht.core.errors import Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import open_to


@open_to(own_account)
@GET_POST
def own(request: StaffRequest) -> HttpResponse:
    """Say when one is away oneself."""
    return _page(request, request.member) or see_other("accounts:own")


@open_to(manage_people)
@GET_POST
def of_colleague(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Say when a colleague is away."""
    member = colleague(request.member, member_id)
    return _page(request, member) or see_other("accounts:member", member_id)


@open_to(own_account)
@require_POST
def own_return(request: StaffRequest) -> HttpResponse:
    """Be back, or stay after all."""
    services.come_back(actor=request.member, member_id=request.member.pk, now=request.now)
    messages.success(request, _("Welcome back. Mail comes to you again."))
    return see_other("accounts:own")


@open_to(manage_people)
@require_POST
def colleague_return(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Say that a colleague is back, or stays after all."""
    services.come_back(actor=request.member, member_id=member_id, now=request.now)
    messages.success(request, _("Saved. Mail goes to this colleague again."))
    return see_other("accounts:member", member_id)


def _page(request: StaffRequest, member: Member) -> HttpResponse | None:
    """The form about a member; nothing once the days are saved."""
    people = possible_stand_ins(member, request.now)
    form = forms.AwayForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid() and _saved(request, member, form):
        messages.success(request, _("The days are saved."))
        return None
    context = {"form": form, "person": member, "own": member.pk == request.member.pk}
    status = 422 if form.errors else 200
    return render(request, "accounts/away.html", context, status=status)


def _saved(request: StaffRequest, member: Member, form: forms.AwayForm) -> bool:
    clean = form.cleaned_data
    try:
        services.go_away(
            actor=request.member,
            member_id=member.pk,
            since=clean["since"],
            until=clean["until"],
            stand_in_id=UUID(clean["stand_in"]) if clean["stand_in"] else None,
            now=request.now,
        )
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal.sentence))
        return False
    return True
