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
        actions=actions_of(reader),
        finished=finished_of(reader),
        wishes=wishes_of(reader),
        needs=needs_of(reader),
        moments=_moments(reader),
        safe_contact=safe_contact_of(reader),
        forms=forms_of(reader),
        tracks=track_steps_of(reader),
        transfer=open_transfer_of(reader),
        escalation=open_escalation_of(reader),
        dispute=open_dispute_of(reader),
        stay=stay_of(reader),
        waits=waits_of(cases, now) if access.holds else (),
    )


def _moments(reader: Reader) -> list[Moment]:
    """Notes, contacts and events in one line of time, newest first."""
    found = [*notes_of(reader), *contacts_of(reader), *events_of(reader)]
    return sorted(found, key=lambda moment: moment.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Reader:
    """One member reading one case: on which ground, with which envelope, when."""

    actor: Member
    access: Access
    envelope: OpenEnvelope
    now: datetime


def actions_of(reader: Reader) -> list[ActionLine]:
    """The steps that are planned, the first one first."""
    rows = Action.objects.for_reader(reader.actor, reader.now).filter(done_at=None)
    return _action_lines(reader, rows.order_by("due"))


def finished_of(reader: Reader) -> list[ActionLine]:
    """The steps that were done just now, while that can be taken back."""
    rows = Action.objects.for_reader(reader.actor, reader.now)
    return _action_lines(
        reader, rows.filter(done_at__gt=reader.now - CAN_BE_UNDONE).order_by("-done_at")
    )


def _action_lines(reader: Reader, found: QuerySet[Action]) -> list[ActionLine]:
    rows = found.filter(case=reader.access.case).select_related("organisation")
    return [
        ActionLine(
            id=row.pk,
            words=reader.envelope.read(row, "words"),
            organisation=row.organisation.name,
            due=row.due,
            version=row.version,
            mine=row.organisation_id == reader.actor.organisation_id,
        )
        for row in rows
    ]


def wishes_of(reader: Reader) -> list[WishLine]:
    """What the person wants, the newest words first."""
    rows = Wish.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    return [WishLine(row.at, reader.envelope.read(row, "words")) for row in rows.order_by("-at")]


def needs_of(reader: Reader) -> list[NeedLine]:
    """What is needed and who answers for it, the open needs first."""
    rows = Need.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    mine = reader.actor.organisation_id
    return [
        NeedLine(
            id=row.pk,
            service=row.service,
            words=reader.envelope.read(row, "words"),
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


def events_of(reader: Reader) -> list[Moment]:
    """What happened to a case, without what notes and contacts say already."""
    rows = CaseEvent.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    quiet = ("noted", "contact", "wish", "planned", "done", "undone", "glass")
    return [
        Moment(row.at, row.kind, row.organisation.name if row.organisation else "", "", row.detail)
        for row in rows.exclude(kind__in=quiet).select_related("organisation").order_by("-seq")
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


def forms_of(reader: Reader) -> list[str]:
    """The forms of exploitation it looks like."""
    if not reader.access.sees(Section.NEEDS):
        return []
    return [code for code in reader.envelope.read(reader.access.case, "forms").split(",") if code]


def track_steps_of(reader: Reader) -> list[TrackStep]:
    """Every step of every procedure, in order."""
    rows = TrackStep.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    return list(rows.order_by("track", "since", "at"))


def open_transfer_of(reader: Reader) -> Transfer | None:
    """The proposal that is under way."""
    rows = Transfer.objects.for_reader(reader.actor, reader.now).filter(
        case=reader.access.case, state__in=OPEN_TRANSFER
    )
    return rows.select_related("giver", "receiver").first()


def open_escalation_of(reader: Reader) -> Escalation | None:
    """The decision somebody still has to take."""
    rows = Escalation.objects.for_reader(reader.actor, reader.now)
    open_ones = rows.filter(case=reader.access.case, resolved_at=None)
    return open_ones.select_related("organisation").first()


def open_dispute_of(reader: Reader) -> Dispute | None:
    """The disagreement about who pays."""
    rows = Dispute.objects.for_reader(reader.actor, reader.now)
    return (
        rows.filter(case=reader.access.case, settled_at=None)
        .select_related("first", "second", "interim_payer")
        .first()
    )


def stay_of(reader: Reader) -> Whereabouts | None:
    """The place code; the address is not read here, whoever asks."""
    if not reader.access.sees(Section.CONTACT):
        return None
    rows = Whereabouts.objects.whole_table(why="the place code of a case already in reach")
    found = rows.filter(case=reader.access.case, until=None).defer("address")
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
