# SPDX-License-Identifier: EUPL-1.2
"""What an app says stands, for whom, how soon leaving it does harm, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Protocol
from uuid import UUID

from ketenzicht.reference import Claim


class Harm(IntEnum):
    """How soon leaving it does harm; also the heading it stands under."""

    NOW = 0
    TODAY = 1
    WEEK = 2
    WAITING = 3


class Part(StrEnum):
    """Whether somebody must act, or is told that another must."""

    ACTS = "acts"
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One obligation that stands by the facts of one thing, with its clock known ahead.

    `owner` must act. `asker` is who waits for it and answers for the whole. A told line goes to
    one organisation (`told`), or to whoever carries `role` in the region. Within its owner, work
    is for a `role`, a `desk` or a `person` when these are named, and never for `not_for`.

    It stands on a day from `shows_from` (never, when that is None). It is too long from
    `late_since`. It is due at `until`; nothing happens to it then. `term` is the version
    of the term that said so, and empty where people chose the day. From `gives_way_at` a further
    rung of the same ladder speaks instead, or what it warned of has come. One line may stand for
    a `number` of the same, such as pairs to compare.
    """

    kind: str
    owner: UUID
    since: datetime
    key: str = ""
    shows_from: datetime | None = None
    late_since: datetime | None = None
    until: datetime | None = None
    gives_way_at: datetime | None = None
    harm: Harm = Harm.WEEK
    rank: int = 1
    rung: int = 0
    number: int = 1
    rule: str = ""
    term: str = ""
    part: Part = Part.ACTS
    told: UUID | None = None
    role: str = ""
    asker: UUID | None = None
    desk: UUID | None = None
    person: UUID | None = None
    not_for: UUID | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An item in the words of its app: a sentence with a verb, one button, when it is due.

    `claim` is the rule that says when: of a day that people chose there is none.
    """

    sentence: str
    action: str
    url: str
    due: datetime | None
    claim: Claim | None = None


class Item(Protocol):
    """An obligation as it is kept: what its app says in words, or acts on when it is late."""

    pk: UUID
    about_id: UUID
    owner_id: UUID

    @property
    def key(self) -> str: ...

    @property
    def rule(self) -> str: ...

    @property
    def term(self) -> str: ...

    @property
    def region(self) -> str: ...

    @property
    def number(self) -> int: ...

    @property
    def since(self) -> datetime: ...

    @property
    def until(self) -> datetime | None: ...
