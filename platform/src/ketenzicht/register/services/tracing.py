# SPDX-License-Identifier: EUPL-1.2
"""What every act on the register leaves behind in the audit."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht.audit.services import record
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.acting import touch
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.states import REGISTER, THE_REGISTER

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def trace(
    actor: Member | None,
    *,
    now: datetime,
    decision_id: UUID | None = None,
    basis: str = "",
    outcome: str = "done",
    **detail: str | int,
) -> None:
    """Leave one row about a decision, or about entries.

    Which entry is not said, so that no case leads to it. Every act may make or end a possible
    double; what is kept of that knows a month, like an entry.
    """
    about_entries = decision_id is None
    record(
        actor=actor,
        action=RegisterPermission.REGISTER_ENTER
        if about_entries
        else RegisterPermission.REGISTER_MERGE,
        kind="entry" if about_entries else "register",
        id=decision_id,
        now=now,
        purpose="registration",
        basis=basis,
        outcome=outcome,
        detail=detail,
    )
    month = midnight(local_date(now).replace(day=1))
    touch(REGISTER, THE_REGISTER, now=month, by="entries" if about_entries else "decided")
