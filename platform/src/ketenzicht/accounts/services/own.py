# SPDX-License-Identifier: EUPL-1.2
"""What somebody changes about their own account."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.services.tracing import trace
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require


@act()
def set_language(*, actor: Member, language: str, now: datetime) -> None:
    """Choose in which language one gets mail."""
    require(actor, AccountPermission.ACCOUNT_OWN)
    actor.user.language = language
    actor.user.save(update_fields=["language"])
    trace(actor, AccountPermission.ACCOUNT_OWN, actor, outcome="language-set", now=now)
