# SPDX-License-Identifier: EUPL-1.2
"""Coming in: for the first time, or in the practice world."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.demo import demo_roles, sign_in_as
from ketenzicht.accounts.entrance import enter
from ketenzicht.accounts.views.common import (
    GET_POST,
)
from ketenzicht.core.errors import Refused
from ketenzicht.core.http import PublicRequest, see_other
from ketenzicht.core.policy import everyone, open_to


@open_to(everyone)
@GET_POST
def first_time(request: PublicRequest) -> HttpResponse:
    """Let an invited person in once, and send them on to make their passkey."""
    form = forms.FirstTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept_invitation(**form.cleaned_data, now=request.now)
        except Refused as refusal:
            form.add_error("code", str(refusal.sentence))
        else:
            enter(request, user, method="invitation")
            return see_other("mfa_index")
    return render(
        request, "accounts/first_time.html", {"form": form}, status=422 if form.errors else 200
    )


@open_to(everyone)
@GET_POST
def demo_entrance(request: PublicRequest) -> HttpResponse:
    """Sign in as one of the roles of the practice world; exists only there."""
    if request.method == "POST":
        sign_in_as(request, request.POST.get("member", ""))
        return see_other("staff:day")
    found = demo_roles(request.now)
    groups = [
        (_("The chain, from report to figure"), [one for one in found if one.on_tour]),
        (_("Others around it"), [one for one in found if not one.on_tour]),
    ]
    return render(request, "accounts/demo.html", {"groups": groups if found else []})
