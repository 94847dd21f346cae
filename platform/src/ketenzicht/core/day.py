# SPDX-License-Identifier: EUPL-1.2
"""What an app says on *Mijn dag* beside its work: sentences, sorted by the harm of leaving them.

Its module `day` has `items(actor, now)`; it may have `rest(actor, now)`, one sentence about what
asks for nothing today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ketenzicht.core.obligations.states import Harm


@dataclass(frozen=True, slots=True)
class DayItem:
    """One line of the day: a sentence with a verb, when it is due, and one button.

    Within a heading the lowest rank comes first: 0 for danger to somebody, 1 for the rest.
    """

    harm: Harm
    sentence: str
    due: datetime | None
    action: str
    url: str
    rank: int = 1
