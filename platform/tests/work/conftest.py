# SPDX-License-Identifier: EUPL-1.2
"""A thing of the tests' own that work can be about: the place of an organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from ketenzicht.accounts.models import Member, Organisation
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.core.obligations import acting, kinds
from ketenzicht.core.obligations.states import Said, Standing
from ketenzicht.work.models import Item

PLACE = "place"
LATER = "place.later"
ANSWER, WARN, TOLD, LATE = "place.answer", "place.warn", "place.tell", "place.late"
WHY = "a test looks at what was stored"


@dataclass
class Places:
    """The facts of the tests: what stands about each place, and which place is closed to whom."""

    standing: dict[UUID, list[Standing]] = field(default_factory=dict)
    closed: dict[UUID, UUID] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def facts(self, ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, Sequence[Standing]]:
        self.asked.append(len(ids))
        return {each: self.standing.get(each, []) for each in ids}

    def set(self, place: Organisation, *standing: Standing, now: datetime, by: str = "act") -> None:
        """Change the facts of a place by an act."""
        with acting.act():
            self.standing[place.pk] = list(standing)
            acting.touch(PLACE, place.pk, now=now, by=by)


def said(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """Say an item; the place has a name only for whoever reaches it."""
    reached = set(_reached(actor, now).values_list("pk", flat=True))
    return {
        item.pk: Said(
            f"{item.key} {'here' if item.about_id in reached else 'there'}", "Do", "/", item.until
        )
        for item in items
    }


def _reached(actor: Member, _now: datetime):
    return Organisation.objects.filter(pk=actor.organisation_id).values("pk")


def _after(after: UUID | None, limit: int) -> list[UUID]:
    rows = Organisation.objects.order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    return list(rows.values_list("pk", flat=True)[:limit])


def _found(_actor: Member, words: str, _now: datetime):
    return Organisation.objects.filter(name__icontains=words).values("pk")


@pytest.fixture
def places(db: None) -> Iterator[Places]:
    made = Places()
    thing = kinds.Thing(
        code=PLACE,
        reached=_reached,
        after=_after,
        standing=made.facts,
        closed_to=lambda actor: Organisation.objects.filter(
            pk__in=[place for member, place in made.closed.items() if member == actor.pk]
        ).values("pk"),
        found=_found,
        overseen=kinds.Overseen(
            roles=frozenset({"ketenregisseur"}),
            told=TOLD,
            say=lambda number: Said(f"{number} more", "Look", "/", None),
        ),
    )
    own = {"thing": PLACE, "permission": AccountPermission.ACCOUNT_OWN, "describe": said}
    kinds.register(
        thing,
        [
            kinds.Kind(code=ANSWER, **own),
            kinds.Kind(code=WARN, on_board=True, **own),
            kinds.Kind(code=TOLD, blind=True, **own),
            kinds.Kind(
                code=LATER,
                quiet=kinds.Quiet(ahead=timedelta(days=7), say=lambda number: f"{number} goes on"),
                **own,
            ),
            kinds.Kind(
                code=LATE,
                late=lambda items, _now: made.late.extend(item.key for item in items),
                **own,
            ),
        ],
    )
    yield made
    kinds.forget(thing)


def answer(owner: Organisation, now: datetime, **known) -> Standing:
    """Somebody has to answer, from now."""
    own = {"kind": ANSWER, "owner": owner.pk, "since": now, "shows_from": now, **known}
    return Standing(**own)


def warn(owner: Organisation, now: datetime, *, days: int = 5, **known) -> Standing:
    """A wait that is too long after some days, and stands on the day and the board from then."""
    late = now + timedelta(days=days)
    own = {"kind": WARN, "owner": owner.pk, "since": now, "late_since": late, "shows_from": late}
    return Standing(**{**own, **known})


def rows(**known) -> list[Item]:
    """Every stored row, also what ended."""
    return list(Item.objects.whole_table(why=WHY).filter(**known).order_by("since", "key", "pk"))
