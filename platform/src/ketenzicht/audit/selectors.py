# SPDX-License-Identifier: EUPL-1.2
"""Reading the trace: which keys did what, when, and why. Names are added by `accounts`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Trace:
    """One look or act of a member, as it was recorded."""

    at: datetime
    organisation_id: UUID
    member_id: UUID
    action: str
    purpose: str
    basis: str
    outcome: str
    operation: str


def traces_of(kind: str, object_id: UUID | str) -> list[Trace]:
    """Everything done with one record, newest first.

    The caller decides who may see this: the holder of the record, or an auditor.
    """
    return _traces(Entry.objects.filter(kind=kind, object_id=str(object_id)))


def count_of(kind: str, object_id: UUID | str) -> int:
    """How often one record was seen or changed."""
    return Entry.objects.filter(kind=kind, object_id=str(object_id)).count()


def _traces(entries: QuerySet[Entry]) -> list[Trace]:
    return [
        Trace(
            at=row.at,
            organisation_id=row.organisation_id,
            member_id=row.member_id,
            action=row.action,
            purpose=row.purpose,
            basis=row.basis,
            outcome=row.outcome,
            operation=row.operation,
        )
        for row in entries.order_by("-number")
    ]
