# SPDX-License-Identifier: EUPL-1.2
"""Readings of work: a day, the list behind it, the board, and who is to act on one thing.

Each takes a constant number of questions and gives a bounded number of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.obligations.kinds import kind_of, kinds, thing_of, things
from ketenzicht.core.obligations.states import Harm, Part, Said
from ketenzicht.search.selectors import words_in
from ketenzicht.work.models import Item
from ketenzicht.work.states import Group, Line

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "the reading says itself for whom each row is"
A_HEADING = 25  # lines under one heading; the rest is on the list behind it
A_WAIT = 10  # lines under one organisation on the board
AT_MOST = 1000  # counted; above that it is said to be more


def day_of(actor: Member, now: datetime) -> list[Group]:
    """Return what is this member's to do or to wait for, those headings that have something."""
    mine = _ordered(_on_a_day(actor, now))
    found = {harm: list(mine.filter(_under(harm, now))[: A_HEADING + 1]) for harm in Harm}
    shown = {harm: rows[:A_HEADING] for harm, rows in found.items()}
    said = lines(actor, [row for rows in shown.values() for row in rows], now)
    besides = _besides(actor, now)
    return [
        Group(
            harm,
            (
                *(said[row.pk] for row in shown[harm] if row.pk in said),
                *(line for line in besides if line.harm is harm),
            ),
            _count(mine.filter(_under(harm, now))) - A_HEADING if len(rows) > A_HEADING else 0,
        )
        for harm, rows in found.items()
        if rows or any(line.harm is harm for line in besides)
    ]


def rest_of(actor: Member, now: datetime) -> list[str]:
    """Return, in the words of their apps, how much there is that asks for nothing yet."""
    kept = [(kind.code, kind.quiet) for kind in kinds() if kind.permission in actor.permissions]
    planned = [
        (quiet, _planned_after(actor, now + quiet.ahead, kind=code))
        for code, quiet in kept
        if quiet is not None
    ]
    return [quiet.say(number) for quiet, number in planned if number]


def list_of(
    actor: Member, now: datetime, *, harm: Harm | None = None, words: str = ""
) -> QuerySet[Item]:
    """Return all of it in the order of the day: under one heading, or found by these words."""
    found = _on_a_day(actor, now)
    if words:
        found = found.filter(_named(actor, words, now))
    if harm is not None:
        return _ordered(found.filter(_under(harm, now)))
    headings = [When(_under(each, now), then=each.value) for each in Harm]
    heading = Case(*headings, output_field=IntegerField())
    return _ordered(found.alias(heading=heading), "heading")


def lines(actor: Member, rows: Sequence[Item], now: datetime) -> dict[UUID, Line]:
    """Say these items in the words of their apps: as many questions as there are kinds."""
    by_kind: defaultdict[str, list[Item]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    by_key = {row.pk: row for row in rows}
    return {
        key: _line(by_key[key], said, now)
        for code, found in by_kind.items()
        for key, said in kind_of(code).describe(found, actor, now).items()
    }


def about(thing: str, thing_id: UUID, now: datetime) -> list[Item]:
    """Return who keeps one thing waiting too long, the longest first; for whoever reaches it."""
    rows = _late(Item.objects.whole_table(why="the work of a thing already in reach"), now)
    return list(rows.filter(about_kind=thing, about_id=thing_id).order_by("since", "rule"))


def board(actor: Member, now: datetime, *, thing: str, reason: str = "") -> QuerySet[Item]:
    """Return what is late and may be known of: of things in reach, of one's own, of one's region.

    The region is for whoever oversees it. What is closed to this member is not there at all.
    """
    known = thing_of(thing)
    rows = _late(Item.objects.whole_table(why=WHY), now).filter(about_kind=thing)
    rows = rows.filter(kind__in=[kind.code for kind in kinds() if kind.on_board])
    seen = Q(owner_id=actor.organisation_id)
    if known.reached is not None:
        seen |= Q(about_id__in=known.reached(actor, now))
    if known.overseen is not None and known.overseen.roles & actor.roles:
        seen |= Q(region__in=[area.region for area in actor.organisation.areas.all()])
    rows = _without_closed(rows.filter(seen), actor)
    return rows.filter(reason=reason) if reason else rows


def waited_for(rows: QuerySet[Item]) -> QuerySet[Item, Any]:
    """Return the organisations these rows wait for, the longest wait first."""
    summed = rows.order_by().values("owner").annotate(number=Count("pk"), first=Min("since"))
    return summed.order_by("first", "owner")


def longest(rows: QuerySet[Item], owners: Sequence[UUID]) -> dict[UUID, list[Item]]:
    """Return the longest waits at each of these organisations, a bounded number for each."""
    order = [F("since").asc(), F("rule").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("owner"), order_by=order)
    first = rows.filter(owner__in=owners).annotate(place=place).filter(place__lte=A_WAIT)
    found: dict[UUID, list[Item]] = {owner: [] for owner in owners}
    for row in first.order_by("since", "rule"):
        found[row.owner_id].append(row)
    return found


def _besides(actor: Member, now: datetime) -> list[Line]:
    """How many more are late in the region of whoever oversees it, beside those with a line."""
    found = [(thing.code, thing.overseen) for thing in things() if thing.overseen is not None]
    counted = [
        (overseen, _late_besides(actor, now, thing=code, told=overseen.told))
        for code, overseen in found
        if overseen.roles & actor.roles
    ]
    said = [overseen.say(number) for overseen, number in counted if number]
    return [Line(Harm.WEEK, each.sentence, each.due, each.action, each.url) for each in said]


def _late_besides(actor: Member, now: datetime, *, thing: str, told: str) -> int:
    lines = _on_a_day(actor, now).filter(kind=told).values("about_id")
    others = board(actor, now, thing=thing).exclude(about_id__in=lines)
    return others.order_by().values("about_id").distinct().count()


def _planned_after(actor: Member, moment: datetime, *, kind: str) -> int:
    rows = _without_closed(Item.objects.whole_table(why=WHY), actor)
    mine = rows.filter(part=Part.ACTS, owner=actor.organisation_id, kind=kind, ended_at=None)
    return mine.filter(until__gt=moment).count()


def _on_a_day(actor: Member, now: datetime) -> QuerySet[Item]:
    rows = Item.objects.whole_table(why=WHY).filter(Item.addressed(actor))
    rows = _standing(rows, now).filter(shows_from__lte=now)
    theirs = [kind for kind in kinds() if kind.permission in actor.permissions]
    rows = rows.filter(kind__in=[kind.code for kind in theirs])
    blind = [kind.code for kind in theirs if kind.blind]
    told = Q(told__isnull=True) | Q(kind__in=blind)
    for thing in things():
        if thing.reached is None:
            continue
        told |= Q(about_kind=thing.code, about_id__in=thing.reached(actor, now))
    return _without_closed(rows.filter(told), actor)


def _standing(rows: QuerySet[Item], now: datetime) -> QuerySet[Item]:
    speaks = Q(gives_way_at__isnull=True) | Q(gives_way_at__gt=now)
    return rows.filter(speaks, ended_at=None)


def _late(rows: QuerySet[Item], now: datetime) -> QuerySet[Item]:
    return _standing(rows, now).filter(part=Part.ACTS, late_since__lte=now)


def _without_closed(rows: QuerySet[Item], actor: Member) -> QuerySet[Item]:
    for thing in things():
        if thing.closed_to is not None:
            rows = rows.exclude(about_kind=thing.code, about_id__in=thing.closed_to(actor))
    return rows


def _named(actor: Member, words: str, now: datetime) -> Q:
    named = words_in(words, "owner__name", "asker__name")
    for thing in things():
        if thing.found is not None:
            found = thing.found(actor, words, now)
            named |= Q(about_kind=thing.code, about_id__in=found)
    return named


def _ordered(rows: QuerySet[Item], *first: str) -> QuerySet[Item]:
    return rows.order_by(*first, "rank", F("until").asc(nulls_last=True), "since", "pk")


def _day_end(now: datetime) -> datetime:
    # no term: the end of this day
    return midnight(local_date(now) + timedelta(days=1))


def _under(harm: Harm, now: datetime) -> Q:
    """The rows under one heading: a due moment makes what waits for nobody more pressing."""
    late, today = Q(until__lte=now), Q(until__gt=now, until__lte=_day_end(now))
    none = Q(until__isnull=True)
    match harm:
        case Harm.NOW:
            return Q(harm=Harm.NOW) | Q(harm__in=[Harm.TODAY, Harm.WEEK]) & late
        case Harm.TODAY:
            return Q(harm=Harm.TODAY) & (none | Q(until__gt=now)) | Q(harm=Harm.WEEK) & today
        case Harm.WEEK:
            return Q(harm=Harm.WEEK) & (none | Q(until__gt=_day_end(now)))
        case Harm.WAITING:
            return Q(harm=Harm.WAITING)


def harm_at(row: Item, now: datetime) -> Harm:
    """The heading an item stands under at a moment."""
    harm = Harm(row.harm)
    if harm in {Harm.NOW, Harm.WAITING} or row.until is None:
        return harm
    if row.until <= now:
        return Harm.NOW
    return min(harm, Harm.TODAY) if row.until <= _day_end(now) else harm


def _count(rows: QuerySet[Item]) -> int:
    return rows.order_by()[: AT_MOST + 1].count()


def _line(row: Item, said: Said, now: datetime) -> Line:
    due, claim = said.due, said.claim
    return Line(harm_at(row, now), said.sentence, due, said.action, said.url, row.rank, claim)
