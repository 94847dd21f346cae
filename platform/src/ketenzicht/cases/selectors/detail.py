# SPDX-License-Identifier: EUPL-1.2
"""One case as its reader may see it: only the sections that are open to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.cases.models import (
    Action,
    CaseEvent,
    Contact,
    Dispute,
    Escalation,
    Need,
    Note,
    SafeContact,
    TrackStep,
    Transfer,
    Whereabouts,
    Wish,
)
from ketenzicht.cases.selectors.access import Access
from ketenzicht.cases.selectors.listing import labels_of
from ketenzicht.cases.selectors.stalls import waits_of
from ketenzicht.cases.stalls import Wait
from ketenzicht.cases.states import OPEN_TRANSFER, NeedState, Section
from ketenzicht.core.errors import NotFound
from ketenzicht.vault.services import OpenEnvelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "rows of a case already in reach"
CAN_BE_UNDONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A planned step, in words."""

    id: UUID
    words: str
    organisation: str
    due: datetime
    version: int
    mine: bool


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need, who answers for it, and who was asked to."""

    id: UUID
    service: str
    words: str
    responsible: str
    mine: bool
    asked: str
    asked_me: bool
    answer_by: datetime | None
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: an event, a note, a contact."""

    at: datetime
    kind: str
    who: str = ""
    words: str = ""
    detail: dict[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything on the page of a case."""

    access: Access
    label: str
    actions: Sequence[ActionLine]
    finished: Sequence[ActionLine]
    wishes: Sequence[WishLine]
    needs: Sequence[NeedLine]
    moments: Sequence[Moment]
    safe_contact: SafeLine | None
    forms: Sequence[str]
    tracks: Sequence[TrackStep]
    transfer: Transfer | None
    escalation: Escalation | None
    dispute: Dispute | None
    stay: Whereabouts | None
    waits: Sequence[Wait]

    @property
    def next_action(self) -> ActionLine | None:
        return self.actions[0] if self.actions else None

    @property
    def open_needs(self) -> list[NeedLine]:
        return [need for need in self.needs if need.state == NeedState.OPEN]


def case_file(actor: Member, access: Access, now: datetime) -> CaseFile:
    """Gather what this reader may see of a case they opened."""
    reader = Reader(actor, access, access.envelope(), now)
    case = access.case
    cases = type(case).objects.for_reader(actor, now).filter(pk=case.pk, closed_at=None)
    return CaseFile(
        access=access,
        label=labels_of(actor, [case.pk], now).get(case.pk, ""),
        actions=reader.actions(),
        finished=reader.finished(),
        wishes=reader.wishes(),
        needs=reader.needs(),
        moments=reader.moments(),
        safe_contact=reader.safe_contact(),
        forms=reader.forms(),
        tracks=reader.tracks(),
        transfer=reader.transfer(),
        escalation=reader.escalation(),
        dispute=reader.dispute(),
        stay=reader.stay(),
        waits=waits_of(cases, now) if access.holds else (),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the sections of one case for one member with the envelope in hand."""

    actor: Member
    access: Access
    envelope: OpenEnvelope
    now: datetime

    def actions(self) -> list[ActionLine]:
        """The steps that are planned, the first one first."""
        rows = Action.objects.for_reader(self.actor, self.now).filter(done_at=None)
        return self._lines(rows.order_by("due"))

    def finished(self) -> list[ActionLine]:
        """The steps that were done just now, while that can be taken back."""
        rows = Action.objects.for_reader(self.actor, self.now)
        return self._lines(rows.filter(done_at__gt=self.now - CAN_BE_UNDONE).order_by("-done_at"))

    def _lines(self, found: QuerySet[Action]) -> list[ActionLine]:
        rows = found.filter(case=self.access.case).select_related("organisation")
        return [
            ActionLine(
                id=row.pk,
                words=self.envelope.read(row, "words"),
                organisation=row.organisation.name,
                due=row.due,
                version=row.version,
                mine=row.organisation_id == self.actor.organisation_id,
            )
            for row in rows
        ]

    def wishes(self) -> list[WishLine]:
        rows = Wish.objects.for_reader(self.actor, self.now).filter(case=self.access.case)
        return [WishLine(row.at, self.envelope.read(row, "words")) for row in rows.order_by("-at")]

    def needs(self) -> list[NeedLine]:
        rows = Need.objects.for_reader(self.actor, self.now).filter(case=self.access.case)
        mine = self.actor.organisation_id
        return [
            NeedLine(
                id=row.pk,
                service=row.service,
                words=self.envelope.read(row, "words"),
                responsible=row.responsible.name,
                mine=row.responsible_id == mine,
                asked=row.asked.name if row.asked else "",
                asked_me=row.asked_id == mine,
                answer_by=row.answer_by,
                state=row.state,
                version=row.version,
            )
            for row in rows.select_related("responsible", "asked").order_by("state", "since")
        ]

    def moments(self) -> list[Moment]:
        """Notes, contacts and events in one line of time, newest first."""
        found = [*self._notes(), *self._contacts(), *self._events()]
        return sorted(found, key=lambda moment: moment.at, reverse=True)

    def _notes(self) -> list[Moment]:
        rows = Note.objects.for_reader(self.actor, self.now).filter(case=self.access.case)
        return [
            Moment(row.at, "note", _who(row), self.envelope.read(row, "words"))
            for row in rows.select_related("by__user", "organisation")
        ]

    def _contacts(self) -> list[Moment]:
        rows = Contact.objects.for_reader(self.actor, self.now).filter(case=self.access.case)
        return [
            Moment(
                row.at,
                "reached" if row.reached else "not-reached",
                _who(row),
                self.envelope.read(row, "words"),
                {"channel": row.channel},
            )
            for row in rows.select_related("by__user", "organisation")
        ]

    def _events(self) -> list[Moment]:
        rows = CaseEvent.objects.for_reader(self.actor, self.now).filter(case=self.access.case)
        quiet = ("noted", "contact", "wish", "planned", "done", "undone", "glass")
        return [
            Moment(
                row.at, row.kind, row.organisation.name if row.organisation else "", "", row.detail
            )
            for row in rows.exclude(kind__in=quiet).select_related("organisation").order_by("-seq")
        ]

    def safe_contact(self) -> SafeLine | None:
        rows = SafeContact.objects.for_reader(self.actor, self.now)
        row = rows.filter(case=self.access.case).first()
        if row is None:
            return None
        return SafeLine(
            rules=self.envelope.read(row, "rules"),
            cover=self.envelope.read(row, "cover"),
            voicemail=self.envelope.read(row, "voicemail"),
            has_number=bool(self.envelope.read(row, "number")),
            version=row.version,
        )

    def forms(self) -> list[str]:
        if not self.access.sees(Section.NEEDS):
            return []
        return [code for code in self.envelope.read(self.access.case, "forms").split(",") if code]

    def tracks(self) -> list[TrackStep]:
        rows = TrackStep.objects.for_reader(self.actor, self.now).filter(case=self.access.case)
        return list(rows.order_by("track", "since", "at"))

    def transfer(self) -> Transfer | None:
        rows = Transfer.objects.for_reader(self.actor, self.now).filter(
            case=self.access.case, state__in=OPEN_TRANSFER
        )
        return rows.select_related("giver", "receiver").first()

    def escalation(self) -> Escalation | None:
        rows = Escalation.objects.for_reader(self.actor, self.now)
        open_ones = rows.filter(case=self.access.case, resolved_at=None)
        return open_ones.select_related("organisation").first()

    def dispute(self) -> Dispute | None:
        rows = Dispute.objects.for_reader(self.actor, self.now)
        return (
            rows.filter(case=self.access.case, settled_at=None)
            .select_related("first", "second", "interim_payer")
            .first()
        )

    def stay(self) -> Whereabouts | None:
        """The place code; the address is not read here, whoever asks."""
        if not self.access.sees(Section.CONTACT):
            return None
        rows = Whereabouts.objects.whole_table(why="the place code of a case already in reach")
        found = rows.filter(case=self.access.case, until=None).defer("address")
        return found.select_related("organisation").first()


def _who(row: Note | Contact) -> str:
    return f"{row.by.user.name}, {row.organisation.name}"


def standing_steps(actor: Member, access: Access, now: datetime) -> dict[str, str]:
    """Where each track of a case stands."""
    rows = TrackStep.objects.for_reader(actor, now).filter(case=access.case, ended_at=None)
    return dict(rows.values_list("track", "step"))


def need_of(actor: Member, access: Access, need_id: UUID, now: datetime) -> Need:
    """One need of a case in reach."""
    found = Need.objects.for_reader(actor, now).filter(case=access.case, pk=need_id).first()
    if found is None:
        raise NotFound
    return found
