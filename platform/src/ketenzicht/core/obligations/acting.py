# SPDX-License-Identifier: EUPL-1.2
"""Acts: a transaction at whose end the work about everything it touched agrees with the facts.

An app runs every act in `act()` and says which thing it `touch`ed, in the one place that every act
passes. When the outermost act ends, and before it is stored, what stands by the facts of what was
touched is carried out. Who carries it out is attached at the start; without anybody nothing is
stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction


class Bookkeeper(Protocol):
    """Whoever keeps what somebody must do."""

    def agree(self, thing: str, ids: Sequence[UUID], *, now: datetime, by: str) -> None:
        """Make what is kept about some things equal to what stands by their facts."""

    def forget(self, thing: str, thing_id: UUID) -> None:
        """Delete all that is kept about a thing that is itself deleted."""


class OutsideAnAct(RuntimeError):
    """A thing was changed where nobody would look what that means for the work about it."""


class Unattended(RuntimeError):
    """A thing was changed, and nobody keeps what somebody must do about it."""


@dataclass(frozen=True, slots=True)
class _Touch:
    now: datetime
    by: str


_Touched = dict[tuple[str, UUID], _Touch]
_touched: ContextVar[_Touched | None] = ContextVar("touched", default=None)
_kept_by: list[Bookkeeper] = []


def attach(bookkeeper: Bookkeeper) -> None:
    """Say who carries acts out, in the place of whoever did; once, when the platform starts."""
    _kept_by[:] = [bookkeeper]


@contextmanager
def act() -> Iterator[None]:
    """Run a transaction at whose end the work about everything touched agrees with the facts.

    An act inside another one is part of it.
    """
    with transaction.atomic():
        if _touched.get() is not None:
            yield
            return
        mark = _touched.set({})
        try:
            yield
            _carry_out()
        finally:
            _touched.reset(mark)


def touch(thing: str, thing_id: UUID, *, now: datetime, by: str) -> None:
    """Say that the facts of a thing change in this act, and by what."""
    touched = _touched.get()
    if touched is None:
        raise OutsideAnAct(f"{by}: change a {thing} inside `act()`, so that its work is looked at")
    touched[thing, thing_id] = _Touch(now, by)


def forget(thing: str, thing_id: UUID) -> None:
    """Delete all work about a thing that is itself deleted."""
    _bookkeeper().forget(thing, thing_id)


def _carry_out() -> None:
    """Ask for what stands until nothing is touched any more; an app may touch while it is asked."""
    while touched := _touched.get():
        by_moment: defaultdict[tuple[str, _Touch], list[UUID]] = defaultdict(list)
        for (thing, thing_id), last in touched.items():
            by_moment[thing, last].append(thing_id)
        touched.clear()
        for (thing, last), found in by_moment.items():
            _bookkeeper().agree(thing, found, now=last.now, by=last.by)


def _bookkeeper() -> Bookkeeper:
    if not _kept_by:
        raise Unattended("nobody keeps what somebody must do: `ketenzicht.work` is not installed")
    return _kept_by[0]
