# SPDX-License-Identifier: EUPL-1.2
"""The frame every request passes: one moment, one policy, one form of refusal, safe headers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from ketenzicht.core.clock import now
from ketenzicht.core.crypto import random_hex
from ketenzicht.core.errors import (
    DomainError,
    NotAllowed,
    NotFound,
    OnlyAnAct,
    TooLarge,
    Unavailable,
)
from ketenzicht.core.held_words import ENDED_FOR, hold
from ketenzicht.core.http import whole_number
from ketenzicht.core.leading import page_above
from ketenzicht.core.logs import places
from ketenzicht.core.policy import Audience, Policy, policy_of
from ketenzicht.core.sessions import (
    missing_factor_proof,
    missing_proof,
    missing_recent_proof,
)
from ketenzicht.core.typed import kept, repeated

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)

#: The field with which every form names the organisation it was shown for.
SHOWN_FOR = "acts_for"
#: The page that gives back what was typed when a session ended.
TYPED = "accounts:typed"


class MomentMiddleware:
    """Gives each request its one moment: `request.now`, aware, in UTC."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = now()  # type: ignore[attr-defined]  # see core.http
        request.carried = {}  # type: ignore[attr-defined]  # see core.http
        return self.get_response(request)


class HeadersMiddleware:
    """Adds what neither Django nor the policy packages add; pages are never kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


class SizeMiddleware:
    """Refuses a body that is larger than any form, before anything reads it.

    Otherwise a visitor without an account could fill the disk: what a request calls a file is
    written down while it comes in, also where no form asks for one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        declared = request.META.get("CONTENT_LENGTH")
        if declared and whole_number(declared, most + 1) > most:
            return problem(request, TooLarge())
        return self.get_response(request)


#: Trying again can help: somebody else was quicker, or something did not work for a while.
AGAIN = frozenset({409, 429, 500, 503})


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the caller is a program: the API, or an explicit Accept header."""
    return request.path.startswith("/v1/") or request.headers.get("Accept") == "application/json"


def problem(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Render a refusal as the one problem page, or as problem+json (RFC 9457)."""
    if wants_json(request):
        body = {
            "type": "about:blank",
            "title": str(refusal.sentence),
            "status": refusal.status,
            "code": refusal.code,
        }
        return HttpResponse(
            json.dumps(body), status=refusal.status, content_type="application/problem+json"
        )
    context = {
        "base": "web/staff.html" if getattr(request, "member", None) else "web/public.html",
        "title": refusal.title,
        "sentence": refusal.sentence,
        "retry": refusal.status in AGAIN,
        "kept": kept(request) if refusal.gives_back else (),
        "again": repeated(request) if refusal.status in AGAIN - {409} else (),
        "reference": getattr(request, "problem_reference", ""),
    }
    response = render(request, "web/problem.html", context, status=refusal.status)
    if refusal.status in {429, 503}:
        response.headers["Retry-After"] = "30"
    return response


def only_an_act(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Lead whoever opened the address of an act to the page of the thing; say the rest in words."""
    reads = request.method in {"GET", "HEAD"} and not wants_json(request)
    if reads and (page := page_above(request)):
        return HttpResponseRedirect(page)
    said = problem(request, OnlyAnAct())
    if "Allow" in answer.headers:  # a refusal of the domain names no methods
        said.headers["Allow"] = answer.headers["Allow"]
    return said


class ProblemMiddleware:
    """Translates refusals of the domain, and databases that do not answer, in one place."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        return only_an_act(request, answer) if answer.status_code == 405 else answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a `DomainError` or a database that is full, locked or gone."""
        if isinstance(error, DomainError):
            return problem(request, error)
        if isinstance(error, DatabaseError) and not settings.DEBUG_PROPAGATE_DATABASE_ERRORS:
            log.error("database", error=type(error).__name__)
            return problem(request, Unavailable())
        if not isinstance(error, Http404 | PermissionDenied | SuspiciousOperation):
            _note_mistake(request, error)
        return None


def _note_mistake(request: HttpRequest, error: Exception) -> None:
    """Write down where our own mistake lies, without path, values or message: those hold people."""
    reference = random_hex(4)
    request.problem_reference = reference  # type: ignore[attr-defined]  # read by `problem`
    log.error("mistake", reference=reference, error=type(error).__name__, at=places(error))


class PolicyMiddleware:
    """Holds every request against the policy its view declared."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse before the view runs; a view without a policy is never run."""
        match = request.resolver_match
        policy = policy_of(view, match.view_name if match else None)
        if policy is None:
            log.error("view without a policy", view=getattr(view, "__qualname__", "?"))
            return problem(request, Unavailable())
        if policy.audience is Audience.EVERYONE:
            return None
        return refusal(request, policy)


def refusal(request: HttpRequest, policy: Policy) -> HttpResponse | None:
    """Return what a signed-in policy answers to this request, None when it may pass."""
    if not hasattr(request, "user"):  # a surface without sign-in serves no staff pages
        return problem(request, NotFound())
    if not request.user.is_authenticated:
        if wants_json(request):
            return problem(request, NotFound())
        return _sign_in(request, "account_login")
    if policy.audience is Audience.MEMBERS:
        return _member_refusal(request, policy)
    page = missing_factor_proof(request) if policy.fresh else ""
    return _sign_in(request, page) if page else None


def _member_refusal(request: HttpRequest, policy: Policy) -> HttpResponse | None:
    member = getattr(request, "member", None)
    if member is None:
        return problem(request, NotAllowed())
    page = missing_proof(request, passkey=member.needs_passkey)
    if not page and policy.permission not in member.permissions:
        return problem(request, NotAllowed())
    if not page and policy.fresh:
        page = missing_recent_proof(request, passkey=member.needs_passkey)
    return _sign_in(request, page) if page else None


def _sign_in(request: HttpRequest, name: str) -> HttpResponse:
    if name == "mfa_index":  # a page to choose on, which leads nowhere by itself
        return HttpResponseRedirect(reverse(name))
    query = urlencode({"next": _back_to(request)})
    return HttpResponseRedirect(f"{reverse(name)}?{query}")


def _back_to(request: HttpRequest) -> str:
    """Where to go after signing in: the page itself, or what was typed and then the page."""
    page = request.get_full_path()
    person = request.user.pk or getattr(request, ENDED_FOR, None)
    if request.method != "POST" or person is None:
        return page
    organisation = request.POST.get(SHOWN_FOR, "")
    try:
        held = hold(request, person, organisation, now=request.now)  # type: ignore[attr-defined]  # see core.http
    except DatabaseError as error:
        log.error("words not held", error=type(error).__name__)
        return page
    if not held:
        return page
    return f"{reverse(TYPED)}?{urlencode({'next': page})}"
