# SPDX-License-Identifier: EUPL-1.2
"""What an ended state is: the thing, who lost it, and the keys that went with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from ketenzicht.accounts.models import Member
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services import details
from ketenzicht.cases.file.values import Identity
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.vault.models import WrappedKey
from ketenzicht.vault.row_level_security import every_key
from tests.factories.accounts import Partner, World
from tests.factories.cases import (
    coordinator,
    make_case,
)
from tests.promises.canaries import canary

Key = tuple[UUID, UUID]


@dataclass
class Lost:
    """A thing in an ended state: what it was called, who lost it, what may not leak to them."""

    kwarg: str
    id: object
    #: Who had the ground and has not any more.
    members: tuple[Member, ...]
    canaries: tuple[str, ...]
    #: The wrapped keys that went with it: envelope and organisation.
    keys: tuple[Key, ...] = ()
    #: That it was there and how it ended they go on seeing; what was in it not.
    row_stays: bool = False


@dataclass(frozen=True)
class Ending:
    """How one state comes about; `begin` makes what `end` ends, so that the keys are seen to go."""

    begin: Callable[[World], Lost]
    end: Callable[[World, Lost], None]


def held(keys: tuple[Key, ...]) -> set[Key]:
    """Those of these keys that stand on a row now."""
    with every_key():
        rows = WrappedKey.objects.filter(envelope__in=[envelope for envelope, _ in keys])
        found = set(rows.values_list("envelope", "organisation"))
    return found & set(keys)


def people(partner: Partner) -> tuple[Member, ...]:
    return tuple(partner.by_role.values())


def begun_case(giver: Partner, state: str) -> tuple[Case, tuple[str, ...]]:
    name, label = canary("ended name", state), canary("ended label", state)
    case = make_case(giver, identity=Identity(name=name))
    details.set_label(actor=coordinator(giver), case_id=case.pk, words=label, now=START)
    return case, (name, label, case.code)
