# SPDX-License-Identifier: EUPL-1.2
"""The values that views hand to the components."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ketenzicht.reference import Claim


class State(StrEnum):
    """How a thing stands; shown as word, shape and colour together."""

    NEUTRAL = "neutral"
    WAITS = "waits"
    LATE = "late"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do in a row. `post` makes it a button in its own small form."""

    label: str
    url: str
    post: bool = False
    kind: str = "secondary"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with a verb, and one thing to do about it."""

    sentence: str
    action: Action | None = None
    url: str = ""
    state: State | None = None
    word: str = ""
    due: datetime | None = None
    #: By which rule it is due, or waits too long; nothing where people chose the day.
    claim: Claim | None = None
    meta: str = ""
    #: By which the row can be chosen, where a list offers acts on several at once.
    key: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that ask for the same haste: now, today, this week; and where the rest stands."""

    title: str
    rows: Sequence[Row]
    more: int = 0
    rest: Action | None = None

    @property
    def count(self) -> int:
        """How many there are, those that did not fit included."""
        return len(self.rows) + self.more


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline."""

    moment: datetime
    sentence: str
    who: str = ""
    text: str = ""
    url: str = ""
    milestone: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary list."""

    term: str
    value: str
    change_url: str = ""
    change_label: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; numbers stand to the right with figures under each other.

    What is `whole`, such as a code or a month, is never broken over two lines.
    """

    label: str
    number: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of a row names the row.

    One that `stacks` has columns of words: on a phone each row is a block, with its heads beside.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    total: Sequence[object] = ()
    note: str = ""
    stacks: bool = False


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How a person may be reached without danger; shown before any number is."""

    rules: Sequence[str]
    never: Sequence[str] = ()
    number: str = ""
    reveal_url: str = ""
