# SPDX-License-Identifier: EUPL-1.2
"""Which organisations register, and which must."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ketenzicht import reference
from ketenzicht.register.states import DUTY

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def reports_as(actor: Member, day: date) -> str:
    """Return the type the actor's organisation reports as on a day; empty when it does not."""
    kind = reference.code("organisation_types", actor.organisation.kind, day)
    return str(kind.attributes.get("reports_as") or "")


def has_duty(actor: Member, day: date) -> bool:
    """Tell whether the actor's organisation must register possible victims."""
    return reports_as(actor, day) in DUTY
