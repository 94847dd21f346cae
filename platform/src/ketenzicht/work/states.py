# SPDX-License-Identifier: EUPL-1.2
"""How soon leaving work does harm, who it is for, and what an app says stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ketenzicht.core.day import Harm

__all__ = ["Group", "Harm", "Line", "Part", "Said", "Standing"]


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
    `late_since`. It is due at `until`; nothing happens to it then. From `gives_way_at` a further
    rung of the same ladder speaks instead, or what it warned of has come.
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
    rule: str = ""
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
    """An item in the words of its app: a sentence with a verb, one button, when it is due."""

    sentence: str
    action: str
    url: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a day."""

    harm: Harm
    sentence: str
    due: datetime | None
    action: str
    url: str
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one heading that fit on a page, and how many more there are."""

    harm: Harm
    lines: tuple[Line, ...]
    more: int
