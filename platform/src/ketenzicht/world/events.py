# SPDX-License-Identifier: EUPL-1.2
"""What the platform may see of the world: events in time, with opaque names and nothing more.

No event says which person of the truth it is about; that link exists in the truth alone.
All codes are codes of the reference lists. Times are UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Answer(StrEnum):
    """What a receiver says to an offered hand-over; silence is the absence of an answer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of an exploitation, in codes; empty where nobody wrote it down.

    `began` is a month (2025-03).
    """

    route: str
    place: str
    began: str
    sectors: tuple[str, ...]
    means: tuple[str, ...]
    recruitment: tuple[str, ...]
    relation: tuple[str, ...]
    vulnerabilities: tuple[str, ...]
    family: str
    earlier: str
    second_nationality: str
    residence: str
    status: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPerson:
    """A person as an organisation wrote them down, with its mistakes; empty where unknown.

    `birth` is a day (1999-03-01), a year (1999) or empty.
    """

    given: str
    family: str
    birth: str
    sex: str
    nationality: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at a moment."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReceived(Event):
    """Somebody outside tells what they see, with or without a name."""

    report: str
    reporter_type: str
    subject: str
    setting: str
    region: str
    municipality: str
    address: str
    signs: tuple[str, ...]
    urgency: str
    about_minor: bool
    with_contact: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAssessed(Event):
    """The region's coordinator decides what happens with a report."""

    report: str
    outcome: str
    case: str | None
    joined_with: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """A coordinator takes somebody on and holds the case from now."""

    case: str
    report: str | None
    holder: str
    region: str
    municipality: str
    person: RecordedPerson
    form: str
    told: Told
    risk: str
    consents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMade(Event):
    """The holder spoke with the person."""

    case: str
    by: str
    channel: str
    next_contact: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Event):
    """The holder wrote something on the timeline."""

    case: str
    by: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementAsked(Event):
    """A place is asked for."""

    placement: str
    case: str
    by: str
    shelter_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementMade(Event):
    """A place was found; its address stays a code."""

    placement: str
    case: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOffered(Event):
    """The holder offers the case to another organisation, which must answer in time."""

    transfer: str
    case: str
    sender: str
    receiver: str
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferAnswered(Event):
    """The receiver says yes or no; only yes moves the case."""

    transfer: str
    case: str
    answer: Answer
    refusal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferExpired(Event):
    """Nobody answered in time: the holder keeps the case and the silence escalates."""

    transfer: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationBegan(Event):
    """A case stands still under a rule of the reference list."""

    case: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationEnded(Event):
    """The case moves again."""

    case: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeOpened(Event):
    """Two municipalities disagree who pays; the interim payer is named at once."""

    dispute: str
    case: str
    between: tuple[str, str]
    interim_payer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeResolved(Event):
    """It is clear who pays."""

    dispute: str
    case: str
    payer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntered(Event):
    """An organisation puts a person on its list and so into the register."""

    entry: str
    list: str
    organisation: str
    case: str | None
    outcome: str
    person: RecordedPerson
    form: str
    told: Told
    region: str
    municipality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Event):
    """The case ends for a coded reason, with what was reached."""

    case: str
    reason: str
    outcomes: tuple[str, ...]
