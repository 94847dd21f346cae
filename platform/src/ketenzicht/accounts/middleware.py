# SPDX-License-Identifier: EUPL-1.2
"""Gives each request of a signed-in user the membership they act under."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ketenzicht.accounts.models import User
from ketenzicht.accounts.selectors import member_of

CHOSEN = "kz_member"


class MemberMiddleware:
    """Sets `request.member`; read afresh for each request, so that revoked means now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        member = None
        if isinstance(user, User):
            chosen = request.session.get(CHOSEN)
            member = member_of(
                user,
                request.now,  # type: ignore[attr-defined]  # see core.http
                UUID(chosen) if chosen else None,
            )
        request.member = member  # type: ignore[attr-defined]  # see core.http
        return self.get_response(request)
