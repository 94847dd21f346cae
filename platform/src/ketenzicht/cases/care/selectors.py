# SPDX-License-Identifier: EUPL-1.2
"""Reads of the care: wishes, needs, notes, contacts, and how to reach the person safely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht.audit.services import record_access
from ketenzicht.cases.care.models import Contact, Need, NeedOffer, Note, SafeContact, Wish
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.care.values import SafeRules
from ketenzicht.cases.file.rules import NEED_NOT_ANSWERED, claim_of_rule
from ketenzicht.cases.file.selectors.access import Access, Reader
from ketenzicht.cases.file.selectors.sections import Moment
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.guard import found_in
from ketenzicht.offers.states import OfferState
from ketenzicht.reference import Claim

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What another organisation was asked about a need, and what it said."""

    asked: str
    to_me: bool
    answer_by: datetime | None
    state: str
    reason: str
    alternative: str
    instead: str
    words: str
    claim: Claim | None = None

    @property
    def open(self) -> bool:
        return self.state == OfferState.OFFERED

    @property
    def refused(self) -> bool:
        return self.state == OfferState.REFUSED

    @property
    def left(self) -> bool:
        """A no, or silence, that who asked has not noted."""
        return self.state in {OfferState.REFUSED, OfferState.EXPIRED}


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need, who answers for it, and who was asked to."""

    id: UUID
    service: str
    words: str
    responsible: str
    mine: bool
    question: QuestionLine | None
    state: str
    version: int

    @property
    def asked_me(self) -> bool:
        return self.question is not None and self.question.open and self.question.to_me

    @property
    def met(self) -> bool:
        return self.state == NeedState.MET

    @property
    def dropped(self) -> bool:
        return self.state == NeedState.DROPPED


@dataclass(frozen=True, slots=True)
class WishLine:
    """What the person wants, as they said it."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class SafeLine:
    """The rules of safe contact; the number stays closed until it is asked for."""

    rules: str
    cover: str
    voicemail: str
    has_number: bool
    version: int


def wishes_of(reader: Reader) -> list[WishLine]:
    """What the person wants, the newest words first."""
    rows = Wish.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    return [WishLine(row.at, reader.envelope.read(row, "words")) for row in rows.order_by("-at")]


def needs_of(reader: Reader) -> list[NeedLine]:
    """What is needed and who answers for it, the open needs first."""
    rows = Need.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    questions = _questions_of(reader)
    mine = reader.actor.organisation_id
    return [
        NeedLine(
            id=row.pk,
            service=row.service,
            words=reader.envelope.read(row, "words"),
            responsible=row.responsible.name,
            mine=row.responsible_id == mine,
            question=questions.get(row.pk),
            state=row.state,
            version=row.version,
        )
        for row in rows.select_related("responsible").order_by("state", "since")
    ]


def _questions_of(reader: Reader) -> dict[UUID, QuestionLine]:
    """The last question about each need of a case."""
    rows = NeedOffer.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    rows = rows.exclude(state=OfferState.WITHDRAWN).filter(noted_at=None)
    rows = rows.select_related("receiver", "alternative_organisation")
    mine = reader.actor.organisation_id
    return {
        row.need_id: QuestionLine(
            asked=row.receiver.name,
            to_me=row.receiver_id == mine,
            answer_by=row.answer_by,
            state=row.state,
            reason=row.refusal,
            alternative=row.alternative,
            instead=row.alternative_organisation.name if row.alternative_organisation else "",
            words=reader.envelope.read(row, "answer"),
            claim=claim_of_rule(
                NEED_NOT_ANSWERED, row.offered_at or reader.now, reader.access.case.region
            ),
        )
        for row in rows.order_by("offered_at", "pk")
    }


def notes_of(reader: Reader) -> list[Moment]:
    """The notes of a case."""
    rows = Note.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    return [
        Moment(row.at, "note", _who(row), reader.envelope.read(row, "words"))
        for row in rows.select_related("by__user", "organisation")
    ]


def contacts_of(reader: Reader) -> list[Moment]:
    """The tries to reach the person."""
    rows = Contact.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    return [
        Moment(
            row.at,
            "reached" if row.reached else "not-reached",
            _who(row),
            reader.envelope.read(row, "words"),
            {"channel": row.channel},
        )
        for row in rows.select_related("by__user", "organisation")
    ]


def safe_contact_of(reader: Reader) -> SafeLine | None:
    """The rules of safe contact; the number is not among them."""
    rows = SafeContact.objects.for_reader(reader.actor, reader.now)
    row = rows.filter(case=reader.access.case).first()
    if row is None:
        return None
    return SafeLine(
        rules=reader.envelope.read(row, "rules"),
        cover=reader.envelope.read(row, "cover"),
        voicemail=reader.envelope.read(row, "voicemail"),
        has_number=bool(reader.envelope.read(row, "number")),
        version=row.version,
    )


def _who(row: Note | Contact) -> str:
    return f"{row.by.user.name}, {row.organisation.name}"


def need_of(actor: Member, access: Access, need_id: UUID, now: datetime) -> Need:
    """One need of a case in reach."""
    return found_in(Need.objects.for_reader(actor, now), case=access.case, pk=need_id)


def safe_rules_of(actor: Member, access: Access, *, now: datetime) -> tuple[SafeRules | None, int]:
    """Open the rules of safe contact with the number; the look is on record first."""
    rows = SafeContact.objects.for_reader(actor, now)
    found = rows.filter(case=access.case).first()
    if found is None:
        return None, 0
    record_access(
        actor=actor,
        action=CasePermission.CASE_READ,
        kind="case",
        id=access.case.pk,
        now=now,
        purpose="contact",
        basis=access.basis,
    )
    envelope = access.envelope()
    names = SafeRules.__dataclass_fields__
    return SafeRules(**{name: envelope.read(found, name) for name in names}), found.version
