# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this app share: who may open them, and the language they are read in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts.acts.members import Act, require_act
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.core.policy import members
from ketenzicht.web.acting import ActPage, act_page

own_account = members(AccountPermission.ACCOUNT_OWN)
manage_people = members(AccountPermission.MEMBER_MANAGE)
manage_desks = members(AccountPermission.DESK_MANAGE)
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def spoken() -> str:
    """Return the language this page is read in."""
    return get_language() or "nl"


def member_act(
    request: StaffRequest, member: Member, act: Act, page: ActPage, **given: Any
) -> HttpResponse:
    """Show the page of an act on a member, which is refused in words where it is not open."""
    if request.method != "POST":
        require_act(request.member, member, act, request.now)
    return act_page(request, page, **given)
