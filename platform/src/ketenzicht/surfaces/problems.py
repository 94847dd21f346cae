# SPDX-License-Identifier: EUPL-1.2
"""Refusals that Django itself raises, in the same form as our own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Unavailable
from ketenzicht.core.middleware import problem


class FormExpired(NotAllowed):
    """The form's protection against forgery did not hold; mostly the page stood open too long."""

    code = "form-expired"
    gives_back = True
    title = _("This form stood open too long")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that does not exist."""
    return problem(request, NotFound())


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a refusal raised by the framework."""
    return problem(request, NotAllowed())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request that cannot be read."""
    return problem(request, DomainError(_("We could not read this. Go back and try again.")))


def failure(request: HttpRequest) -> HttpResponse:
    """Answer for a mistake of ours; says nothing was lost and what to do."""
    broken = Unavailable()
    broken.status = 500
    return problem(request, broken)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form that stood open too long."""
    return problem(request, FormExpired(_("Nothing was sent. Go back, and send it once more.")))
