# SPDX-License-Identifier: EUPL-1.2
"""Desks, and who answers there: only colleagues whose roles do something with what arrives."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts.desks import Act, require_act
from ketenzicht.accounts.acts.members import without_answer
from ketenzicht.accounts.models import Desk, DeskSeat, Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.policies import is_live, may_answer
from ketenzicht.accounts.selectors import colleague, own_desk, seat_of
from ketenzicht.accounts.services.tracing import trace
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require


@act()
def open_desk(
    *,
    actor: Member,
    name: str,
    region: str,
    phone: str,
    member_id: UUID,
    now: datetime,
    kind: str = "front",
) -> Desk:
    """Open a desk where this colleague answers from the first moment."""
    require(actor, AccountPermission.DESK_MANAGE)
    member = _who_answers(actor, member_id, now)
    desk = Desk.objects.create(
        organisation_id=actor.organisation_id, name=name, region=region, phone=phone, kind=kind
    )
    DeskSeat.objects.create(desk=desk, member=member)
    trace(
        actor, AccountPermission.DESK_MANAGE, desk, outcome="opened", now=now, member=str(member.pk)
    )
    return desk


@act()
def seat(*, actor: Member, desk_id: UUID, member_id: UUID, deputy: bool, now: datetime) -> DeskSeat:
    """Seat a colleague at a desk, as the one who answers or as deputy."""
    require(actor, AccountPermission.DESK_MANAGE)
    desk = own_desk(actor, desk_id)
    require_act(actor, desk, None, Act.SEAT)
    member = _who_answers(actor, member_id, now)
    trace(
        actor, AccountPermission.DESK_MANAGE, desk, outcome="seated", now=now, member=str(member.pk)
    )
    taken, _new = DeskSeat.objects.update_or_create(
        desk=desk, member=member, defaults={"deputy": deputy}
    )
    return taken


@act()
def unseat(*, actor: Member, desk_id: UUID, member_id: UUID, now: datetime) -> Desk:
    """Take a colleague from a desk, unless nobody would answer there any more."""
    require(actor, AccountPermission.DESK_MANAGE)
    desk = own_desk(actor, desk_id)
    taken = seat_of(desk, colleague(actor, member_id), now)
    require_act(actor, desk, taken, Act.UNSEAT)
    desk.seats.filter(member_id=member_id).delete()
    trace(
        actor,
        AccountPermission.DESK_MANAGE,
        desk,
        outcome="unseated",
        now=now,
        member=str(member_id),
    )
    return desk


def leave_seats(member: Member, now: datetime) -> None:
    """Take somebody who cannot answer any more from their desks, unless one would stand empty."""
    refusal = without_answer(member, now)
    if refusal is not None:
        raise refusal
    member.seats.all().delete()


def _who_answers(actor: Member, member_id: UUID, now: datetime) -> Member:
    member = colleague(actor, member_id)
    if not is_live(member, now):
        raise Refused(_("This person is no longer a member."), field="member")
    if not may_answer(member):
        raise Refused(
            _("This colleague has no role to answer with. Give them a role first."), field="member"
        )
    return member
