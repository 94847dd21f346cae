# SPDX-License-Identifier: EUPL-1.2
"""The page every role opens on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenzicht.audit.services import record_look
from ketenzicht.core.http import StaffRequest
from ketenzicht.core.permissions import Permission
from ketenzicht.core.policy import members, open_to
from ketenzicht.surfaces.staff.day import day_of, rest_of


@open_to(members(Permission.ACCOUNT_OWN))
@require_safe
def day(request: StaffRequest) -> HttpResponse:
    """Show what is mine to do now."""
    groups = day_of(request.member, request.now)
    lines = sum(len(group.rows) for group in groups)
    record_look(
        actor=request.member,
        action="day:read",
        kind="day",
        now=request.now,
        purpose="own-work",
        detail={"lines": lines},
    )
    context = {"groups": groups, "rest": rest_of(request.member, request.now)}
    return render(request, "surfaces/day.html", context)
