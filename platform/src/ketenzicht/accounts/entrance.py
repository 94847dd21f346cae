# SPDX-License-Identifier: EUPL-1.2
"""Signing somebody in by other means than the sign-in pages: a first code, or a practice role."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from ketenzicht.accounts.models import User


def enter(request: HttpRequest, user: User, *, method: str) -> None:
    """Start a session of this user that stands in their list of sessions."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method=method)
