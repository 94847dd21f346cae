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
class Look:
    """One look or act, with the names of today."""

    at: datetime
    organisation: str
    member: str
    action: str
    purpose: str
    basis: str
    outcome: str
    operation: str


def looks_at(kind: str, object_id: UUID | str) -> list[Look]:
    """Everybody who saw or changed one record, newest first.

    The caller decides who may see this: the holder of the record, or an auditor.
    """
    return _named(audit.traces_of(kind, object_id))


def looks_by(member_id: UUID) -> list[Look]:
    """Everything one member saw or changed, newest first."""
    return _named(audit.traces_by(member_id))


def _named(traces: list[audit.Trace]) -> list[Look]:
    members = members_by_id({trace.member_id for trace in traces})
    return [_look(trace, members.get(trace.member_id)) for trace in traces]


def _look(trace: audit.Trace, member: Member | None) -> Look:
    # Who is gone from the platform keeps their line, without a name.
    return Look(
        at=trace.at,
        organisation=member.organisation.name if member else "",
        member=member.user.name if member else "",
        action=trace.action,
        purpose=trace.purpose,
        basis=trace.basis,
        outcome=trace.outcome,
        operation=trace.operation,
    )
