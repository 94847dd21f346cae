# SPDX-License-Identifier: EUPL-1.2
"""The access log of a record or a member, with the names of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors.people import members_by_id
from ketenzicht.audit import selectors as audit


@dataclass(frozen=True, slots=True)
class LoggedAccess:
    """One line of the access log, with the names of today."""

    at: datetime
    organisation: str
    member: str
    action: str
    purpose: str
    basis: str
    outcome: str
    operation: str


def access_log_of(kind: str, object_id: UUID | str) -> list[LoggedAccess]:
    """Everybody who saw or changed one record, newest first.

    The caller decides who may see this: the holder of the record, or an auditor.
    """
    return _named(audit.traces_of(kind, object_id))


def _named(traces: list[audit.Trace]) -> list[LoggedAccess]:
    members = members_by_id({trace.member_id for trace in traces})
    return [_logged(trace, members.get(trace.member_id)) for trace in traces]


def _logged(trace: audit.Trace, member: Member | None) -> LoggedAccess:
    # Who is gone from the platform keeps their line, without a name.
    return LoggedAccess(
        at=trace.at,
        organisation=member.organisation.name if member else "",
        member=member.user.name if member else "",
        action=trace.action,
        purpose=trace.purpose,
        basis=trace.basis,
        outcome=trace.outcome,
        operation=trace.operation,
    )
