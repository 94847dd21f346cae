# SPDX-License-Identifier: EUPL-1.2
"""The kinds of work about a case, and the facts that decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ketenzicht.cases.shelter.states import NOWHERE, Bed

#: Who sees what is late in all of the own region.
OVERSEERS = frozenset({"ketenregisseur", "table_chair"})


class CaseWork(StrEnum):
    """What somebody must do or answer about a case, or is told of."""

    ANSWER = "case.answer"
    OFFERED = "case.offered"
    QUESTION = "case.question"
    REFUSED = "case.refused"
    DECIDE = "case.decide"
    DISPUTE = "case.dispute"
    NEXT = "case.next"
    STEP = "case.step"
    ASKED = "case.asked"
    NEED = "case.need"
    NEED_LEFT = "case.need-left"
    WAIT = "case.wait"
    TOLD = "case.told"
    TOLD_SHARE = "case.told-share"
    REVIEW = "case.review"
    NO_REVIEWER = "case.no-reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A transfer that was offered and is not answered; since when a question about it is open."""

    id: UUID
    giver: UUID
    receiver: UUID
    offered_at: datetime
    answer_by: datetime
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What another organisation was asked about a need; since when it has come to nothing."""

    asked: UUID
    asked_at: datetime
    answer_by: datetime
    refused_at: datetime | None = None
    expired: bool = False

    @property
    def open(self) -> bool:
        return self.refused_at is None and not self.expired


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNeed:
    """A need that is not met: who answers for it, and what another was asked last."""

    id: UUID
    service: str
    since: datetime
    responsible: UUID
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Broken glass that nobody judged."""

    id: UUID
    member: UUID
    organisation: UUID
    since: datetime
    review_due: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides who must do something about a case, at one moment."""

    case_id: UUID
    holder_id: UUID
    opened_at: datetime
    risk: str
    region: str = ""
    decoy: bool = False
    next_due: datetime | None = None
    next_term: str = ""
    planned_until: datetime | None = None
    steps_elsewhere: tuple[tuple[UUID, UUID, datetime], ...] = ()
    last_contact_at: datetime | None = None
    nobodys_since: datetime | None = None
    offer: Offer | None = None
    unanswered: tuple[UUID, datetime] | None = None
    decision: tuple[UUID, UUID, datetime, datetime] | None = None
    needs: tuple[OpenNeed, ...] = ()
    residence_status: str = ""
    dispute: tuple[UUID, UUID, UUID, datetime] | None = None
    ladder: str = ""
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    end_unknown_since: datetime | None = None
    dismissed_at: datetime | None = None
    bed: Bed = NOWHERE
    thinking_since: datetime | None = None
    conflict_since: datetime | None = None
    alarms: Mapping[str, datetime] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()
    shared_with: frozenset[UUID] = frozenset()
