# SPDX-License-Identifier: EUPL-1.2
"""What lies open of a report, named once: the same in a submission, in its row and on its page."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from ketenzicht.intake.card import Age
from ketenzicht.intake.states import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What orders the work on a report; of what was told itself nothing is in it."""

    wish: Wish
    reporter_type: str
    setting: str = ""
    age: Age = Age.UNKNOWN
    haste: str = ""
    subject: str = ""
    municipality: str = ""
    language: str = "nl"


def outline_of(report: Any) -> dict[str, Any]:
    """Return the fields of the outline of a report or submission, to make the other from it."""
    found = {field.name: getattr(report, field.name) for field in fields(Outline)}
    return {**found, "wish": Wish(found["wish"]), "age": Age(found["age"])}
