# SPDX-License-Identifier: EUPL-1.2
"""Who sits at which desk, and whether somebody would still answer there without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.models import Desk, DeskSeat, Member
from ketenzicht.accounts.policies import may_answer
from ketenzicht.accounts.selectors.people import live_members


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a desk, and whether nobody would answer there without them."""

    member_id: UUID
    name: str
    deputy: bool
    alone: bool


def seats_at(desks: Iterable[Desk], now: datetime) -> dict[UUID, list[Seat]]:
    """Who sits at each of these desks, asked of the database once for all."""
    keys = [desk.pk for desk in desks]
    rows = DeskSeat.objects.filter(desk__in=keys).select_related("desk", "member__user")
    live = live_members(now).filter(seats__desk__in=keys).select_related("organisation")
    answering = {
        each.pk for each in live.prefetch_related("role_grants").distinct() if may_answer(each)
    }
    taken = defaultdict(list)
    for row in rows.order_by("member__user__name"):
        taken[row.desk_id].append(row)
    return {key: [_seat(row, taken[key], answering) for row in taken[key]] for key in keys}


def _seat(row: DeskSeat, beside: list[DeskSeat], answering: set[UUID]) -> Seat:
    others = {each.member_id for each in beside} - {row.member_id}
    alone = row.desk.active and not others & answering
    return Seat(row.member_id, row.member.user.name, row.deputy, alone)


def seat_of(desk: Desk, member: Member, now: datetime) -> Seat | None:
    """The seat of a member at a desk; nothing when they do not sit there."""
    found = seats_at([desk], now)[desk.pk]
    return next((seat for seat in found if seat.member_id == member.pk), None)


def desk_left_alone(member: Member, now: datetime) -> Desk | None:
    """Return a desk of a member where nobody else would answer."""
    desks = Desk.objects.filter(seats__member=member).order_by("name")
    taken = seats_at(desks, now)
    alone = {
        key for key, seats in taken.items() for s in seats if s.member_id == member.pk and s.alone
    }
    return next((desk for desk in desks if desk.pk in alone), None)
