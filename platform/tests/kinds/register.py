# SPDX-License-Identifier: EUPL-1.2
"""Entries and decisions. Only the national centre has a desk that reads them."""

from __future__ import annotations

from ketenzicht.cases.handover import Identity
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register import services
from ketenzicht.register.models import Entry
from ketenzicht.register.services import Facts
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import World
from tests.kinds import EVERY_MEMBER, Kind, Made

born = PartialDate.parse


def _entered(world: World, name: str) -> Entry:
    return services.enter_by_duty(
        actor=world.police["investigator"],
        facts=Facts(
            ("labour",),
            "den_haag_hm",
            START.date(),
            Identity(name=name, birth_date=born("1999-03-07")),
        ),
        now=START,
    )


def _entry(world: World) -> Made:
    # The register is one: whoever may read it, reads all of it.
    return Made(_entered(world, "Ivan Petrov").pk, readers=EVERY_MEMBER)


def _decision(world: World) -> Made:
    first, second = (_entered(world, name) for name in ("Ivan Petrov", "Petrov Ivan"))
    made = services.join_entries(
        actor=world.comensha["registrar"], first_id=first.pk, second_id=second.pk, now=START
    )
    return Made(made.pk, readers=EVERY_MEMBER)


KINDS = {
    "entry_id": Kind(own=_entry, foreign=_entry),
    "other_id": Kind(own=_entry, foreign=_entry),
    "decision_id": Kind(own=_decision, foreign=_decision),
}


def posts(_world: World) -> dict[str, dict[str, object]]:
    """Forms filled in well enough to do something, were the thing one's own."""
    return {
        "register:enter": {"outcome": "minimal", "signalled": "11-2026"},
        "register:decide": {"same": "yes"},
        "register:duty": {"gender": "u", "forms": ["labour"], "signalled": "11-2026"},
    }
