# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this app share: who may open them, and the language they are read in."""

from __future__ import annotations

from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.core.policy import members

own_account = members(AccountPermission.ACCOUNT_OWN)
manage_people = members(AccountPermission.MEMBER_MANAGE)
manage_desks = members(AccountPermission.DESK_MANAGE)
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def spoken() -> str:
    """Return the language this page is read in."""
    return get_language() or "nl"
