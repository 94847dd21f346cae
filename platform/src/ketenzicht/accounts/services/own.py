# SPDX-License-Identifier: EUPL-1.2
"""What somebody changes about their own account."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import sessions_of
from ketenzicht.accounts.services.tracing import trace
from ketenzicht.core import session_store
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require


@act()
def set_language(*, actor: Member, language: str, now: datetime) -> None:
    """Choose in which language one gets mail."""
    require(actor, AccountPermission.ACCOUNT_OWN)
    actor.user.language = language
    actor.user.save(update_fields=["language"])
    trace(actor, AccountPermission.ACCOUNT_OWN, actor, outcome="language-set", now=now)


@act()
def end_other_sessions(*, actor: Member, request: HttpRequest, now: datetime) -> int:
    """Sign oneself out everywhere but in the session that asks; returns how many ended."""
    require(actor, AccountPermission.ACCOUNT_OWN)
    others = [each.key for each in sessions_of(actor.user, request) if not each.is_current]
    ended = session_store.end(others)
    trace(actor, AccountPermission.ACCOUNT_OWN, actor, outcome="sessions-ended", now=now)
    return ended
