# SPDX-License-Identifier: EUPL-1.2
"""The short cookie in which the answers of one visit travel, split to fit browsers' limits."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ketenzicht.core.http import PublicRequest
from ketenzicht.intake.answers import Answers, seal, unseal

PART = 3500
PARTS = 2


def _name(number: int) -> str:
    prefix = "__Host-" if settings.KETENZICHT_HTTPS else ""
    return f"{prefix}b{number}"


def read(request: PublicRequest) -> Answers | None:
    """Return the answers of this visit, None when there is no visit or it is over."""
    token = "".join(request.COOKIES.get(_name(number), "") for number in range(PARTS))
    return unseal(token, request.now)


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
