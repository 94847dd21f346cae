# SPDX-License-Identifier: EUPL-1.2
"""Who may decide about two entries, and take a decision back: read by pages and services."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Refused
from ketenzicht.register.models import Decision, Entry
from ketenzicht.register.permissions import RegisterPermission

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What can be done with two entries, or with a decision about two."""

    JOIN = "join"
    KEEP_APART = "keep-apart"
    UNDO = "undo"


class Pair(Protocol):
    """Two entries, and the standing decision that persons of theirs are two, if there is one."""

    @property
    def first(self) -> Entry: ...

    @property
    def second(self) -> Entry: ...

    @property
    def against(self) -> Decision | None: ...


def acts_open_to(actor: Member, thing: Pair | Decision) -> tuple[Act, ...]:
    """Return what this member can do with two entries, or with a decision."""
    return those_open(Act, partial(why_not, actor, thing))


def require_act(actor: Member, thing: Pair | Decision, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, thing))


def why_not(actor: Member, thing: Pair | Decision, act: Act) -> DomainError | None:
    """Return what stands in the way: the role, an entry that went, or a decision that stands."""
    if RegisterPermission.REGISTER_MERGE not in actor.permissions:
        return NotAllowed()
    if isinstance(thing, Decision):
        standing = act is Act.UNDO and thing.undone_at is None
        return None if standing else NotFound()
    return NotFound() if act is Act.UNDO else _about_two(thing, act)


def _about_two(pair: Pair, act: Act) -> Refused | None:
    if pair.first.withdrawn or pair.second.withdrawn:
        return Refused(_("One of these entries was withdrawn. It can no longer be compared."))
    if pair.first.person_id == pair.second.person_id:
        return Refused(ONE_ALREADY[act])
    if act is Act.JOIN and pair.against is not None:
        return _decided_otherwise(pair.against)
    return None


ONE_ALREADY = {
    Act.JOIN: _("These two are one person already."),
    Act.KEEP_APART: _("These two were decided to be one person. Take that decision back first."),
}


def _decided_otherwise(against: Decision) -> Refused:
    """Refuse to join what somebody decided to be two persons, and name that decision."""
    return Refused(
        _(
            "%(name)s decided on %(day)s that %(first)s and %(second)s are two persons. "
            "Take that decision back first, or leave this pair apart."
        )
        % {
            "name": against.by.user.name,
            "day": date_format(local_date(against.at), "j F Y"),
            "first": against.first.code,
            "second": against.second.code,
        }
    )
