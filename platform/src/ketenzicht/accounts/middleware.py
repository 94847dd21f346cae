# SPDX-License-Identifier: EUPL-1.2
"""Gives each request of a signed-in user the membership they act under."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ketenzicht.accounts.models import Member, User
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import member_of
from ketenzicht.audit.services import record

CHOSEN = "kz_member"


class MemberMiddleware:
    """Sets `request.member`; read afresh for each request, so that revoked means now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request.user.pk
        request.member = _member(request)  # type: ignore[attr-defined]  # see core.http
        response = self.get_response(request)
        if request.user.pk not in {before, None}:
            _record_sign_in(request)
        return response


def _member(request: HttpRequest) -> Member | None:
    user, chosen = request.user, request.session.get(CHOSEN)
    if not isinstance(user, User):
        return None
    now: datetime = request.now  # type: ignore[attr-defined]  # see core.http
    return member_of(user, now, UUID(chosen) if chosen else None)


def _record_sign_in(request: HttpRequest) -> None:
    """Put on record that somebody came in; without the row there is no session either."""
    record(
        actor=_member(request),
        action=AccountPermission.ACCOUNT_OWN,
        kind="user",
        id=request.user.pk,
        now=request.now,  # type: ignore[attr-defined]  # see core.http
        outcome="signed-in",
    )
