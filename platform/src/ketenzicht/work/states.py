# SPDX-License-Identifier: EUPL-1.2
"""What a reading of work gives: the lines of a day, heading by heading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ketenzicht.core.obligations.states import Harm
from ketenzicht.reference import Claim


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a day."""

    harm: Harm
    sentence: str
    due: datetime | None
    action: str
    url: str
    rank: int = 1
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one heading that fit on a page, and how many more there are."""

    harm: Harm
    lines: tuple[Line, ...]
    more: int
