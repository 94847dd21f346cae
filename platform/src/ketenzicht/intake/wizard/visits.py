# SPDX-License-Identifier: EUPL-1.2
"""How the answers of one visit travel: with the forms of its pages, and in a short cookie.

The cookie is split to fit the limits of browsers, and holds the visit that went on last; a page
that stood open beside it goes on with its own.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ketenzicht.core.http import PublicRequest
from ketenzicht.intake.wizard.answers import Answers, seal, unseal

PART = 3500
PARTS = 2
#: The field with which each form brings its own visit along.
VISIT = "visit"


def _name(number: int) -> str:
    prefix = "__Host-" if settings.KETENZICHT_HTTPS else ""
    return f"{prefix}b{number}"


def read(request: PublicRequest) -> Answers | None:
    """Return the answers of the visit this page belongs to, else of the last one in this browser.

    None when there is no visit or it is over. A page of another tab brings its own story; of one
    and the same visit the cookie knows more than an older page.
    """
    kept = _kept(request)
    shown = unseal(request.POST.get(VISIT, ""), request.now) if request.method == "POST" else None
    if shown is None or (kept is not None and kept.visit == shown.visit):
        return kept
    return shown


def carry(request: PublicRequest, answers: Answers) -> None:
    """Let every form on this page say of which visit it is, by bringing its answers along."""
    request.carried[VISIT] = seal(answers, request.now)


def write(request: PublicRequest, response: HttpResponse, answers: Answers) -> None:
    """Send the answers along; they end with the browser window or after an hour."""
    token = seal(answers, request.now)
    for number in range(PARTS):
        part = token[number * PART : (number + 1) * PART]
        if part:
            response.set_cookie(
                _name(number),
                part,
                secure=settings.KETENZICHT_HTTPS,
                httponly=True,
                samesite="Strict",
            )
        elif _name(number) in request.COOKIES:
            _drop(response, number)


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """End the visit: nothing of it is left to open."""
    for number in range(PARTS):
        if _name(number) in request.COOKIES:
            _drop(response, number)


def _drop(response: HttpResponse, number: int) -> None:
    response.delete_cookie(_name(number), samesite="Strict")


def _kept(request: PublicRequest) -> Answers | None:
    token = "".join(request.COOKIES.get(_name(number), "") for number in range(PARTS))
    return unseal(token, request.now)
