# SPDX-License-Identifier: EUPL-1.2
"""Pages about the people of the own organisation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.roles import role_label
from ketenzicht.accounts.selectors import (
    absence_of,
    colleague,
    colleagues,
)
from ketenzicht.accounts.views.common import (
    GET_POST,
    manage_people,
    spoken,
)
from ketenzicht.core.errors import Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import open_to
from ketenzicht.search.selectors import holding
from ketenzicht.web.listing import Finder

INVITED_HOURS = int(services.INVITED_FOR.total_seconds() // 3600)


@open_to(manage_people)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List the people of my organisation."""
    finder = Finder(request.GET, search=_("Search by name"))
    found = colleagues(request.member)
    if finder.words:
        found = holding(found, finder.words, "user__name")
    listing = finder.page(found.order_by("-active", "user__name"))
    for one in listing.page.object_list:
        one.role_labels = [role_label(role, spoken()) for role in sorted(one.roles)]
    return render(request, "accounts/members.html", {"listing": listing})


@open_to(manage_people, fresh=True)
@GET_POST
def invite(request: StaffRequest) -> HttpResponse:
    """Add a colleague."""
    form = forms.InviteForm(request.POST or None, actor=request.member)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            invited = services.invite_member(
                actor=request.member,
                email=clean["email"],
                name=clean["name"],
                roles=frozenset(clean["roles"]),
                now=request.now,
            )
        except services.WasMember as before:
            messages.info(request, str(before.sentence))
            return see_other("accounts:restore", before.member.pk)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            return _invited_page(request, invited)
    status = 422 if form.errors else 200
    return render(request, "accounts/invite.html", {"form": form}, status=status)


def _invited_page(request: StaffRequest, invited: services.Invited) -> HttpResponse:
    """Show the code, this once; a page that is kept nowhere is the only one that may hold it."""
    context = {"person": invited.member, "code": invited.code, "hours": INVITED_HOURS}
    return render(request, "accounts/invited.html", context)


@open_to(manage_people, fresh=True)
@require_POST
def invite_again(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Make a new code for a colleague who never came in."""
    code = services.renew_invitation(actor=request.member, member_id=member_id, now=request.now)
    member = colleague(request.member, member_id)
    return _invited_page(request, services.Invited(member, code))


@open_to(manage_people)
@GET_POST
def person(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Show a colleague and change their roles."""
    member = colleague(request.member, member_id)
    form = forms.RolesForm(
        request.POST or None,
        initial={"roles": sorted(member.roles)},
        actor=request.member,
    )
    if request.method == "POST" and form.is_valid():
        roles = frozenset(form.cleaned_data["roles"])
        try:
            services.set_roles(
                actor=request.member, member_id=member_id, roles=roles, now=request.now
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            messages.success(request, _("The roles have changed; this holds from now on."))
            return see_other("accounts:member", member_id)
    return _person_page(request, member, form, forms.MandateForm())


def _person_page(
    request: StaffRequest, member: Member, form: forms.RolesForm, mandate_form: forms.MandateForm
) -> HttpResponse:
    context = {
        "person": member,
        "form": form,
        "mandate_form": mandate_form,
        "mandates": member.mandates.order_by("-until"),
        "entered": services.has_entered(member.user),
        "absence": absence_of(member, request.now),
    }
    status = 422 if form.errors or mandate_form.errors else 200
    return render(request, "accounts/member.html", context, status=status)


@open_to(manage_people, fresh=True)
@GET_POST
def end(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Ask, then end somebody's access."""
    member = colleague(request.member, member_id)
    if request.method == "POST":
        services.end_membership(actor=request.member, member_id=member_id, now=request.now)
        messages.success(request, _("%(name)s has no access any more.") % {"name": member.user})
        return see_other("accounts:member", member_id)
    return render(request, "accounts/end.html", {"person": member})


@open_to(manage_people, fresh=True)
@GET_POST
def restore(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Let somebody back in who left; which roles is asked again."""
    member = colleague(request.member, member_id)
    form = forms.RolesForm(request.POST or None, actor=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            services.restore_membership(
                actor=request.member,
                member_id=member_id,
                roles=frozenset(form.cleaned_data["roles"]),
                now=request.now,
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            messages.success(request, _("%(name)s has access again.") % {"name": member.user})
            return see_other("accounts:member", member_id)
    had = [role_label(role, spoken()) for role in sorted(member.roles)]
    context = {"person": member, "form": form, "had": had}
    status = 422 if form.errors else 200
    return render(request, "accounts/restore.html", context, status=status)


@open_to(manage_people, fresh=True)
@GET_POST
def correct_address(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Put the address right of somebody who never came in, and show a new code."""
    member = colleague(request.member, member_id)
    form = forms.AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = services.correct_invited_address(
                actor=request.member, member_id=member_id, now=request.now, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("email", str(refusal.sentence))
        else:
            corrected = colleague(request.member, member_id)
            return _invited_page(request, services.Invited(corrected, code))
    context = {"person": member, "form": form}
    status = 422 if form.errors else 200
    return render(request, "accounts/correct_address.html", context, status=status)


@open_to(manage_people)
@require_POST
def mandate(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Give a colleague a mandate."""
    member = colleague(request.member, member_id)
    form = forms.MandateForm(request.POST)
    if form.is_valid():
        try:
            services.give_mandate(
                actor=request.member, member_id=member_id, now=request.now, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            messages.success(request, _("The mandate is given."))
            return see_other("accounts:member", member_id)
    roles = forms.RolesForm(initial={"roles": sorted(member.roles)}, actor=request.member)
    return _person_page(request, member, roles, form)
