# SPDX-License-Identifier: EUPL-1.2
"""Gives each request of a signed-in user the membership they act under."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ketenzicht.accounts.models import Member, User
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import member_of
from ketenzicht.audit.services import record
from ketenzicht.core.errors import OtherOrganisation
from ketenzicht.core.held_words import forget
from ketenzicht.core.middleware import SHOWN_FOR, problem
from ketenzicht.core.policy import policy_of

CHOSEN = "kz_member"


class MemberMiddleware:
    """Sets `request.member`; read afresh for each request, so that revoked means now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request.user.pk
        member = _member(request)
        request.member = member  # type: ignore[attr-defined]  # see core.http
        if member is not None:
            carried: dict[str, str] = request.carried  # type: ignore[attr-defined]  # see core.http
            carried[SHOWN_FOR] = str(member.organisation_id)
        response = self.get_response(request)
        if before is not None and request.user.pk is None:
            forget(before)  # signed out
        if request.user.pk not in {before, None}:
            # Without the row there is no session either.
            record(
                actor=_member(request),
                action=AccountPermission.ACCOUNT_OWN,
                kind="user",
                id=request.user.pk,
                now=request.now,  # type: ignore[attr-defined]  # see core.http
                outcome="signed-in",
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a form that was shown while acting for another organisation."""
        shown_for = request.POST.get(SHOWN_FOR) if request.method == "POST" else None
        member: Member | None = request.member  # type: ignore[attr-defined]  # see above
        if shown_for is None or member is None or shown_for == str(member.organisation_id):
            return None
        policy = policy_of(view)
        if policy is None or policy.permission in {None, AccountPermission.ACCOUNT_OWN}:
            return None  # about oneself, for whichever organisation
        return problem(request, OtherOrganisation())


def _member(request: HttpRequest) -> Member | None:
    user, chosen = request.user, request.session.get(CHOSEN)
    if not isinstance(user, User):
        return None
    now: datetime = request.now  # type: ignore[attr-defined]  # see core.http
    return member_of(user, now, UUID(chosen) if chosen else None)
