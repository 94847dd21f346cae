# SPDX-License-Identifier: EUPL-1.2
"""What was told in a report, named once: in a submission, sealed in its row, and on its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.intake.card import Advice, advise
from ketenzicht.intake.outline import Outline
from ketenzicht.reference import Indicator

if TYPE_CHECKING:
    from ketenzicht.intake.models import Report
    from ketenzicht.vault.services import OpenEnvelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Outline):
    """A report in the words of its reporter, with what orders the work on it."""

    words: str
    signs: tuple[str, ...] = ()
    whereabouts: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()

    @property
    def indicators(self) -> list[Indicator]:
        """The signs that were ticked, in the order of the card."""
        return signs_of(self.signs, self.ticked_on)

    @property
    def ticked_on(self) -> date:
        """The day of the card that was read: it goes by what it said then."""
        return today()

    @property
    def advice(self) -> Advice:
        return advise(self.indicators, self.age, self.ticked_on)


def signs_of(codes: tuple[str, ...], day: date) -> list[Indicator]:
    """Return the signs with these codes, in the order and the words of the card of a day."""
    wanted = frozenset(codes)
    return [sign for sign in reference.indicators(day) if sign.code in wanted]


@dataclass(frozen=True, slots=True)
class _Column:
    """How a part of the story is written as the text that is sealed, and read from it."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


_TEXT = _Column(write=str, read=str)
#: The sealed columns of a report in which its story stands.
COLUMNS: Mapping[str, _Column] = {
    "words": _TEXT,
    "signs": _Column(write=json.dumps, read=lambda text: tuple(json.loads(text or "[]"))),
    "whereabouts": _TEXT,
    "identifiers": _Column(
        write=lambda pairs: json.dumps(dict(pairs)),
        read=lambda text: tuple(json.loads(text or "{}").items()),
    ),
}


def seal_story(report: Report, story: Story, envelope: OpenEnvelope) -> None:
    """Close what was told into the row of the report."""
    for name, column in COLUMNS.items():
        envelope.write(report, name, column.write(getattr(story, name)))


def story_of(report: Report, envelope: OpenEnvelope) -> dict[str, Any]:
    """Return what was told, opened, to make the page of the report from it."""
    return {name: column.read(envelope.read(report, name)) for name, column in COLUMNS.items()}
