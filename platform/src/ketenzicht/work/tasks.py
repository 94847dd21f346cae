# SPDX-License-Identifier: EUPL-1.2
"""The one sweep over work: what became too long is announced once; a slow pass heals.

Both go in chunks, one transaction each, whatever the size of the table; both may stop anywhere
and run twice at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.selectors import answering_for, members_of_region
from ketenzicht.accounts.services import notify
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.obligations.kinds import Thing, kind_of, things
from ketenzicht.core.obligations.states import Part
from ketenzicht.core.permissions import Permission
from ketenzicht.mail.services import notify_member_undated
from ketenzicht.work.models import Item, Pass
from ketenzicht.work.notices import WorkNotice
from ketenzicht.work.services import CHUNK, report_many

WHY = "work that became too long, whoever it is for"
#: How many chunks of each thing one round looks through; the next round goes on from there.
HEALED_A_ROUND = 10


def sweep(now: datetime) -> dict[str, int]:
    """Announce what became too long, and look through a part of all things."""
    return {"announced": announce(now), "healed": heal(now)}


def announce(now: datetime) -> int:
    """Tell those whom it is for that something became too long; each item once."""
    total = 0
    while told := _announce_some(now):
        total += told
    return total


def heal(now: datetime, *, chunks: int = HEALED_A_ROUND) -> int:
    """Make items agree with the facts where the calendar or the rules changed what they mean.

    Each thing is looked at once a day, a part in each round; the very first time all at once,
    because what was there before there was this table has to be on somebody's day. Returns how
    many items had to change.
    """
    return sum(_heal(thing, now, chunks) for thing in things())


def _heal(thing: Thing, now: datetime, chunks: int) -> int:
    changed, seen = 0, 0
    while seen < chunks or not Pass.objects.filter(pk=thing.code, whole_on__isnull=False).exists():
        healed = _heal_some(thing, now)
        if healed is None:
            break
        changed, seen = changed + healed, seen + 1
    return changed


@act()
def _announce_some(now: datetime) -> int:
    waiting = Item.objects.whole_table(why=WHY).filter(
        ended_at=None, announced_at=None, late_since__lte=now
    )
    locked = waiting.select_for_update(of=("self",), skip_locked=True)
    rows = list(locked.order_by("late_since", "pk")[:CHUNK])
    speaking = [row for row in rows if row.gives_way_at is None or row.gives_way_at > now]
    by_kind: defaultdict[str, list[Item]] = defaultdict(list)
    for row in speaking:
        by_kind[row.kind].append(row)
    for code, found in by_kind.items():
        if late := kind_of(code).late:
            late(found, now)
    undated = [row for row in speaking if kind_of(row.kind).undated]
    for member in _told(undated, now):
        notify_member_undated(member.pk, WorkNotice.WAITING, day=local_date(now))
    notify(_told([row for row in speaking if row not in undated], now), WorkNotice.WAITING, now=now)
    _announced(rows, now)
    return len(rows)


def _announced(rows: Sequence[Item], now: datetime) -> None:
    found = Item.objects.whole_table(why=WHY)
    days = [row.pk for row in rows if kind_of(row.kind).undated]
    others = [row.pk for row in rows if not kind_of(row.kind).undated]
    found.filter(pk__in=days).update(announced_at=midnight(local_date(now)))
    found.filter(pk__in=others).update(announced_at=now)


def _told(rows: Sequence[Item], now: datetime) -> list[Member]:
    """Everybody for whom something here is; each once."""

    @cache
    def at_desk(organisation_id: UUID, permission: Permission) -> frozenset[Member]:
        return frozenset(answering_for(permission, organisation_id, now))

    @cache
    def in_region(region: str, role: str) -> frozenset[Member]:
        return frozenset(members_of_region(region, [role], now))

    told: set[Member] = set()
    for row in rows:
        if row.part == Part.TOLD and row.told_id is None:
            told |= in_region(row.region, row.role)
        else:
            desks = {row.told_id or row.owner_id, row.asker_id or row.told_id or row.owner_id}
            told |= {each for desk in desks for each in at_desk(desk, kind_of(row.kind).permission)}
    return sorted(told, key=lambda member: member.pk)


@act()
def _heal_some(thing: Thing, now: datetime) -> int | None:
    """Look at the next things; None when all of them were seen today."""
    today = local_date(now)
    Pass.objects.get_or_create(thing=thing.code, defaults={"day": today})
    state = Pass.objects.select_for_update().get(pk=thing.code)
    if state.day != today:
        state.day, state.after, state.done = today, None, False
    if state.done:
        return None
    ids = thing.after(state.after, CHUNK)
    changed = (
        report_many(thing.code, ids, thing.standing(ids, now), now=now, by="rules") if ids else 0
    )
    state.after = ids[-1] if ids else None
    state.done = not ids
    state.whole_on = state.whole_on if ids else today
    state.save()
    return changed
