# SPDX-License-Identifier: EUPL-1.2
"""Reading the trace: which keys did what, when, and why. Names are added by `accounts`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ketenzicht.audit.models import Entry, UnnamedEntry


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


def done_by(organisation_id: UUID) -> QuerySet[Entry]:
    """Everything the members of an organisation saw or changed, newest first."""
    return Entry.objects.filter(organisation_id=organisation_id).order_by("-number")


def deletions(organisation_id: UUID) -> QuerySet[UnnamedEntry]:
    """The proof of what was deleted at its term, of all an organisation ever saw or changed."""
    touched = Entry.objects.filter(organisation_id=organisation_id).values("object_id")
    gone = Q(outcome="shredded") | Q(action__endswith=":shred")
    return UnnamedEntry.objects.filter(gone, object_id__in=touched).order_by("-number")


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
