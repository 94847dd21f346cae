# SPDX-License-Identifier: EUPL-1.2
"""What every act on a case shares: the locked row, the version, the event, the audit row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.audit.services import record
from ketenzicht.cases.file.acts import RULES, Act, require_act
from ketenzicht.cases.file.models import Case, CaseEvent
from ketenzicht.cases.file.selectors.access import Access, access_to, case_of
from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotAllowed, StaleWrite
from ketenzicht.core.obligations.acting import touch
from ketenzicht.core.permissions import Permission, require

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


def held_case(actor: Member, case_id: UUID, *, permission: Permission, now: datetime) -> Case:
    """Lock a case that the actor's organisation holds, and may act on in this way."""
    require(actor, permission)
    case = case_of(actor, case_id, now, lock=True)
    if case.holder_id != actor.organisation_id:
        raise NotAllowed(_("Only the organisation that holds the case can do this."))
    return case


def case_for(actor: Member, case_id: UUID, act: Act, *, now: datetime) -> Access:
    """Lock a case for one act, which has to be open to this member as the case stands now."""
    require(actor, RULES[act].permission)
    access = access_to(case_of(actor, case_id, now, lock=True), actor, now)
    require_act(actor, access, act)
    return access


def mark_register_stale(case: Case) -> None:
    """Note that the register was told otherwise; it asks for the correction itself."""
    case.register_stale = case.register_handle is not None


def check_version(row: Versioned, version: int) -> None:
    """Refuse a change that was based on an older version, then count this one."""
    if row.version != version:
        raise StaleWrite
    row.version += 1


def log(
    case: Case,
    kind: str,
    *,
    actor: Member | None,
    now: datetime,
    action: Permission = CasePermission.CASE_WRITE,
    **detail: str,
) -> None:
    """Add an event to a locked case and the audit row, and have the work about it looked at."""
    touch(CASE, case.pk, now=now, by=kind)
    case.events += 1
    Case.objects.whole_table(why="counting the event of a locked case").filter(pk=case.pk).update(
        events=case.events
    )
    CaseEvent.objects.create(
        case=case,
        seq=case.events,
        at=now,
        kind=kind,
        actor=actor,
        organisation_id=actor.organisation_id if actor else None,
        detail=detail,
    )
    record(actor=actor, action=action, kind=CASE, id=case.pk, now=now, detail={"event": kind})
