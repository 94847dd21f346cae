# SPDX-License-Identifier: EUPL-1.2
"""Deciding which entries are about one person. Persons are what the standing decisions say.

The decisions "one person" are the edges of a graph over entries, and a person is a connected part
of it; the decisions "two persons" forbid two entries in one part. So the order in which people
decide and take back makes no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.register.models import Decision, Entry
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.services.tracing import trace

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def join_entries(*, actor: Member, first_id: UUID, second_id: UUID, now: datetime) -> Decision:
    """Decide that two entries are about one person."""
    first, second = _pair(actor, first_id, second_id)
    if first.person_id == second.person_id:
        raise Refused(_("These two are one person already."))
    _refuse_against(_standing(same=False), first, second)
    decision = _decide(actor, first, second, same=True, now=now)
    _assign_persons([first.pk])
    trace(actor, now=now, decision_id=decision.pk, event="joined")
    return decision


@act()
def keep_apart(*, actor: Member, first_id: UUID, second_id: UUID, now: datetime) -> Decision:
    """Decide that two entries are about two persons; the two are not proposed again."""
    first, second = _pair(actor, first_id, second_id)
    if first.person_id == second.person_id:
        raise Refused(_("These two were decided to be one person. Take that decision back first."))
    standing = _standing(same=False).filter(_about([first.pk], [second.pk])).first()
    decision = standing or _decide(actor, first, second, same=False, now=now)
    trace(actor, now=now, decision_id=decision.pk, event="kept-apart")
    return decision


@act()
def undo_decision(*, actor: Member, decision_id: UUID, now: datetime) -> Decision:
    """Take a decision back; the other decisions about these entries stand."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    rows = Decision.objects.select_for_update(of=("self",))
    decision = rows.filter(pk=decision_id, undone_at=None).first()
    if decision is None:
        raise NotFound
    _lock([decision.first_id, decision.second_id])
    decision.undone_at, decision.undone_by = now, actor
    decision.save(update_fields=["undone_at", "undone_by"])
    if decision.same:
        _assign_persons([decision.first_id])
        _assign_persons([decision.second_id])
    trace(actor, now=now, decision_id=decision.pk, event="undone")
    return decision


def _pair(actor: Member, first_id: UUID, second_id: UUID) -> tuple[Entry, Entry]:
    require(actor, RegisterPermission.REGISTER_MERGE)
    if first_id == second_id:
        raise NotFound
    _lock([first_id, second_id])
    found = Entry.objects.in_bulk([first_id, second_id])
    if len(found) != 2:
        raise NotFound
    if any(entry.withdrawn for entry in found.values()):
        raise Refused(_("One of these entries was withdrawn. It can no longer be compared."))
    return found[first_id], found[second_id]


def _lock(entry_ids: Collection[UUID]) -> None:
    """Lock all entries of the persons these are about, so that two decisions take turns."""
    persons = Entry.objects.filter(pk__in=entry_ids).values("person")
    rows = Entry.objects.filter(person__in=persons).order_by("pk").select_for_update(of=("self",))
    len(rows)


def _decide(actor: Member, first: Entry, second: Entry, *, same: bool, now: datetime) -> Decision:
    low, high = sorted((first, second), key=lambda entry: str(entry.pk))
    return Decision.objects.create(first=low, second=high, same=same, by=actor, at=now)


def _standing(*, same: bool) -> QuerySet[Decision]:
    return Decision.objects.filter(undone_at=None, same=same)


def _about(firsts: Iterable[UUID], seconds: Iterable[UUID]) -> Q:
    one, other = list(firsts), list(seconds)
    return Q(first__in=one, second__in=other) | Q(first__in=other, second__in=one)


def _refuse_against(apart: QuerySet[Decision], first: Entry, second: Entry) -> None:
    """Refuse to join what somebody decided to be two persons, and name that decision."""
    firsts, seconds = (
        Entry.objects.filter(person=entry.person_id).values_list("pk", flat=True)
        for entry in (first, second)
    )
    found = apart.filter(_about(firsts, seconds)).select_related("first", "second", "by__user")
    against = found.first()
    if against is None:
        return
    raise Refused(
        _(
            "%(name)s decided on %(day)s that %(first)s and %(second)s are two persons. "
            "Take that decision back first, or leave this pair apart."
        )
        % {
            "name": against.by.user.name,
            "day": date_format(local_date(against.at), "j F Y"),
            "first": against.first.code,
            "second": against.second.code,
        }
    )


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
        edges = _standing(same=True).filter(Q(first__in=reached) | Q(second__in=reached))
        reached = {end for edge in edges.values_list("first", "second") for end in edge}
    return known
