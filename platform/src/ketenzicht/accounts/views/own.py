# SPDX-License-Identifier: EUPL-1.2
"""Pages about the own account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme as same_site
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.acts.members import acts_open_to
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
from ketenzicht.core.held_words import take
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import open_to
from ketenzicht.web.acting import ActPage, Values, act_page, posted


@open_to(own_account)
@require_safe
def typed(request: StaffRequest) -> HttpResponse:
    """Give back, once, what was typed when a session ended, and lead on to where that was."""
    page = request.GET.get("next", "")
    onward = page if page.startswith("/") and same_site(page, set()) else reverse("accounts:own")
    member = request.member
    texts = take(member.user_id, member.organisation_id, now=request.now)
    if not texts:
        return HttpResponseRedirect(onward)
    return render(request, "accounts/typed.html", {"kept": texts, "onward": onward})


@open_to(own_account)
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Show who I am here: organisation, roles, sessions, factors."""
    mine = live_members(request.now).filter(user=request.member.user).select_related("organisation")
    roles = sorted(role_label(role, spoken()) for role in request.member.roles)
    language = forms.LanguageForm(initial={"language": request.member.user.language})
    context = {"mine": mine, "roles": roles, "member": request.member, "language_form": language}
    context["absence"] = absence_of(request.member, request.now)
    context["can"] = {
        act.value for act in acts_open_to(request.member, request.member, request.now)
    }
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
    said = [
        _("Your address is %(email)s.") % {"email": request.member.user.email},
        _("A code goes to the new address. Your address changes once you typed that code here."),
    ]
    page = ActPage(
        title=_("Change my address"),
        lead=" ".join(said),
        button=_("Send the code"),
        back_url=reverse("accounts:own"),
        back_label=_("My account"),
    )

    def do(values: Values) -> str:
        services.ask_address(actor=request.member, email=values["email"], now=request.now)
        return reverse("accounts:address-code")

    return act_page(request, page, form=forms.AddressForm(posted(request)), do=do)


@open_to(own_account, fresh=True)
@GET_POST
def address_code(request: StaffRequest) -> HttpResponse:
    """Prove that one reads mail at the new address."""
    page = ActPage(
        title=_("Code for the new address"),
        lead=_(
            "If the address is yours to use, a mail with a code is there now. "
            "It works for one hour."
        ),
        button=_("Change my address"),
        done=_("Your address has changed. You sign in with it from now on."),
        back_url=reverse("accounts:address"),
        back_label=_("Change my address"),
    )

    def do(values: Values) -> str:
        services.confirm_address(actor=request.member, code=values["code"], now=request.now)
        return reverse("accounts:own")

    return act_page(request, page, form=forms.AddressCodeForm(posted(request)), do=do)
