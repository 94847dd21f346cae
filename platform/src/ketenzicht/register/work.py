# SPDX-License-Identifier: EUPL-1.2
"""Pairs of entries that may be one person wait for a decision: one line, however many there are.

The line is about the register as a whole and knows months only, so that no entry is found by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ketenzicht.accounts.selectors import organisations_having
from ketenzicht.core.clock import midnight
from ketenzicht.core.obligations.kinds import Kind, register, single_thing
from ketenzicht.core.obligations.states import Item, Said, Standing
from ketenzicht.register.models import Entry
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.selectors import Double, possible_doubles
from ketenzicht.register.states import REGISTER, THE_REGISTER

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

COMPARE = "register.compare"


def standing(waiting: Sequence[Double], registrars: Sequence[UUID]) -> Iterator[Standing]:
    """Return what stands while these pairs wait, for those who keep the register."""
    if not waiting:
        return
    since = midnight(min(max(_month(pair.first), _month(pair.second)) for pair in waiting))
    for registrar in registrars:
        yield Standing(
            kind=COMPARE, owner=registrar, since=since, shows_from=since, number=len(waiting)
        )


def _month(entry: Entry) -> date:
    return date(entry.registered_year, entry.registered_month, 1)


def _standing(_now: datetime) -> Iterator[Standing]:
    registrars = list(
        organisations_having(RegisterPermission.REGISTER_MERGE).values_list("pk", flat=True)
    )
    return standing(possible_doubles(), registrars)


def _say(items: Sequence[Item], _actor: Member, _now: datetime) -> dict[UUID, Said]:
    return {
        item.pk: Said(_sentence(item.number), _("Compare"), reverse("register:doubles"), None)
        for item in items
    }


def _sentence(waiting: int) -> str:
    return ngettext(
        "%(number)s pair of entries may be one person",
        "%(number)s pairs of entries may be one person",
        waiting,
    ) % {"number": waiting}


register(
    single_thing(REGISTER, THE_REGISTER, _standing),
    [
        Kind(
            code=COMPARE,
            thing=REGISTER,
            permission=RegisterPermission.REGISTER_MERGE,
            describe=_say,
        )
    ],
)
