# SPDX-License-Identifier: EUPL-1.2
"""Who gets a report and why: the region of the municipality, and who coordinates there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketenzicht import reference
from ketenzicht.reference import Claim, Municipality, Region


@dataclass(frozen=True, slots=True)
class Route:
    """The way a report goes; without a municipality it goes to the national coordination."""

    municipality: Municipality | None
    region: Region | None

    @property
    def claim(self) -> Claim | None:
        """What the way rests on, which is never surer than its municipality."""
        return self.municipality.claim if self.municipality else None


def route_of(municipality: str, region: str, day: date) -> Route:
    """Return the way of a report that came in on this day, by the rows of that day."""
    rows = (*reference.municipalities(day), *reference.municipalities(by=day))
    return Route(
        next((each for each in rows if each.code == municipality), None),
        next((each for each in reference.regions(day) if each.code == region), None),
    )
