# SPDX-License-Identifier: EUPL-1.2
"""The chokepoint: whether a member reaches a case, why, and which sections that opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.models import BreakGlass, Case, Grant, Person
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotFound
from ketenzicht.core.guard import found_in
from ketenzicht.core.permissions import require
from ketenzicht.vault.services import OpenEnvelope, open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Via(StrEnum):
    """The ground a reader stands on."""

    HOLDER = "holder"
    GRANT = "grant"
    BREAK_GLASS = "break-glass"


@dataclass(frozen=True, slots=True)
class Access:
    """A case in reach: the ground, the open sections, and whose key opens the envelopes."""

    case: Case
    via: Via
    sections: frozenset[Section]
    basis: str
    keys_of: UUID
    until: datetime | None
    purpose: str = ""

    @property
    def holds(self) -> bool:
        return self.via is Via.HOLDER

    @property
    def broken(self) -> bool:
        return self.via is Via.BREAK_GLASS

    def sees(self, section: Section) -> bool:
        return section in self.sections

    def envelope(self) -> OpenEnvelope:
        """Open the envelope of the case."""
        return open_envelope(self.case.envelope_id, self.keys_of)

    def identity_envelope(self) -> OpenEnvelope:
        """Open the envelope of the person."""
        if not self.sees(Section.IDENTITY):
            raise NotFound
        person = Person.objects.whole_table(why="the person of a case already in reach")
        return open_envelope(person.get(pk=self.case.person_id).envelope_id, self.keys_of)


def case_of(actor: Member, case_id: UUID, now: datetime, *, lock: bool = False) -> Case:
    """Return a case the actor reaches; anybody else's is not there."""
    require(actor, CasePermission.CASE_READ)
    rows = Case.objects.for_reader(actor, now).select_related("holder", "worker__user")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return found_in(rows, pk=case_id)


def access_to(case: Case, actor: Member, now: datetime) -> Access:
    """Say on which ground the actor sees this case; the widest one counts."""
    if case.holder_id == actor.organisation_id:
        return Access(case, Via.HOLDER, frozenset(Section), "care", case.holder_id, None)
    rows = BreakGlass.objects.whole_table(why="the actor's own break-glass on this case")
    broken = rows.filter(BreakGlass.live(actor, now), case=case).first()
    if broken is not None:
        return Access(
            case, Via.BREAK_GLASS, frozenset(Section), "vital", case.holder_id, broken.until
        )
    grants = Grant.objects.for_reader(actor, now)
    granted = grants.filter(Grant.live(actor.organisation_id, now), case=case).first()
    if granted is None:
        raise NotFound
    return Access(
        case=case,
        via=Via.GRANT,
        sections=granted.shared,
        basis=granted.basis,
        keys_of=actor.organisation_id,
        until=granted.until,
        purpose=granted.purpose,
    )


def get_case(actor: Member, case_id: UUID, *, purpose: str, now: datetime) -> Access:
    """Open a case to read it. The look is on record before the first word is out."""
    access = access_to(case_of(actor, case_id, now), actor, now)
    record_access(
        actor=actor,
        action=CasePermission.CASE_READ,
        kind="case",
        id=access.case.id,
        now=now,
        purpose=purpose,
        basis=access.basis,
        detail={"via": str(access.via)},
    )
    return access


@dataclass(frozen=True, slots=True)
class Reader:
    """One member reading one case: on which ground, with which envelope, when."""

    actor: Member
    access: Access
    envelope: OpenEnvelope
    now: datetime
