# SPDX-License-Identifier: EUPL-1.2
"""Pages about the own account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.roles import role_label
from ketenzicht.accounts.selectors import (
    absence_of,
    live_members,
    sessions_of,
)
from ketenzicht.accounts.views.common import (
    GET_POST,
    own_account,
    spoken,
)
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import open_to


@open_to(own_account)
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Show who I am here: organisation, roles, sessions, factors."""
    mine = live_members(request.now).filter(user=request.member.user).select_related("organisation")
    roles = sorted(role_label(role, spoken()) for role in request.member.roles)
    language = forms.LanguageForm(initial={"language": request.member.user.language})
    context = {"mine": mine, "roles": roles, "member": request.member, "language_form": language}
    context["absence"] = absence_of(request.member, request.now)
    return render(request, "accounts/own.html", context)


@open_to(own_account)
@GET_POST
def sessions(request: StaffRequest) -> HttpResponse:
    """Show where one is signed in; all but this session can be ended."""
    if request.method == "POST":
        services.end_other_sessions(actor=request.member, request=request, now=request.now)
        messages.success(request, _("Your other sessions have ended."))
        return see_other("accounts:sessions")
    found = sessions_of(request.member.user, request)
    return render(request, "accounts/sessions.html", {"sessions": found})


@open_to(own_account)
@require_POST
def language(request: StaffRequest) -> HttpResponse:
    """Choose the language of the mails one gets."""
    form = forms.LanguageForm(request.POST)
    if not form.is_valid():
        raise NotFound
    services.set_language(actor=request.member, now=request.now, **form.cleaned_data)
    messages.success(request, _("Mails to you are in this language from now on."))
    return see_other("accounts:own")


@open_to(own_account)
@require_safe
def without_password(request: StaffRequest) -> HttpResponse:
    """Where the sign-in package sends who has no password to change."""
    raise Refused(_("This account signs in without a password, so there is none to change."))


@open_to(own_account)
@require_POST
def choose(request: StaffRequest) -> HttpResponse:
    """Act for another of my own organisations."""
    try:
        wanted = UUID(request.POST.get("member", ""))
    except ValueError:
        raise NotFound from None
    mine = live_members(request.now).filter(user=request.member.user, pk=wanted).first()
    if mine is None:
        raise NotFound
    request.session[CHOSEN] = str(mine.pk)
    messages.success(
        request, _("You now act for %(organisation)s.") % {"organisation": mine.organisation}
    )
    return see_other("staff:day")


@open_to(own_account, fresh=True)
@GET_POST
def address(request: StaffRequest) -> HttpResponse:
    """Ask for another address; a code goes there."""
    form = forms.AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_address(actor=request.member, now=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal.sentence))
        else:
            return see_other("accounts:address-code")
    context = {"form": form, "member": request.member}
    status = 422 if form.errors else 200
    return render(request, "accounts/address.html", context, status=status)


@open_to(own_account, fresh=True)
@GET_POST
def address_code(request: StaffRequest) -> HttpResponse:
    """Prove that one reads mail at the new address."""
    form = forms.AddressCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_address(actor=request.member, now=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("code", str(refusal.sentence))
        else:
            messages.success(
                request, _("Your address has changed. You sign in with it from now on.")
            )
            return see_other("accounts:own")
    status = 422 if form.errors else 200
    return render(request, "accounts/address_code.html", {"form": form}, status=status)
