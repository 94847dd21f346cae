# SPDX-License-Identifier: EUPL-1.2
"""How long a sign-in lasts, how recent it is, and how strong it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
GRAIN = timedelta(minutes=1)

BEGAN, SEEN = "kz_began", "kz_seen"


def has_strong_factor(request: HttpRequest) -> bool:
    """Tell whether this user has a second factor or passkey; demo accounts need none."""
    from allauth.mfa.utils import is_mfa_enabled

    user = request.user
    return bool(getattr(user, "demo", False) and settings.KETENZICHT_DEMO) or is_mfa_enabled(user)


def signed_in_recently(request: HttpRequest) -> bool:
    """Tell whether the user proved who they are under five minutes ago."""
    from allauth.account.internal.flows.reauthentication import is_reauthentication_required

    return not is_reauthentication_required(request, app="account")


class SessionClockMiddleware:
    """Ends a session that is idle for 15 minutes or older than 8 hours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._keep_time(request, request.now)  # type: ignore[attr-defined]  # see core.http
        return self.get_response(request)

    def _keep_time(self, request: HttpRequest, now: datetime) -> None:
        session = request.session
        began = datetime.fromisoformat(session.setdefault(BEGAN, now.isoformat()))
        seen = datetime.fromisoformat(session.setdefault(SEEN, now.isoformat()))
        if now - seen > IDLE or now - began > ABSOLUTE:
            logout(request)
        elif now - seen > GRAIN:
            session[SEEN] = now.isoformat()
