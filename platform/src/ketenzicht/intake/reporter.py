# SPDX-License-Identifier: EUPL-1.2
"""Who made a report, named once: the same as told, as sealed in its row and as shown."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketenzicht.intake.models import ReporterIdentity
    from ketenzicht.vault.services import OpenEnvelope


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported, and how to reach them without putting them in danger."""

    name: str
    contact: str
    rules: str


NAMES = tuple(field.name for field in fields(Reporter))


def seal_reporter(row: ReporterIdentity, told: Any, envelope: OpenEnvelope) -> None:
    """Close who reported into a row under a key of its own."""
    for name in NAMES:
        envelope.write(row, name, getattr(told, name))


def reporter_of(row: ReporterIdentity, envelope: OpenEnvelope) -> Reporter:
    """Return who reported, opened."""
    return Reporter(**{name: envelope.read(row, name) for name in NAMES})
