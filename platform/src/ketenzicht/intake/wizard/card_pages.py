# SPDX-License-Identifier: EUPL-1.2
"""The signal card cut into pages: at most eight signs, under the heading of what you see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ketenzicht import reference
from ketenzicht.intake.card import Age
from ketenzicht.reference import Indicator
from ketenzicht.reference.remembering import remembered

MOST = 8
#: Which heading comes first where; the others follow in the order of the list.
FIRST = {
    "asylum_reception": "reception",
    "care": "threat",
    "hotel": "hotel",
    "labour_inspection": "work",
    "municipal_desk": "desk",
    "online": "sex",
    "public": "control",
    "school": "school",
}
APPLIES = {Age.MINOR: {"children"}, Age.ADULT: {"adults"}, Age.UNKNOWN: {"adults", "children"}}


@dataclass(frozen=True, slots=True)
class Heading:
    """Signs that belong together."""

    group: str
    signs: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    """What stands on one page; `fitting` signs belong to the setting and age, the rest do not."""

    headings: tuple[Heading, ...]
    fitting: bool

    @property
    def signs(self) -> tuple[Indicator, ...]:
        return tuple(sign for heading in self.headings for sign in heading.signs)


@remembered
def card_pages(setting: str, age: Age, day: date) -> tuple[CardPage, ...]:
    """Return all signs of a day: first the pages that fit here, then those with the others."""
    signs = reference.indicators(day)
    fitting = [sign for sign in signs if fits(sign, setting, age)]
    others = [sign for sign in signs if not fits(sign, setting, age)]
    return tuple(
        CardPage(headings, belongs)
        for belongs, heap in ((True, fitting), (False, others))
        for headings in _packed(_grouped(heap, setting, day))
    )


def fits(sign: Indicator, setting: str, age: Age) -> bool:
    """Tell whether a sign is typical for a setting and an age."""
    return setting in sign.settings and not APPLIES[age].isdisjoint(sign.applies_to)


def _grouped(signs: Sequence[Indicator], setting: str, day: date) -> list[Heading]:
    groups = [code.code for code in reference.codes("indicator_groups", by=day)]
    groups.sort(key=lambda group: group != FIRST.get(setting))
    heaps = [(group, [sign for sign in signs if sign.group == group]) for group in groups]
    return [
        Heading(group, tuple(heap[start : start + MOST]))
        for group, heap in heaps
        for start in range(0, len(heap), MOST)
    ]


def _packed(headings: Iterable[Heading]) -> list[tuple[Heading, ...]]:
    """Put headings on one page while they fit; a heading is not torn apart to fill a page."""
    packed: list[tuple[Heading, ...]] = []
    for heading in headings:
        room = (at for at, page in enumerate(packed) if _size((*page, heading)) <= MOST)
        at = next(room, None)
        if at is None:
            packed.append((heading,))
        else:
            packed[at] = (*packed[at], heading)
    return packed


def _size(headings: tuple[Heading, ...]) -> int:
    return sum(len(heading.signs) for heading in headings)
