# SPDX-License-Identifier: EUPL-1.2
"""A claim, a part and a proposed change: every member may read what the product claims."""

from __future__ import annotations

from datetime import date

from ketenzicht.claims import services
from ketenzicht.claims.models import Part
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import World
from tests.kinds import EVERY_MEMBER, Kind, Made


def _word(first: str, second: str) -> Kind:
    """A name in a URL that is the same for everybody."""
    return Kind(
        own=lambda world: Made(first, readers=EVERY_MEMBER),
        foreign=lambda world: Made(second, readers=EVERY_MEMBER),
    )


def _change(world: World) -> Made:
    made = services.propose_look(
        actor=world.comensha["comensha_helpdesk"],
        part="deadlines",
        section="deadlines",
        look_at=None,
        row={"code": "grant", "look_again": date(2028, 1, 1)},
        why="Nagekeken.",
        now=START,
    )
    return Made(made.pk, readers=EVERY_MEMBER)


def _part(world: World) -> Made:
    Part.objects.whole_table(why="one for the matrix").get_or_create(
        code="deadlines",
        defaults={"owner": world.comensha.organisation, "counted_at": START},
    )
    return Made("deadlines", readers=EVERY_MEMBER)


KINDS = {
    "claim_section": _word("deadlines", "helplines"),
    "claim_code": _word("grant", "police"),
    "begins": _word("-", "2020-01-01"),
    "region": _word("-", "utrecht"),
    "claim_part": Kind(own=_part, foreign=_part),
    "change_id": Kind(own=_change, foreign=_change),
}
