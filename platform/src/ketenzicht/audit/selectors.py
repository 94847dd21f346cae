# SPDX-License-Identifier: EUPL-1.2
"""Reading the trace: who looked, when, and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts import selectors as accounts
from ketenzicht.audit.models import Entry


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
    return _looks(Entry.objects.filter(kind=kind, object_id=str(object_id)))


def looks_by(member_id: UUID) -> list[Look]:
    """Everything one member saw or changed, newest first."""
    return _looks(Entry.objects.filter(member_id=member_id))


def count_of(kind: str, object_id: UUID | str) -> int:
    """How often one record was seen or changed."""
    return Entry.objects.filter(kind=kind, object_id=str(object_id)).count()


def _looks(entries: QuerySet[Entry]) -> list[Look]:
    rows = list(entries.order_by("-number"))
    members = accounts.members_by_id({row.member_id for row in rows})
    found = []
    for row in rows:
        member = members.get(row.member_id)
        found.append(
            Look(
                at=row.at,
                organisation=member.organisation.name if member else "",
                member=member.user.name if member else "",
                action=row.action,
                purpose=row.purpose,
                basis=row.basis,
                outcome=row.outcome,
                operation=row.operation,
            )
        )
    return found
