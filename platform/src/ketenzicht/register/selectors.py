# SPDX-License-Identifier: EUPL-1.2
"""Reading the register: entries, possible doubles, decisions. Nobody here knows a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, QuerySet

from ketenzicht.audit.services import record_look
from ketenzicht.core.permissions import require
from ketenzicht.register.models import Apart, Entry, Merge, Token
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.states import Likeness

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

STRENGTH = {kind: place for place, kind in enumerate(Likeness)}


@dataclass(frozen=True, slots=True)
class Double:
    """Two entries that may be about one person, and what they have in common."""

    first: Entry
    second: Entry
    likeness: tuple[Likeness, ...]

    @property
    def strongest(self) -> Likeness:
        return self.likeness[0]


def entries_for(
    actor: Member,
    *,
    year: str = "",
    form: str = "",
    reporter: str = "",
    region: str = "",
    code: str = "",
) -> QuerySet[Entry]:
    """Entries that count, newest first; searched by entry code only."""
    require(actor, RegisterPermission.REGISTER_READ)
    asked = {"year": year, "form": form, "reporter": reporter, "region": region}
    found = Entry.objects.filter(
        withdrawn=False, **{name: value for name, value in asked.items() if value}
    )
    return found.filter(code__icontains=code) if code else found


def look_at_entries(actor: Member, count: int, now: datetime) -> None:
    """Put on record that a page of entries is about to be seen."""
    record_look(
        actor=actor,
        action=RegisterPermission.REGISTER_READ,
        kind="register",
        now=now,
        purpose="registration",
        detail={"rows": count},
    )


def years_present() -> tuple[int, ...]:
    """The years with entries, oldest first."""
    rows = Entry.objects.filter(withdrawn=False).order_by("year")
    return tuple(rows.values_list("year", flat=True).distinct())


def doubles(actor: Member) -> list[Double]:
    """Pairs of entries that share a token and about which nobody decided, strongest first."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    shared = _shared_tokens()
    entries = Entry.objects.filter(withdrawn=False).in_bulk({e for pair in shared for e in pair})
    apart = set(Apart.objects.values_list("first_id", "second_id"))
    found = [
        Double(entries[first], entries[second], tuple(sorted(kinds, key=STRENGTH.__getitem__)))
        for (first, second), kinds in shared.items()
        if first in entries
        and second in entries
        and entries[first].person_id != entries[second].person_id
        and (first, second) not in apart
    ]
    return sorted(
        found, key=lambda pair: (STRENGTH[pair.strongest], -len(pair.likeness), pair.first.code)
    )


def _shared_tokens() -> Mapping[tuple[UUID, UUID], set[Likeness]]:
    """Pairs of entries with an equal token, in the order of their keys."""
    often = Token.objects.values("kind", "value").annotate(times=Count("id")).filter(times__gt=1)
    groups: defaultdict[tuple[str, bytes], list[UUID]] = defaultdict(list)
    values = [row["value"] for row in often]
    for token in Token.objects.filter(value__in=values).order_by("entry"):
        groups[token.kind, bytes(token.value)].append(token.entry_id)
    pairs: defaultdict[tuple[UUID, UUID], set[Likeness]] = defaultdict(set)
    for (kind, _value), members in groups.items():
        ordered = sorted(members, key=str)
        for place, first in enumerate(ordered):
            for second in ordered[place + 1 :]:
                pairs[first, second].add(Likeness(kind))
    return pairs


@dataclass(frozen=True, slots=True)
class Joined:
    """A decision that stands: which entries are one person, who said so, and when."""

    id: UUID
    codes: tuple[str, ...]
    by: str
    at: datetime


def joined(actor: Member, *, most: int) -> list[Joined]:
    """The newest decisions that stand, with the entries of the person they made."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    standing = Merge.objects.filter(undone_at=None).select_related("by__user").order_by("-at")
    found = list(standing[:most])
    codes: defaultdict[UUID, list[str]] = defaultdict(list)
    for entry in Entry.objects.filter(person__in={one.kept_id for one in found}).order_by("code"):
        codes[entry.person_id].append(entry.code)
    return [Joined(one.pk, tuple(codes[one.kept_id]), one.by.user.name, one.at) for one in found]
