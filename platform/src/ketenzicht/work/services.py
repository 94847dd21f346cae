# SPDX-License-Identifier: EUPL-1.2
"""Keeping the rows of work equal to what the apps say stands, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from ketenzicht import reference
from ketenzicht.core.clock import local_date
from ketenzicht.core.obligations.kinds import kind_of, thing_of
from ketenzicht.core.obligations.states import Part, Standing
from ketenzicht.work.models import Item, Pass

WHY = "work of a thing whose facts changed"
CHUNK = 200
#: What makes two rows the same obligation.
SAME = ("kind", "key", "part", "owner_id", "told_id", "role")
MAY_CHANGE = (
    *("asker_id", "desk_id", "person_id", "not_for_id", "region", "rule", "term", "reason"),
    "since",
    *("shows_from", "late_since", "until", "gives_way_at", "harm", "rank", "rung"),
    "number",
)


def agree(thing: str, ids: Sequence[UUID], *, now: datetime, by: str) -> None:
    """Ask what stands about some things, and make their open items equal to it.

    Of what there is only one, acts look one after the other, each at what the other left; of what
    there are many, the act itself holds the rows of its thing.
    """
    if thing_of(thing).single:
        Pass.objects.get_or_create(thing=thing, defaults={"day": local_date(now)})
        Pass.objects.select_for_update().get(pk=thing)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        report_many(thing, chunk, thing_of(thing).standing(chunk, now), now=now, by=by)


def report(
    *, about: tuple[str, UUID], standing: Sequence[Standing], now: datetime, by: str
) -> None:
    """Make the open items about one thing equal to what stands."""
    thing, thing_id = about
    report_many(thing, [thing_id], {thing_id: standing}, now=now, by=by)


def report_many(
    thing: str,
    thing_ids: Collection[UUID],
    standing: Mapping[UUID, Sequence[Standing]],
    *,
    now: datetime,
    by: str,
) -> int:
    """Make the open items about some things equal to what stands; returns how many changed.

    What nobody could have seen yet is changed or taken away; what stood is ended, and stays.
    """
    wanted = _wanted(thing, thing_ids, standing)
    rows = Item.objects.whole_table(why=WHY).filter(about_kind=thing, about_id__in=thing_ids)
    over: list[Item] = []
    changed: list[Item] = []
    for row in rows.filter(ended_at=None).select_for_update(of=("self",)):
        new = wanted.get(_same(row))
        if new is None or (new.since != row.since and stood(row, now)):
            over.append(row)
        else:
            del wanted[_same(row)]
            changed += [row] if _take(row, new) else []
    _end(over, now, by)
    Item.objects.whole_table(why=WHY).bulk_update(changed, _COLUMNS)
    Item.objects.bulk_create(wanted.values())
    return len(over) + len(changed) + len(wanted)


def forget(thing: str, thing_id: UUID) -> None:
    """Delete all work about a thing that is itself deleted."""
    Item.objects.whole_table(why=WHY).filter(about_kind=thing, about_id=thing_id).delete()


def stood(row: Item, now: datetime) -> bool:
    """Tell whether somebody could have seen this item, on a day or on a board."""
    began = [moment for moment in (row.shows_from, row.late_since) if moment is not None]
    return bool(began) and min(began) <= now


_COLUMNS = [name.removesuffix("_id") for name in MAY_CHANGE]


def _wanted(
    thing: str, thing_ids: Collection[UUID], standing: Mapping[UUID, Sequence[Standing]]
) -> dict[tuple[object, ...], Item]:
    found: dict[tuple[object, ...], Item] = {}
    for thing_id in thing_ids:
        for item in standing.get(thing_id, ()):
            row = _row(thing, thing_id, item)
            if found.setdefault(_same(row), row) is not row:
                raise ValueError(f"{item.kind} {item.key!r} stands twice for one organisation")
    return found


def _same(row: Item) -> tuple[object, ...]:
    """What makes it the same obligation; of a line to a role the region says to whom it goes."""
    to = row.region if row.part == Part.TOLD and row.told_id is None else ""
    return (row.about_id, to, *(getattr(row, name) for name in SAME))


def _take(row: Item, new: Item) -> bool:
    """Take over what may change without ending an obligation; tells whether anything did."""
    different = [name for name in MAY_CHANGE if getattr(row, name) != getattr(new, name)]
    for name in different:
        setattr(row, name, getattr(new, name))
    return bool(different)


def _end(rows: Iterable[Item], now: datetime, by: str) -> None:
    stands = {True: list[UUID](), False: list[UUID]()}
    for row in rows:
        stands[stood(row, now)].append(row.pk)
    found = Item.objects.whole_table(why=WHY)
    found.filter(pk__in=stands[True]).update(ended_at=now, ended_as=by)
    found.filter(pk__in=stands[False]).delete()


def _row(thing: str, thing_id: UUID, item: Standing) -> Item:
    if kind_of(item.kind).thing != thing:
        raise ValueError(f"{item.kind} is not work about a {thing}")
    return Item(
        about_kind=thing,
        about_id=thing_id,
        kind=item.kind,
        key=item.key,
        part=item.part,
        owner_id=item.owner,
        told_id=item.told,
        asker_id=item.asker,
        desk_id=item.desk,
        role=item.role,
        person_id=item.person,
        not_for_id=item.not_for,
        region=item.region,
        rule=item.rule,
        term=item.term,
        reason=_reason(item),
        since=item.since,
        shows_from=item.shows_from,
        late_since=item.late_since,
        until=item.until,
        gives_way_at=item.gives_way_at,
        harm=int(item.harm),
        rank=item.rank,
        rung=item.rung,
        number=item.number,
    )


def _reason(item: Standing) -> str:
    """Why somebody waits, by the rule whose clock this has."""
    if not item.rule:
        return ""
    return reference.escalation_rule(item.rule, local_date(item.since)).reason
