# SPDX-License-Identifier: EUPL-1.2
"""What a privacy officer sees: who looked, and what was deleted; never what was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors.people import members_by_id
from ketenzicht.audit import selectors as audit
from ketenzicht.audit.handover import Entry, UnnamedEntry
from ketenzicht.audit.permissions import AuditPermission
from ketenzicht.audit.services import record_access
from ketenzicht.core.permissions import require
from ketenzicht.search.selectors import holding

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Look:
    """One line of who looked: a person, a kind of record and its key, no content."""

    at: datetime
    who: str
    seen: bool
    action: str
    kind: str
    record: str
    purpose: str
    basis: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """One record that was deleted at its term, by the day."""

    on: date
    kind: str
    record: str


def accesses(actor: Member, words: str = "") -> QuerySet[Entry]:
    """What colleagues saw or changed, by name or by the key of a record; asked of the database."""
    require(actor, AuditPermission.AUDIT_READ)
    rows = audit.done_by(actor.organisation_id)
    if not words:
        return rows
    colleagues = Member.objects.filter(organisation=actor.organisation_id)
    named = holding(colleagues, words, "user__name").order_by().values("pk")
    return rows.filter(Q(member_id__in=named) | Q(object_id=words.lower()))


def deleted(actor: Member) -> QuerySet[UnnamedEntry]:
    """What was deleted at its term, of all this organisation saw or changed."""
    require(actor, AuditPermission.AUDIT_READ)
    return audit.deletions(actor.organisation_id)


def note_look(actor: Member, *, purpose: str, now: datetime) -> None:
    """Put on record that somebody read the log, before they read it."""
    record_access(
        actor=actor, action=AuditPermission.AUDIT_READ, kind="access-log", now=now, purpose=purpose
    )


def with_names(rows: Iterable[Entry]) -> list[Look]:
    """Lines with the names of today; who is gone from the platform keeps a line without one."""
    found = list(rows)
    members = members_by_id({row.member_id for row in found})
    return [_look(row, members) for row in found]


def all_with_names(rows: QuerySet[Entry]) -> Iterator[Look]:
    """Every line, read a bounded number at a time."""
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from with_names(chunk)
        chunk = list(rows.filter(number__lt=chunk[-1].number)[:CHUNK])


def deletion_of(row: UnnamedEntry) -> Deletion:
    """One deletion as it stands in the log."""
    return Deletion(row.on, row.kind, row.object_id)


def _look(row: Entry, members: dict[UUID, Member]) -> Look:
    member = members.get(row.member_id)
    return Look(
        at=row.at,
        who=member.user.name if member else "",
        seen=row.outcome == "seen",
        action=row.action,
        kind=row.kind,
        record=row.object_id,
        purpose=row.purpose,
        basis=row.basis,
        outcome=row.outcome,
    )
