# SPDX-License-Identifier: EUPL-1.2
"""Reading the register: entries, possible doubles, decisions. Nobody here knows a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ketenzicht.audit.services import record_access
from ketenzicht.core.errors import NotFound
from ketenzicht.core.folding import compact
from ketenzicht.core.guard import found_in
from ketenzicht.core.permissions import require
from ketenzicht.register.models import Change, Decision, Entry, Token
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.states import Similarity

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

STRENGTH = {kind: place for place, kind in enumerate(Similarity)}


@dataclass(frozen=True, slots=True)
class Double:
    """Two entries that may be about one person, what they have in common, and who said no."""

    first: Entry
    second: Entry
    similarity: tuple[Similarity, ...] = ()
    against: Decision | None = None

    @property
    def strongest(self) -> Similarity:
        return self.similarity[0]


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
    return found.filter(code__contains=digits_of(code)) if code else found


def entry_for(actor: Member, entry_id: UUID) -> Entry:
    """One entry that counts."""
    require(actor, RegisterPermission.REGISTER_READ)
    return found_in(Entry.objects.filter(withdrawn=False), pk=entry_id)


def changes_of(entry: Entry) -> list[Change]:
    """What an entry said before, the last change first."""
    return list(Change.objects.filter(entry=entry).order_by("-pk"))


def digits_of(code: str) -> str:
    """The digits of an entry code, however somebody wrote it: R-1A2B3C4D, r 1a2b 3c4d."""
    return compact(code).removeprefix("R")


def record_access_to_entries(actor: Member, count: int, now: datetime) -> None:
    """Put on record that a page of entries is about to be seen."""
    record_access(
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
    """Pairs of entries that may be one person, for whoever decides about them."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    return possible_doubles()


def possible_doubles() -> list[Double]:
    """Pairs of entries that share a token and about which nobody decided, strongest first.

    Who was decided to be two persons is not proposed by way of a third entry either.
    """
    shared = _shared_tokens()
    entries = Entry.objects.filter(withdrawn=False).in_bulk({e for pair in shared for e in pair})
    apart = _persons_apart()
    found = [
        Double(entries[first], entries[second], tuple(sorted(kinds, key=STRENGTH.__getitem__)))
        for (first, second), kinds in shared.items()
        if first in entries
        and second in entries
        and entries[first].person_id != entries[second].person_id
        and frozenset((entries[first].person_id, entries[second].person_id)) not in apart
    ]
    return sorted(
        found, key=lambda pair: (STRENGTH[pair.strongest], -len(pair.similarity), pair.first.code)
    )


def pair_of(first_id: UUID, second_id: UUID) -> Double:
    """Two entries to decide about, with the decision that stands in the way of joining them."""
    found = Entry.objects.in_bulk([first_id, second_id])
    if len(found) != 2:
        raise NotFound
    first, second = found[first_id], found[second_id]
    persons = (
        Entry.objects.filter(person=entry.person_id).values_list("pk", flat=True)
        for entry in (first, second)
    )
    apart = standing_decisions(same=False).filter(between(*persons))
    against = apart.select_related("first", "second", "by__user").first()
    return Double(first, second, against=against)


def known_entries(keys: Iterable[UUID]) -> set[UUID]:
    """Which of these are entries of the register."""
    return set(Entry.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def decisions_of(actor: Member, keys: Iterable[UUID]) -> QuerySet[Decision]:
    """These decisions, taken back or not."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    rows = Decision.objects.filter(pk__in=list(keys))
    return rows.select_related("first", "second", "by__user").order_by("-at", "pk")


def standing_decisions(*, same: bool) -> QuerySet[Decision]:
    """The decisions that nobody took back: "one person", or "two persons"."""
    return Decision.objects.filter(undone_at=None, same=same)


def between(firsts: Iterable[UUID], seconds: Iterable[UUID]) -> Q:
    """Decisions about one of these and one of those, in either order."""
    one, other = list(firsts), list(seconds)
    return Q(first__in=one, second__in=other) | Q(first__in=other, second__in=one)


def _shared_tokens() -> Mapping[tuple[UUID, UUID], set[Similarity]]:
    """Pairs of entries with an equal token, in the order of their keys."""
    often = Token.objects.values("kind", "value").annotate(times=Count("id")).filter(times__gt=1)
    groups: defaultdict[tuple[str, bytes], list[UUID]] = defaultdict(list)
    values = [row["value"] for row in often]
    for token in Token.objects.filter(value__in=values).order_by("entry"):
        groups[token.kind, bytes(token.value)].append(token.entry_id)
    pairs: defaultdict[tuple[UUID, UUID], set[Similarity]] = defaultdict(set)
    for (kind, _value), members in groups.items():
        ordered = sorted(members, key=str)
        for place, first in enumerate(ordered):
            for second in ordered[place + 1 :]:
                pairs[first, second].add(Similarity(kind))
    return pairs


def _persons_apart() -> set[frozenset[UUID]]:
    rows = standing_decisions(same=False)
    return {frozenset(pair) for pair in rows.values_list("first__person", "second__person")}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands: about which two entries, one person or two, who said so, and when."""

    id: UUID
    same: bool
    codes: tuple[str, ...]
    by: str
    at: datetime


def decided(actor: Member, *, code: str = "", same: bool | None = None) -> QuerySet[Decision]:
    """The decisions that stand, newest first; `as_decided` says what they are about."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    rows = Decision.objects.filter(undone_at=None)
    if code:
        digits = digits_of(code)
        rows = rows.filter(Q(first__code__contains=digits) | Q(second__code__contains=digits))
    if same is not None:
        rows = rows.filter(same=same)
    return rows.select_related("first", "second", "by__user").order_by("-at", "pk")


def as_decided(decisions: Iterable[Decision]) -> list[Decided]:
    """Say decisions; one that joins names all entries of the person it made."""
    rows = list(decisions)
    codes: defaultdict[UUID, list[str]] = defaultdict(list)
    persons = {row.first.person_id for row in rows if row.same}
    for entry in Entry.objects.filter(person__in=persons).order_by("code"):
        codes[entry.person_id].append(entry.code)
    return [
        Decided(
            row.pk,
            row.same,
            tuple(codes[row.first.person_id]) if row.same else (row.first.code, row.second.code),
            row.by.user.name,
            row.at,
        )
        for row in rows
    ]
