# SPDX-License-Identifier: EUPL-1.2
"""What apps register: the things work is about, and how each kind of work is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, cast
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.core.obligations.states import Item, Said, Standing
from ketenzicht.core.permissions import Permission

#: A member, as each app knows them; who stands below accounts takes any.
Member: TypeAlias = Any
Keys: TypeAlias = QuerySet[Any, Any]
Describe: TypeAlias = Callable[[Sequence[Item], Member, datetime], Mapping[UUID, Said]]
Late: TypeAlias = Callable[[Sequence[Item], datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """What whoever oversees a region sees of a thing without reaching it: what is late there.

    Of those they are told by a line of the kind `told`; `say` says how many more there are.
    """

    roles: frozenset[str]
    told: str
    say: Callable[[int], Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """How it is said that so many of a kind ask for nothing yet: those due later than `ahead`."""

    ahead: timedelta
    say: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What work can be about, such as one file: who reaches it, and what stands by its facts.

    `reached` and `closed_to` give keys as a query, to be asked inside another one. `after` locks
    the next things in order of key, for the slow pass. `standing` reads the facts of some things
    and says what stands; of a thing it does not name, nothing stands. Without `reached` it is for
    nobody but whom its work is for. `single` says that there is one thing of this code.
    """

    code: str
    after: Callable[[UUID | None, int], Sequence[UUID]]
    standing: Callable[[Sequence[UUID], datetime], Mapping[UUID, Sequence[Standing]]]
    reached: Callable[[Member, datetime], Keys] | None = None
    closed_to: Callable[[Member], Keys] | None = None
    found: Callable[[Member, str, datetime], Keys] | None = None
    overseen: Overseen | None = None
    single: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of work: what it is about, whose it is, how it is said, what follows when late.

    `permission` is what a member needs for it to be theirs; `on_board` says that others may see
    that it is late; `blind` that it is told also to whom the thing itself is closed. `late` runs
    once, in the transaction that announces the item; `quiet` says what is there for later.
    `undated` work can be late the minute somebody told us: of what is announced of it only the
    day is kept.
    """

    code: str
    thing: str
    permission: Permission
    describe: Describe
    on_board: bool = False
    blind: bool = False
    late: Late | None = None
    undated: bool = False
    quiet: Quiet | None = None


def single_thing(code: str, key: UUID, standing: Callable[[datetime], Iterable[Standing]]) -> Thing:
    """Return a thing of which there is one, such as a register as a whole."""

    def after(after: UUID | None, _limit: int) -> list[UUID]:
        return [key] if after is None else []

    def stands(_keys: Sequence[UUID], now: datetime) -> dict[UUID, list[Standing]]:
        return {key: list(standing(now))}

    return Thing(code=code, after=after, standing=stands, single=True)


def thing_of_rows(
    code: str, model: type[Any], standing: Callable[[Any], Iterable[Standing]]
) -> Thing:
    """Return a thing that is one row each of a guarded model, by whose columns its work stands."""

    def of_all() -> Keys:
        return cast("Keys", model.objects.whole_table(why=f"what stands by the facts of a {code}"))

    def reached(actor: Member, now: datetime) -> Keys:
        return cast("Keys", model.objects.for_reader(actor, now).values("pk"))

    def after(after: UUID | None, limit: int) -> list[UUID]:
        rows = of_all().filter(pk__gt=after) if after else of_all()
        locked = rows.order_by("pk").select_for_update(of=("self",))
        return [row.pk for row in locked.only("pk")[:limit]]

    def stands(keys: Sequence[UUID], now: datetime) -> dict[UUID, list[Standing]]:
        return {row.pk: list(standing(row)) for row in of_all().filter(pk__in=keys)}

    return Thing(code=code, reached=reached, after=after, standing=stands)


def said_of_rows(model: type[Any], say: Callable[[Any], Said]) -> Describe:
    """Say items about rows of a guarded model, for whoever reaches the row."""

    def describe(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
        rows = model.objects.for_reader(actor, now).in_bulk([item.about_id for item in items])
        return {item.pk: say(rows[item.about_id]) for item in items if item.about_id in rows}

    return describe


class UnknownKind(LookupError):
    """Work was reported of a kind that no app registered."""


_THINGS: dict[str, Thing] = {}
_KINDS: dict[str, Kind] = {}


def register(thing: Thing, kinds: Iterable[Kind]) -> None:
    """Make a thing and the kinds of work about it known; once for each code."""
    found = list(kinds)
    doubles = {kind.code for kind in found} & set(_KINDS) | {thing.code} & set(_THINGS)
    if doubles:
        raise ValueError(f"registered before: {', '.join(sorted(doubles))}")
    strange = sorted(kind.code for kind in found if kind.thing != thing.code)
    if strange:
        raise ValueError(f"not about {thing.code}: {', '.join(strange)}")
    _THINGS[thing.code] = thing
    _KINDS.update({kind.code: kind for kind in found})


def forget(thing: Thing) -> None:
    """Take a registration back, with its kinds; for tests that bring a thing of their own."""
    del _THINGS[thing.code]
    for code in [kind.code for kind in _KINDS.values() if kind.thing == thing.code]:
        del _KINDS[code]


def thing_of(code: str) -> Thing:
    """Return a registered thing."""
    if code not in _THINGS:
        raise UnknownKind(f"nothing is registered as {code!r}")
    return _THINGS[code]


def kind_of(code: str) -> Kind:
    """Return a registered kind."""
    if code not in _KINDS:
        raise UnknownKind(f"no kind of work is registered as {code!r}")
    return _KINDS[code]


def things() -> list[Thing]:
    """Return every registered thing."""
    return list(_THINGS.values())


def kinds() -> list[Kind]:
    """Return every registered kind."""
    return list(_KINDS.values())
