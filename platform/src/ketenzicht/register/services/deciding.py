# SPDX-License-Identifier: EUPL-1.2
"""Deciding which entries are about one person. Persons are what the standing decisions say.

The decisions "one person" are the edges of a graph over entries, and a person is a connected part
of it; the decisions "two persons" forbid two entries in one part. So the order in which people
decide and take back makes no difference.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.register.acts.decisions import Act, require_act
from ketenzicht.register.models import Decision, Entry
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.selectors import Double, between, pair_of, standing_decisions
from ketenzicht.register.services.tracing import trace

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def join_entries(*, actor: Member, first_id: UUID, second_id: UUID, now: datetime) -> Decision:
    """Decide that two entries are about one person."""
    pair = _locked(actor, first_id, second_id)
    require_act(actor, pair, Act.JOIN)
    decision = _decide(actor, pair, same=True, now=now)
    _assign_persons([pair.first.pk])
    trace(actor, now=now, decision_id=decision.pk, event="joined")
    return decision


@act()
def keep_apart(*, actor: Member, first_id: UUID, second_id: UUID, now: datetime) -> Decision:
    """Decide that two entries are about two persons; the two are not proposed again."""
    pair = _locked(actor, first_id, second_id)
    require_act(actor, pair, Act.KEEP_APART)
    standing = standing_decisions(same=False).filter(between([first_id], [second_id])).first()
    decision = standing or _decide(actor, pair, same=False, now=now)
    trace(actor, now=now, decision_id=decision.pk, event="kept-apart")
    return decision


@act()
def undo_decision(*, actor: Member, decision_id: UUID, now: datetime) -> Decision:
    """Take a decision back; the other decisions about these entries stand."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    rows = Decision.objects.select_for_update(of=("self",))
    decision = found_in(rows, pk=decision_id)
    require_act(actor, decision, Act.UNDO)
    _lock([decision.first_id, decision.second_id])
    decision.undone_at, decision.undone_by = now, actor
    decision.save(update_fields=["undone_at", "undone_by"])
    if decision.same:
        _assign_persons([decision.first_id])
        _assign_persons([decision.second_id])
    trace(actor, now=now, decision_id=decision.pk, event="undone")
    return decision


def _locked(actor: Member, first_id: UUID, second_id: UUID) -> Double:
    require(actor, RegisterPermission.REGISTER_MERGE)
    _lock([first_id, second_id])
    return pair_of(first_id, second_id)


def _lock(entry_ids: Collection[UUID]) -> None:
    """Lock all entries of the persons these are about, so that two decisions take turns."""
    persons = Entry.objects.filter(pk__in=entry_ids).values("person")
    rows = Entry.objects.filter(person__in=persons).order_by("pk").select_for_update(of=("self",))
    len(rows)


def _decide(actor: Member, pair: Double, *, same: bool, now: datetime) -> Decision:
    low, high = sorted((pair.first, pair.second), key=lambda entry: str(entry.pk))
    return Decision.objects.create(first=low, second=high, same=same, by=actor, at=now)


def _assign_persons(entry_ids: Collection[UUID]) -> None:
    """Give all entries that the standing decisions connect with these the same person."""
    part = _connected(entry_ids)
    first = Entry.objects.filter(pk__in=part).order_by("code").values_list("own", flat=True)[0]
    Entry.objects.filter(pk__in=part).update(person=first)


def _connected(entry_ids: Collection[UUID]) -> set[UUID]:
    known: set[UUID] = set()
    reached = set(entry_ids)
    while reached - known:
        known |= reached
        edges = standing_decisions(same=True).filter(Q(first__in=reached) | Q(second__in=reached))
        reached = {end for edge in edges.values_list("first", "second") for end in edge}
    return known
