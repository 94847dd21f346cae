# SPDX-License-Identifier: EUPL-1.2
"""Coming back with the code, leaving, and the pages that only inform."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht import reference
from ketenzicht.core.clock import local_date
from ketenzicht.core.http import PublicRequest
from ketenzicht.core.policy import everyone, open_to
from ketenzicht.intake import services
from ketenzicht.intake.forms.choices import language
from ketenzicht.intake.forms.public import CodeForm, WriteOnForm
from ketenzicht.intake.services.messages import WrongCode
from ketenzicht.intake.views.guidance import number
from ketenzicht.intake.views.throttle import throttle, used_up
from ketenzicht.intake.views.visit import SEE_OTHER, over, shown, to
from ketenzicht.intake.wizard import visits
from ketenzicht.intake.wizard.answers import Answers
from ketenzicht.web.frame import PublicFrame

TRIES = 20
# no term: in which tries are counted
WINDOW = timedelta(minutes=10)
#: Each opening takes the slow derivation, of which the machine does only a few at once.
OPENINGS = 60


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: PublicRequest) -> HttpResponse:
    """Ask for the code. It travels in the body only, and a wrong one gets one answer."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            _throttle(request)
            try:
                services.open_messages(code=form.cleaned_data["code"])
            except WrongCode:
                form.add_error(
                    "code", _("This code does not open anything. Type the digits once more.")
                )
            else:
                response = to("messages")
                visit = Answers(messages_code=form.cleaned_data["code"])
                visits.write(request, response, visit)
                return response
        status = 422
    context = {"form": form, "used_up": used_up(request, "code", limit=TRIES, window=WINDOW)}
    return render(request, "intake/public/come_back.html", context, status=status)


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: PublicRequest) -> HttpResponse:
    """Read the answers and write on."""
    answers = visits.read(request)
    if answers is None or not answers.messages_code:
        return over(request)
    visits.carry(request, answers)
    form = WriteOnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _throttle(request, "write", OPENINGS, of=answers.messages_code)
        text = form.cleaned_data["text"]
        services.write_on(code=answers.messages_code, text=text, now=request.now)
        return shown(request, to("messages"), answers)
    status = 422 if request.method == "POST" else 200
    _throttle(request, "messages", OPENINGS, of=answers.messages_code)
    context = {"form": form, "thread": services.open_messages(code=answers.messages_code)}
    return render(request, "intake/public/messages.html", context, status=status)


@open_to(everyone)
@require_POST
def done(request: PublicRequest) -> HttpResponse:
    """End the visit: drop the cookie, and show a page without anything on it."""
    response = HttpResponseRedirect(reverse("intake-public:start"), status=SEE_OTHER)
    visits.forget(request, response)
    return response


@open_to(everyone)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: PublicRequest) -> HttpResponse:
    """Say what leaving does and what it cannot do; both drop the visit.

    The quick exit posts here while it leaves, and then drops every cookie. Without protection
    against forgery, because all that another site could do with it is end a visit.
    """
    if request.method == "POST":
        response = HttpResponse(status=204)
        _drop_all(request, response)
    else:
        response = render(request, "intake/public/leaving.html")
        visits.forget(request, response)
    return response


@open_to(everyone)
@require_safe
def leave_now(request: PublicRequest) -> HttpResponse:
    """Drop everything of the visit and lead away: the way out of a browser without scripts."""
    response = HttpResponseRedirect(PublicFrame().exit_url, status=SEE_OTHER)
    _drop_all(request, response)
    return response


def _drop_all(request: PublicRequest, response: HttpResponse) -> None:
    for name in request.COOKIES:
        response.delete_cookie(name, samesite="Strict")


@open_to(everyone)
@require_safe
def numbers(request: PublicRequest) -> HttpResponse:
    """Whom to call or chat with, without filling in anything."""
    found = reference.helplines(local_date(request.now))
    lines = [line for line in found if line.for_visitors]
    context = {
        "numbers": [number(line) for line in lines if line.number],
        "sites": [(line.label(language()), line.website) for line in lines if line.website],
        "unknown": [
            (line.label(language()), line.claim.warning(language()))
            for line in lines
            if line.claim.unknown
        ],
        "unconfirmed": any(line.claim.confirmed is None for line in lines),
    }
    return render(request, "intake/public/numbers.html", context)


def _throttle(
    request: PublicRequest, act: str = "code", limit: int = TRIES, *, of: str = ""
) -> None:
    sentence = _("This was tried too often. Wait ten minutes and try again.")
    throttle(request, act, sentence, limit=limit, window=WINDOW, of=of)
